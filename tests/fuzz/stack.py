"""One stack as the engine drives it: which hook follows which, what is stored, and what a crash leaves.

What a hook returns enters the state when it has returned. A crash ends the run in a hook, or after one whose result is
lost; the next run begins from the state that was stored.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Literal

from pulumi.dynamic import ResourceProvider

from pulumi_prompts.errors import PromptsError
from pulumi_prompts.lifecycle.ownership import NOTE
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_alias import PromptAliasProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider

Kind = Literal["prompt", "version", "alias"]
Hook = Literal["check", "diff", "create", "read", "update", "delete"]
_ids = count(1)


class Killed(BaseException):
    """The plugin died; nobody hears what it did."""


@dataclass(frozen=True)
class PromptDeclaration:
    """What a program says of a prompt."""

    name: str
    text: str
    registry: str
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class VersionDeclaration:
    """What a program says of a version of the prompt that it declares as `of`."""

    of: str
    frozen: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class AliasDeclaration:
    """What a program says of an alias of the prompt that it declares as `of`.

    Attributes:
        pinned: Which of the versions in the history it stays at, by its place; None where it follows the current one.
        after: The alias that has to have served the content before.
    """

    of: str
    pinned: int | None = None
    after: str | None = None
    adopt: bool = False


@dataclass
class State:
    """A resource in the state; `uid` tells it from what replaced it."""

    kind: Kind
    key: str
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    of: str = ""
    uid: int = field(default_factory=lambda: next(_ids))


Watch = Callable[[Hook, "Stack", State | None, Mapping[str, Any], Callable[[], Any]], Any]


@dataclass
class Program:
    """The prompts, the versions and the aliases of a program, by the names of their resources."""

    prompts: dict[str, PromptDeclaration] = field(default_factory=dict)
    versions: dict[str, VersionDeclaration] = field(default_factory=dict)
    aliases: dict[str, AliasDeclaration] = field(default_factory=dict)

    def published(self, of: str) -> str | None:
        """The first resource that publishes a prompt."""
        return next((key for key, version in self.versions.items() if version.of == of), None)

    @property
    def pointing(self) -> dict[str, AliasDeclaration]:
        """The aliases of published prompts; the others are left out."""
        return {key: alias for key, alias in self.aliases.items() if self.published(alias.of) is not None}


class Stack:
    """A stack: its name, its program and its state.

    Args:
        name: `organization/project/stack`.
        backends: The settings of each registry.
        watch: Called in place of each hook: with the hook, the resource, the inputs, and what runs it.
    """

    def __init__(self, name: str, backends: Mapping[str, Mapping[str, Any]], watch: Watch) -> None:
        self.names = [name]
        self.program = Program()
        self.prompts: dict[str, State] = {}
        self.versions: dict[str, State] = {}
        self.aliases: dict[str, State] = {}
        self.served: dict[str, str | None] = {}
        """What each alias served when the last run began, by the state."""
        self.pending: list[State] = []
        self._backends = backends
        self._watch = watch

    @property
    def name(self) -> str:
        return self.names[-1]

    def rename(self, name: str) -> None:
        self.names.append(name)

    def up(self, replacing: frozenset[str] = frozenset()) -> list[str]:
        """What was done. Raises what a hook raises, after which the run has ended."""
        process.forget()
        self.served = {
            key: None if state.outputs.get("lost", NOTE) != NOTE else state.outputs["digest"]
            for key, state in self.aliases.items()
        }
        steps = [self._apply("prompt", key, self._of_prompt(key), replacing) for key in self.program.prompts]
        steps += [self._apply("version", key, self._of_version(key), replacing) for key in self.program.versions]
        steps += [self._apply("alias", key, self._of_alias(key), replacing) for key in self.program.pointing]
        steps += [*self._delete(self._gone())]
        return [step for step in steps if step != "same"]

    def destroy(self) -> None:
        """`pulumi destroy`."""
        process.forget()
        for _ in self._delete([*self.aliases.values(), *self.versions.values(), *self.prompts.values()]):
            pass

    def refresh(self) -> list[str]:
        """The resources that are not as the state has them."""
        process.forget()
        states = [*self.prompts.values(), *self.versions.values(), *self.aliases.values()]
        return [state.key for state in states if self._read(state)]

    def states(self, kind: Kind) -> dict[str, State]:
        return {"prompt": self.prompts, "version": self.versions, "alias": self.aliases}[kind]

    def marker(self, key: str) -> str:
        return f"{self.name}/{key}"

    def markers(self, key: str) -> set[str]:
        """What a resource was called under each name of its stack."""
        return {f"{name}/{key}" for name in self.names}

    def _apply(self, kind: Kind, key: str, inputs: dict[str, Any], replacing: frozenset[str]) -> str:
        old = self.states(kind).get(key)
        is_asked_for = f"{kind} {key}" in replacing
        checked = self._check(kind, old, {} if old is None or is_asked_for else old.inputs, inputs)
        if old is None:
            return self._create(kind, key, checked)
        if is_asked_for:
            return self._replace(kind, old, checked)
        step = self._diff(kind, old, checked)
        if step == "replace":
            return self._replace(kind, old, self._check(kind, old, {}, inputs))
        return self._update(old, checked) if step == "update" else self._keep(old, checked)

    def _check(self, kind: Kind, old: State | None, olds: Mapping[str, Any], inputs: dict[str, Any]) -> dict[str, Any]:
        provider = _provider(kind)
        result = self._watch("check", self, old, inputs, lambda: provider.check(dict(olds), dict(inputs)))
        if result.failures:
            raise RefusedError("; ".join(failure.reason for failure in result.failures))
        return {name: value for name, value in result.inputs.items() if value is not None}

    def _diff(self, kind: Kind, old: State, checked: dict[str, Any]) -> str:
        result = self._watch("diff", self, old, checked, lambda: _provider(kind).diff(old.id, old.outputs, checked))
        if result.changes is False:
            return "same"
        if result.replaces:
            return "replace"
        ignored = {"digest"} if kind == "version" and self.program.versions[old.key].frozen else set()
        compared = [{k: v for k, v in inputs.items() if k not in ignored} for inputs in (checked, old.inputs)]
        return "update" if result.changes or compared[0] != compared[1] else "same"

    def _create(self, kind: Kind, key: str, checked: dict[str, Any]) -> str:
        of = "" if kind == "prompt" else self._of(kind, key)
        new = State(kind, key, "", checked, {}, of)
        result = self._watch("create", self, new, checked, lambda: _provider(kind).create(checked))
        new.id, new.outputs = result.id, dict(result.outs)
        self.states(kind)[key] = new
        return f"create {kind} {key}"

    def _of(self, kind: Kind, key: str) -> str:
        return (self.program.versions[key] if kind == "version" else self.program.aliases[key]).of

    def _replace(self, kind: Kind, old: State, checked: dict[str, Any]) -> str:
        self._create(kind, old.key, checked)
        self.pending.append(old)
        return f"replace {kind} {old.key}"

    def _update(self, old: State, checked: dict[str, Any]) -> str:
        provider = _provider(old.kind)
        run = lambda: provider.update(old.id, old.outputs, checked)  # noqa: E731 (called at once)
        result = self._watch("update", self, old, checked, run)
        old.inputs, old.outputs = checked, dict(result.outs)
        return f"update {old.kind} {old.key}"

    def _keep(self, old: State, checked: dict[str, Any]) -> str:
        old.inputs = checked
        return "same"

    def _read(self, state: State) -> bool:
        provider = _provider(state.kind)
        found = self._watch("read", self, state, state.inputs, lambda: provider.read(state.id, state.outputs))
        if not found.id:
            del self.states(state.kind)[state.key]
            return True
        drifted = found.inputs is not None or dict(found.outs) != state.outputs
        state.outputs = dict(found.outs)
        state.inputs = dict(found.inputs) if found.inputs is not None else state.inputs
        return drifted

    def _gone(self) -> list[State]:
        aliases = [state for key, state in self.aliases.items() if key not in self.program.pointing]
        versions = [state for key, state in self.versions.items() if key not in self.program.versions]
        return [*aliases, *versions, *(state for key, state in self.prompts.items() if key not in self.program.prompts)]

    def _delete(self, gone: list[State]) -> Iterator[str]:
        """What is `deleted_with` its prompt is deleted without a hook; what depends on another goes first."""
        going = {state.key for state in gone if state.kind == "prompt"}
        order: list[Kind] = ["alias", "version", "prompt"]
        for state in sorted([*gone, *self.pending], key=lambda state: order.index(state.kind)):
            if not (state.kind != "prompt" and state.of in going):
                provider = _provider(state.kind)
                run = lambda: provider.delete(state.id, state.outputs)  # noqa: B023, E731 (called at once)
                self._watch("delete", self, state, state.inputs, run)
            if state in self.pending:
                self.pending.remove(state)
            else:
                del self.states(state.kind)[state.key]
            yield f"delete {state.kind} {state.key}"

    def _of_prompt(self, key: str) -> dict[str, Any]:
        declared = self.program.prompts[key]
        fixed = {"name": declared.name, "template": declared.text, "backend": self._backends[declared.registry]}
        return {**fixed, "marker": self.marker(key), **declared.more}

    def _of_version(self, key: str) -> dict[str, Any]:
        declared = self.program.versions[key]
        prompt, old = self.prompts[declared.of], self.versions.get(key)
        digest = old.inputs["digest"] if declared.frozen and old else prompt.inputs["digest"]
        of_prompt = {"prompt_id": prompt.id, "digest": digest, "backend": prompt.outputs["backend"]}
        names = {"prompt_marker": prompt.outputs["marker"], "prompt_name": prompt.inputs["name"]}
        return {**of_prompt, **names, "marker": self.marker(key), **declared.more}

    def _of_alias(self, key: str) -> dict[str, Any]:
        declared = self.program.aliases[key]
        prompt, published = self.prompts[declared.of], self.versions[str(self.program.published(declared.of))]
        history = published.outputs["history"]
        version, digest = published.outputs["version"], published.inputs["digest"]
        if declared.pinned is not None:
            version = [*history][declared.pinned % len(history)]
            digest = history[version] or None
        said = {
            "alias": key,
            "version": version,
            "digest": digest,
            "prompt_id": prompt.id,
            "prompt_uri": prompt.outputs["uri"],
            "prompt_name": prompt.inputs["name"],
            "prompt_marker": prompt.outputs["marker"],
            "backend": prompt.outputs["backend"],
            "content": {"template": prompt.inputs["template"]},
            "content_digest": prompt.inputs["digest"],
            "marker": self.marker(key),
            "adopt": declared.adopt,
        }
        return {name: value for name, value in (said | self._after(declared.after)).items() if value is not None}

    def _after(self, key: str | None) -> dict[str, Any]:
        """Also of one that the program does not point anywhere: it has served nothing."""
        if key is None or key not in self.program.pointing:
            return {}
        served = self.aliases[key].outputs["digest"]
        return {"after": {"digest": served, "alias": key}, "after_marker": self.marker(key)}


class RefusedError(Exception):
    """A check said what is wrong; no other hook was called."""


_PROVIDERS: Mapping[Kind, type[ResourceProvider]] = {
    "prompt": PromptProvider,
    "version": PromptVersionProvider,
    "alias": PromptAliasProvider,
}


def _provider(kind: Kind) -> ResourceProvider:
    provider: ResourceProvider = _PROVIDERS[kind]()
    provider._secret = lambda key: None  # type: ignore[attr-defined]  # what `configure` does
    return provider


def renamed(declaration: PromptDeclaration, **changes: Any) -> PromptDeclaration:
    """The same with other properties; those that are no fields go into `more`."""
    fields = {name: changes.pop(name) for name in ("name", "text", "registry") if name in changes}
    return replace(declaration, **fields, more={**declaration.more, **changes})


__all__ = [
    "AliasDeclaration",
    "Killed",
    "PromptDeclaration",
    "PromptsError",
    "RefusedError",
    "Stack",
    "State",
    "VersionDeclaration",
]
