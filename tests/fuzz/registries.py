"""The registries of the random programs: two of each kind, what they hold, and what others do there."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from clock import Time
from fakes.bedrock import ACCESS_KEY, SECRET_KEY, BedrockFake
from fakes.humanloop import KEY, HumanloopFake
from fakes.langfuse import PUBLIC_KEY, LangfuseFake
from fakes.langfuse import SECRET_KEY as LANGFUSE_SECRET_KEY
from fakes.truefoundry import ML_REPO, OTHER_ML_REPO, TOKEN, TrueFoundryFake
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.errors import NotFoundError
from pulumi_prompts.registries.base import (
    Alias,
    Backend,
    Change,
    DeletesVersions,
    Desired,
    Environment,
    KeepsAliases,
    Labels,
    LabelsApart,
    Publication,
)
from pulumi_prompts.registries.kinds import backend_class, content_from
from pulumi_prompts.registries.session import Session, Target
from pulumi_prompts.resources import process

THEIRS: Final = "globex/desk/dev/theirs"
"""The marker of somebody else."""

_connect = Session.connect  # as it is: tests put another in its place, which kills

PLACES: Final = ("here", "there")
_VARIABLES: Final = {
    "TFY_API_KEY": TOKEN,
    "HUMANLOOP_API_KEY": KEY,
    "LANGFUSE_PUBLIC_KEY": PUBLIC_KEY,
    "LANGFUSE_SECRET_KEY": LANGFUSE_SECRET_KEY,
    "AWS_ACCESS_KEY_ID": ACCESS_KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
}


@dataclass(frozen=True)
class Seen:
    """A prompt as a registry has it.

    Attributes:
        versions: The digest of each, and the marker of who published it.
        aliases: By their names.
    """

    name: str
    digest: str
    marker: str | None
    nonce: str | None
    versions: Mapping[str, tuple[str, str | None]]
    aliases: Mapping[str, Alias]


@dataclass
class Lab:
    """Two registries of one kind.

    Attributes:
        age: Makes everything look some hours older there.
        more: Inputs that every prompt needs there.
    """

    kind: str
    backends: Mapping[str, Mapping[str, Any]]
    age: Callable[[int], None]
    more: Mapping[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)
    _ids: set[tuple[str, str]] = field(default_factory=set)
    _snapshot: Mapping[tuple[str, str], Seen] | None = None

    def adapter(self, place: str) -> Backend:
        return _connect(process.run_of_process(lambda key: None).session, Target.of(self.backends[place]))

    def snapshot(self) -> Mapping[tuple[str, str], Seen]:
        """What stands in both, by place and identifier; looked at once until something may have changed."""
        if self._snapshot is None:
            self._snapshot = self._look()
        return self._snapshot

    def changed(self) -> None:
        """Something may have."""
        self._snapshot = None

    def _look(self) -> dict[tuple[str, str], Seen]:
        for place in PLACES:
            found = (self.adapter(place).find(name) for name in self.names)
            self._ids |= {(place, head.id) for head in found if head}
        seen = {key: self._seen(*key) for key in self._ids}
        return {key: prompt for key, prompt in seen.items() if prompt}

    def _seen(self, place: str, id_: str) -> Seen | None:
        adapter = self.adapter(place)
        try:
            head = adapter.read(id_)
            labels = _labels(adapter, head)
            versions = {each.version: self._version(adapter, id_, each) for each in adapter.versions(id_)}
            aliases = {each.name: each for each in _aliases(adapter).aliases(id_)}
        except NotFoundError:
            return None
        return Seen(head.name, head.digest, labels.marker, labels.nonce, versions, aliases)

    def _version(self, adapter: Backend, id_: str, listed: Any) -> tuple[str, str | None]:
        key = (id_, listed.version)
        if listed.digest is not None:
            self._known[key] = listed.digest
        elif key not in self._known:
            self._known[key] = adapter.read_version(id_, listed.version).digest or ""
        return self._known[key], _labels(adapter, listed).marker

    def see(self, place: str, id_: str) -> None:
        """Look at this prompt from now on, whatever its name."""
        self._ids.add((place, id_))

    # what somebody else does

    def create(self, place: str, name: str, text: str) -> None:
        self.see(place, self.adapter(place).create(self._desired(name, text)).id)

    def write(self, place: str, id_: str, text: str) -> None:
        """The note of ownership stays: their tool does not know it."""
        adapter = self.adapter(place)
        head = adapter.read(id_)
        labels = _labels(adapter, head)
        wanted = self._desired(head.name, text, marker=labels.marker or "", nonce=labels.nonce)
        adapter.update(head, wanted, Change(frozenset({"content"})))

    def publish(self, place: str, id_: str) -> None:
        """Where there is a draft."""
        adapter = self.adapter(place)
        digest = adapter.read(id_).digest
        adapter.publish(id_, Publication(digest, THEIRS, THEIRS))

    def point(self, place: str, id_: str, alias: Alias) -> None:
        """Wherever it points, and whosever it is."""
        seen = self.snapshot()[place, id_].aliases.get(alias.name)
        _aliases(self.adapter(place)).set_alias(id_, alias, seen)

    def unpoint(self, place: str, id_: str, name: str) -> None:
        if seen := self.snapshot()[place, id_].aliases.get(name):
            _aliases(self.adapter(place)).remove_alias(id_, seen)

    def delete_version(self, place: str, id_: str, version: str) -> None:
        adapter = self.adapter(place)
        assert isinstance(adapter, DeletesVersions)
        adapter.delete_version(id_, version)

    def delete(self, place: str, id_: str) -> None:
        adapter = self.adapter(place)
        adapter.delete(id_, _labels(adapter, adapter.read(id_)))

    def _desired(self, name: str, text: str, marker: str = THEIRS, nonce: str | None = None) -> Desired:
        content = content_from({"template": text, **self.more})
        return Desired(name, content, digest_of(content), marker, nonce=nonce)


def _labels(adapter: Backend, holder: Any) -> Labels:
    labels: Labels = holder.labels or (adapter.labels(holder.uri) if isinstance(adapter, LabelsApart) else Labels())
    return labels


def _aliases(adapter: Backend) -> KeepsAliases:
    assert isinstance(adapter, KeepsAliases)
    return adapter


@contextmanager
def labs(kind: str, folder: Path) -> Iterator[Callable[[int], Lab]]:
    """A lab for each number, in a time of its own that no pause takes up."""
    time = Time()

    def environment(*_: object, **__: object) -> Environment:
        return Environment(variable=_VARIABLES.get, clock=time)

    with ExitStack() as stack:
        stack.enter_context(patch.object(process, "environment", environment))
        stack.enter_context(patch.dict(os.environ, {k: v for k, v in _VARIABLES.items() if k.startswith("AWS_")}))
        yield _MAKERS[kind](stack, folder)
        process.forget()


def _local(stack: ExitStack, folder: Path) -> Callable[[int], Lab]:
    def make(number: int) -> Lab:
        files = {place: folder / f"{number}-{place}.db" for place in PLACES}

        def age(hours: int) -> None:
            for file in files.values():
                if file.exists():
                    with closing(sqlite3.connect(file)) as db, db:
                        db.execute(
                            "UPDATE prompts SET created_at = datetime(created_at, ?) || '+00:00'", [f"-{hours} hours"]
                        )

        backends = {place: {"kind": "local", "path": str(file)} for place, file in files.items()}
        return Lab("local", backends, age)

    return make


def _truefoundry(stack: ExitStack, folder: Path) -> Callable[[int], Lab]:
    fake = stack.enter_context(TrueFoundryFake())
    repos = {"here": ML_REPO, "there": OTHER_ML_REPO}
    backends = {p: {"kind": "truefoundry", "url": fake.url, "ml_repo": repo} for p, repo in repos.items()}
    more = {"model": "gpt-4o", "provider": "openai-main"}
    return lambda number: Lab("truefoundry", backends, lambda hours: None, more)


def _humanloop(stack: ExitStack, folder: Path) -> Callable[[int], Lab]:
    fakes = {place: stack.enter_context(HumanloopFake()) for place in PLACES}
    backends = {place: {"kind": "humanloop", "url": fake.url} for place, fake in fakes.items()}
    return lambda number: Lab("humanloop", backends, lambda hours: None, {"model": "gpt-4o"})


def _langfuse(stack: ExitStack, folder: Path) -> Callable[[int], Lab]:
    fakes = {place: stack.enter_context(LangfuseFake()) for place in PLACES}
    backends = {place: {"kind": "langfuse", "url": fake.url} for place, fake in fakes.items()}
    return lambda number: Lab("langfuse", backends, lambda hours: None)


def _bedrock(stack: ExitStack, folder: Path) -> Callable[[int], Lab]:
    """A region of its own for each lab: a list of all prompts would grow from one to the next."""
    fake = stack.enter_context(BedrockFake())
    stack.enter_context(patch.dict(os.environ, {"AWS_ENDPOINT_URL_STS": fake.url}))

    def make(number: int) -> Lab:
        regions = {place: f"eu-{place}-{number}" for place in PLACES}
        backends = {p: {"kind": "bedrock", "region": r, "endpoint_url": fake.url} for p, r in regions.items()}
        return Lab("bedrock", backends, lambda hours: None)

    return make


_MAKERS: Final[Mapping[str, Callable[[ExitStack, Path], Callable[[int], Lab]]]] = {
    "local": _local,
    "bedrock": _bedrock,
    "humanloop": _humanloop,
    "langfuse": _langfuse,
    "truefoundry": _truefoundry,
}
KINDS: Final = tuple(_MAKERS)


def can_rename(kind: str) -> bool:
    return backend_class(kind).support.renames
