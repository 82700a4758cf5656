"""The versions of one prompt: those that a `PromptVersion` knows, and those that a hook finds in the registry.

A version belongs to its publisher, whoever else uses it: only the publisher counts and removes it. A version with our
note is ours, even if the state does not know it because the plugin died.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from pulumi_prompts import errors
from pulumi_prompts.lifecycle.declaration import VersionRecord
from pulumi_prompts.lifecycle.questions import labels_of, pins_of
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.program.markers import spellings
from pulumi_prompts.registries.base import (
    Backend,
    DeletesUnheld,
    DeletesVersions,
    Head,
    Labels,
    Version,
)


@dataclass(frozen=True)
class Published:
    """What a `PromptVersion` knows of its versions.

    Attributes:
        version: The current version.
        history: The digests of the versions that were current; `""` if only the registry knows it.
        reused: The versions that somebody else published; they are never removed.
    """

    version: str | None = None
    uri: str | None = None
    history: Mapping[str, str] = field(default_factory=dict)
    reused: tuple[str, ...] = ()

    @classmethod
    def of(cls, outputs: Mapping[str, Any]) -> Self:
        """The versions in the outputs of a resource."""
        current = outputs.get("version"), outputs.get("uri")
        return cls(*current, outputs.get("history", {}), tuple(outputs.get("reused", ())))

    def as_outputs(self) -> dict[str, Any]:
        """The outputs of the resource."""
        return {"version": self.version, "uri": self.uri, "history": dict(self.history), "reused": list(self.reused)}

    @property
    def ours(self) -> list[str]:
        """The versions that this resource published."""
        return [name for name in self.history if name not in self.reused]

    def with_current(self, version: Version, digest: str, ours: bool) -> Self:
        """The same with another current version."""
        history = {**{k: v for k, v in self.history.items() if k != version.version}, version.version: digest}
        reused = self.reused if ours or version.version in self.reused else (*self.reused, version.version)
        return replace(self, version=version.version, uri=version.uri, history=history, reused=reused)

    def with_found(self, names: Iterable[str]) -> Self:
        """The same with those of our versions that only the registry knew; the oldest first."""
        return replace(self, history={**{name: "" for name in names if name not in self.history}, **self.history})

    def without(self, gone: Iterable[str]) -> Self:
        """The same without versions that no longer exist."""
        names = set(gone)
        history = {name: digest for name, digest in self.history.items() if name not in names}
        return replace(self, history=history, reused=tuple(name for name in self.reused if name not in names))


class Shelf:
    """The versions of one prompt, as one hook finds them in the registry: each thing is asked for once.

    It is kept by hand: in Python 3.11 a `cached_property` has one lock for all shelves, so that only one hook at a time
    would ask its registry.

    Attributes:
        record: What the program says of them.
    """

    def __init__(
        self, run: Run, backend: Backend, record: VersionRecord, versions: Sequence[Version] | None = None
    ) -> None:
        self.run = run
        self.backend = backend
        self.record = record
        self.inputs = record.inputs
        self._versions = versions
        self._head: Head | None = None
        self._pins: Mapping[str, str] | None = None
        self._labels: dict[str, Labels] = {}

    @property
    def prompt_id(self) -> str:
        """The identifier of the prompt."""
        return self.inputs.prompt_id

    @property
    def versions(self) -> Sequence[Version]:
        """All of them, the oldest first."""
        if self._versions is None:
            self._versions = self.backend.versions(self.prompt_id)
        return self._versions

    @property
    def names(self) -> list[str]:
        """Their names, the oldest first."""
        return [version.version for version in self.versions]

    @property
    def head(self) -> Head:
        """The head of the prompt."""
        if self._head is None:
            self._head = self.backend.read(self.prompt_id)
        return self._head

    @property
    def pins(self) -> Mapping[str, str]:
        """The versions that must stay as long as the prompt exists, each with the reason."""
        if self._pins is None:
            pins, version = pins_of(self.backend, self.prompt_id, self.versions), self.head.version
            self._pins = pins if version is None else {**pins, version: "the prompt itself, whose head it is"}
        return self._pins

    def note_of(self, version: Version) -> Labels:
        """The note of who published it."""
        if version.uri not in self._labels:
            self._labels[version.uri] = labels_of(self.backend, version)
        return self._labels[version.uri]

    def is_ours(self, version: Version) -> bool:
        """Whether this resource published it; if each write makes a version, whether its prompt did."""
        found, of_prompt = self.note_of(version), self.inputs.prompt_marker
        if self.backend.support.versions_every_write:
            return found.of_prompt in spellings(of_prompt)
        return found.marker in spellings(self.inputs.marker) and found.of_prompt in (None, of_prompt)

    def unknown_to(self, published: Published) -> list[Version]:
        """Those that a resource has never had."""
        return [version for version in self.versions if version.version not in published.history]

    def with_digest(self, digest: str, published: Published) -> Version | None:
        """The newest version with this digest. A version is read only if list and history lack its digest."""
        for version in reversed(self.versions):
            known = version.digest if version.digest is not None else published.history.get(version.version) or None
            if known not in (None, digest):
                continue
            found = version if version.digest else self.backend.read_version(self.prompt_id, version.version)
            if found.digest == digest:
                return found
        return None

    def with_published(self, version: Version) -> "Shelf":
        """The same with a version that was just published."""
        return Shelf(self.run, self.backend, self.record, [*self.versions, version])

    def remove(self, names: Sequence[str]) -> Sequence[str]:
        """Remove versions, and return those that are gone. A version that was gone before counts."""
        gone = [name for name in names if self._is_removed(name)]
        self._versions = [version for version in self.versions if version.version not in gone]
        return gone

    def _is_removed(self, name: str) -> bool:
        """False if an alias has pointed at it since the check, or the registry removes no versions."""
        try:
            return self._has_deleted(name)
        except errors.NotFoundError:
            self.backend.read(self.prompt_id)  # the version is gone, as wanted; raises if the prompt is, too
            return True
        except errors.DriftError:
            return False

    def _has_deleted(self, name: str) -> bool:
        if isinstance(self.backend, DeletesUnheld):
            self.backend.delete_unheld_version(self.prompt_id, name)
        elif isinstance(self.backend, DeletesVersions):
            self.backend.delete_version(self.prompt_id, name)
        else:
            return False
        return True
