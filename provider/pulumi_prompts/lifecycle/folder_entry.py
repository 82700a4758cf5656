"""One prompt of a folder that is one resource: what its prompt, its versions and its aliases are given, and left with.

The rules are those of `PromptLifecycle`, `VersionLifecycle` and `AliasLifecycle`; here one is only asked after the
other, as the engine asks for resources of their own.

What a program says:  {"prompt": {...}, "keep": 5, "aliases": ["staging"]}
What a state has:     {"prompt": {"id": ..., "outputs": {...}}, "version": {...}, "aliases": {"staging": {...}}}
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, Self

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.lifecycle.aliases import AliasLifecycle
from pulumi_prompts.lifecycle.answers import Checked, Diffed, Found, Stored, Values
from pulumi_prompts.lifecycle.declaration import PromptRecord
from pulumi_prompts.lifecycle.prompts import PromptLifecycle, replaced_by
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.versions import VersionLifecycle
from pulumi_prompts.program.markers import marker_for

NO_SECRETS = (
    "holds a secret value, which the state would have in clear text: in a folder with `bulk` no prompt can have one; "
    "declare this prompt as a `Prompt` of its own"
)


class Owner(NamedTuple):
    """Whose the prompts of a folder are: the markers are those that resources of their own would have.

    So a folder may be one resource today and many tomorrow: each entry finds what it made before.

    Attributes:
        stack: `organization/project/stack`.
        types: The qualified types of the folder and its parents, as the URN has them.
        folder: The name of the folder in Pulumi.
    """

    stack: str
    types: str
    folder: str

    @classmethod
    def of(cls, values: Values) -> Self | None:
        """What the inputs say of it; None where that is not known yet."""
        match values.get("owner"):
            case {"stack": str(stack), "types": str(types), "folder": str(folder)}:
                return cls(stack, types, folder)
        return None

    def marker(self, name: str) -> str:
        """That of a prompt and its versions, by its name in the folder; or of an alias (`triage@staging`)."""
        return marker_for(self.stack, f"{self.folder}-{name}", self.folder, self.types)


class _Lifecycle(Protocol):
    def diff(self, id_: str, olds: Values, news: Values) -> Diffed: ...
    def create(self, inputs: Values) -> Stored: ...
    def read(self, id_: str, outputs: Values) -> Found | None: ...
    def update(self, id_: str, olds: Values, news: Values) -> Stored: ...


class Lifecycles(NamedTuple):
    """Those of the parts of an entry, in one run."""

    prompts: PromptLifecycle
    versions: VersionLifecycle
    aliases: AliasLifecycle

    @classmethod
    def of(cls, run: Run) -> Self:
        """Over what that run knows."""
        return cls(PromptLifecycle(run), VersionLifecycle(run), AliasLifecycle(run))


@dataclass(frozen=True)
class Entry:
    """A prompt of the folder as the program says it."""

    owner: Owner | None
    name: str
    said: Mapping[str, Any]

    @property
    def prompt(self) -> dict[str, Any]:
        """The inputs of its `Prompt`."""
        return {**self.said["prompt"], "marker": self._marker(self.name)}

    def version(self, prompt: Values, id_: Any = UNKNOWN) -> dict[str, Any]:
        """The inputs of its `PromptVersion`."""
        keep = {"keep": self.said["keep"]} if self.said.get("keep") is not None else {}
        return {**self._of_prompt(prompt, id_), **keep, "digest": prompt["digest"], "marker": self._marker(self.name)}

    def alias(self, alias: str, prompt: Values, version: Values, id_: Any = UNKNOWN) -> dict[str, Any]:
        """The inputs of one of its aliases, which follows the version."""
        uri = {} if prompt.get("uri") is None else {"prompt_uri": prompt["uri"]}
        which = {"version": version.get("version", UNKNOWN), "digest": prompt["digest"]}
        marker = self._marker(f"{self.name}@{alias}")
        return {**self._of_prompt(prompt, id_), **uri, **which, "alias": alias, "marker": marker}

    @property
    def aliases(self) -> list[str]:
        """The names of its aliases."""
        return list(self.said.get("aliases", ()))

    def checked(self, of: Lifecycles, old: Mapping[str, Any]) -> Checked:
        """What the program means by it, and all that is wrong with its parts."""
        if self.said["prompt"].get("secret"):
            return Checked(self.said, (f"{self.name}: {NO_SECRETS}",))
        prompt = of.prompts.check(old.get("prompt", {}), self.prompt)
        said = {**prompt.inputs, "digest": prompt.inputs.get("digest") or UNKNOWN}  # none, where something is wrong
        failures = [*prompt.failures, *of.versions.check({}, self.version(said)).failures]
        for alias in self.aliases:
            failures += of.aliases.check({}, self.alias(alias, said, {})).failures
        kept = {name: value for name, value in prompt.inputs.items() if name != "marker"}
        told = dict.fromkeys(f"{self.name}: {each}" for each in failures)
        return Checked({**self.said, "prompt": kept}, tuple(told))

    def _of_prompt(self, prompt: Values, id_: Any) -> dict[str, Any]:
        known = {"prompt_id": id_, "prompt_marker": self._marker(self.name)}
        name = {"prompt_name": prompt["name"]} if isinstance(prompt.get("name"), str) else {}
        return {**known, **name, "backend": prompt.get("backend", UNKNOWN)}

    def _marker(self, name: str) -> Any:
        return UNKNOWN if self.owner is None else self.owner.marker(name)


@dataclass
class Work:
    """What is done to one entry, and what its state is by now.

    Attributes:
        former: The name that the entry has in the state, or would have.
        state: What the state has of the entry. `replaced` are the prompts that it had before: they are to be deleted,
            but not before their successor stands.
        retains: Whether an alias that goes stays in the registry.
    """

    of: Lifecycles
    entry: Entry
    former: str
    state: dict[str, Any]
    retains: bool

    @property
    def is_due(self) -> bool:
        """Whether anything of it has to be written; asked before anything is. All parts are asked: the run listens."""
        due = [old is None or each.diff(old["id"], old["outputs"], news).is_due for each, old, news in self._parts()]
        aliases = self.state.get("aliases", {}).keys()
        return any(due) or aliases != {*self.entry.aliases} or "replaced" in self.state

    @property
    def is_replaced(self) -> bool:
        """Whether another prompt takes the place of the one that the state has."""
        old = self.state.get("prompt")
        return old is not None and bool(replaced_by(PromptRecord(old["outputs"]), PromptRecord(self.entry.prompt)))

    def carry_out(self) -> None:
        """Create, update or replace each part that differs. An error ends it; what was done stays."""
        inputs = self.entry.prompt
        self._prompt(inputs)
        prompt = self.state["prompt"]
        said = {**inputs, "uri": prompt["outputs"]["uri"]}
        self._step(self.state, "version", self.of.versions, self.entry.version(said, prompt["id"]))
        version, aliases = self.state["version"]["outputs"], self.state.setdefault("aliases", {})
        for alias in self.entry.aliases:
            news = self.entry.alias(alias, said, version, prompt["id"])
            self._step(aliases, alias, self.of.aliases, news)
        for alias in aliases.keys() - {*self.entry.aliases}:
            if not self.retains:
                self.of.aliases.delete(aliases[alias]["id"], aliases[alias]["outputs"])
            del aliases[alias]

    def _parts(self) -> Iterator[tuple[_Lifecycle, Any, dict[str, Any]]]:
        """What the state has of each part, and what it is to be; nothing beside a prompt that is not there yet."""
        inputs, prompt, version = self.entry.prompt, self.state.get("prompt"), self.state.get("version")
        yield self.of.prompts, prompt, inputs
        if prompt is None:
            return
        yield self.of.versions, version, self.entry.version(inputs, prompt["id"])
        if version is None:
            return
        seen = version["outputs"] if version["outputs"].get("digest") == inputs["digest"] else {}
        for alias in self.entry.aliases:
            old = self.state.get("aliases", {}).get(alias)
            yield self.of.aliases, old, self.entry.alias(alias, inputs, seen, prompt["id"])

    def _prompt(self, inputs: Values) -> None:
        """One that is replaced goes with its versions and aliases, once its successor stands."""
        old = self.state.get("prompt")
        if self.is_replaced:
            before = [*self.state.get("replaced", ()), old]
            self.state.clear()
            self.state["replaced"] = before
        self._step(self.state, "prompt", self.of.prompts, inputs)

    def _step(self, holder: dict[str, Any], key: str, lifecycle: _Lifecycle, news: Values) -> None:
        old = holder.get(key)
        try:
            stored = _stored(lifecycle, old, news)
        except PromptsError as error:
            if error.left is not None:
                holder[key] = {"id": error.left[0], "outputs": dict(error.left[1])}
            raise
        if stored is not None:
            holder[key] = {"id": stored.id, "outputs": dict(stored.outputs)}


def _stored(lifecycle: _Lifecycle, old: Mapping[str, Any] | None, news: Values) -> Stored | None:
    """What a part is left with; None where it stays as it is."""
    if old is None:
        return lifecycle.create(news)
    diffed = lifecycle.diff(old["id"], old["outputs"], news)
    if diffed.replaces:
        return lifecycle.create(news)
    return lifecycle.update(old["id"], old["outputs"], news) if diffed.is_due else None


def prompts_of(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The prompt of an entry, and those that it had before."""
    return [*([state["prompt"]] if "prompt" in state else []), *state.get("replaced", ())]


def refreshed(of: Lifecycles, state: Mapping[str, Any]) -> dict[str, Any] | None:
    """The state of an entry as the registry has it; None where its prompt is gone."""
    prompt = _read(of.prompts, state.get("prompt"))
    replaced = {"replaced": state["replaced"]} if "replaced" in state else {}
    if prompt is None:
        return replaced or None
    version = _read(of.versions, state.get("version"))
    aliases = {name: _read(of.aliases, each) for name, each in state.get("aliases", {}).items()}
    there = {
        **replaced,
        "prompt": prompt,
        "version": version,
        "aliases": {name: each for name, each in aliases.items() if each},
    }
    return {name: value for name, value in there.items() if value is not None}


def _read(lifecycle: _Lifecycle, state: Mapping[str, Any] | None) -> dict[str, Any] | None:
    found = None if state is None else lifecycle.read(state["id"], state["outputs"])
    return None if found is None else {"id": found.id, "outputs": dict(found.outputs)}
