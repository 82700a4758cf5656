"""What a registry has and no given stack manages."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from pulumi_prompts.adoption.surveying import all_read
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.lifecycle.ownership import published_by
from pulumi_prompts.lifecycle.questions import labels_of
from pulumi_prompts.program.urns import ALIAS, PROMPT, VERSION
from pulumi_prompts.registries import base
from pulumi_prompts.registries.base import Backend, KeepsAliases, Listed, ReadsWhole
from pulumi_prompts.registries.session import Session, Target
from pulumi_prompts.report.previews.parsing import mapping
from pulumi_prompts.report.visible import visible
from pulumi_prompts.status.states import Resource, State


@dataclass(frozen=True)
class Managed:
    """What stacks manage of one registry.

    Attributes:
        prompts: Their identifiers.
        versions: Each with the identifier of its prompt.
        aliases: The same.
    """

    prompts: frozenset[str]
    versions: frozenset[tuple[str, str]]
    aliases: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, states: Sequence[State], target: Target) -> Self:
        """What the states of the stacks say."""

        def there(type_: str) -> list[Resource]:
            return [each for state in states for each in state.of(type_) if not each.target.is_another(target)]

        versions = ((each.prompt_id, mapping(each.outputs.get("history"))) for each in there(VERSION))
        aliases = (each for each in there(ALIAS) if not each.outputs.get("found"))
        return cls(
            frozenset(each.id for each in there(PROMPT)),
            frozenset((id_, version) for id_, history in versions for version in history),
            frozenset((each.prompt_id, each.said("alias") or "") for each in aliases),
        )


@dataclass(frozen=True)
class Prompt:
    """One that no given stack manages. `owner` is who does, by the note in the registry; None where it is nobody's."""

    name: str
    id: str
    owner: str | None

    @property
    def said(self) -> str:
        """What of it is told."""
        return f"is managed by {self.owner}" if self.owner else "is managed by nobody"


@dataclass(frozen=True)
class Version:
    """One that nobody's note stands on, of a prompt that a given stack manages."""

    name: str
    id: str
    version: str

    @property
    def said(self) -> str:
        """What of it is told."""
        return f"version {self.version} {published_by(None)}"


@dataclass(frozen=True)
class Alias:
    """One that people, or their tools, made; of a prompt that a given stack manages."""

    name: str
    id: str
    alias: str
    version: str

    @property
    def said(self) -> str:
        """What of it is told."""
        return f"alias {self.alias!r}, at version {self.version}, is managed by nobody"


Thing = Prompt | Version | Alias


@dataclass(frozen=True)
class Unmanaged:
    """All of that, by the names of the prompts."""

    registry: str
    prompts: tuple[Prompt, ...]
    versions: tuple[Version, ...]
    aliases: tuple[Alias, ...]

    @property
    def waits(self) -> bool:
        """Whether there is something that a program could manage: a version stays its publisher's for ever."""
        return bool(self.prompts or self.aliases)

    @property
    def lines(self) -> Iterator[str]:
        """A line for each thing; what a registry says can neither begin another line nor act in it."""
        told: list[Thing] = [*self.prompts, *self.aliases, *self.versions]
        yield from (visible(f"{each.name}: {each.said}") for each in told)

    @property
    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def unmanaged(session: Session, target: Target, listed: Sequence[Listed], managed: Managed) -> Unmanaged:
    """Look at each prompt. Raises what the registry raises."""
    backend = session.connect(target)
    found: list[Thing] = []
    for _, things in all_read(session, listed, lambda each: [*_things(backend, each, managed)]):
        if isinstance(things, PromptsError):
            raise things
        found += things
    found.sort(key=lambda each: (each.name, each.id))
    return Unmanaged(
        target.place,
        tuple(each for each in found if isinstance(each, Prompt)),
        tuple(each for each in found if isinstance(each, Version)),
        tuple(each for each in found if isinstance(each, Alias)),
    )


def _things(backend: Backend, listed: Listed, managed: Managed) -> Iterator[Thing]:
    name = listed.name
    id_ = listed.ref.id if listed.ref else listed.read().id
    if id_ not in managed.prompts:
        yield Prompt(name, id_, labels_of(backend, listed.read()).marker)
        return
    versions, aliases = _versions_and_aliases(backend, id_, listed)
    for version in versions:
        if (id_, version.version) not in managed.versions and labels_of(backend, version).marker is None:
            yield Version(name, id_, version.version)
    for alias in aliases:
        if alias.marker is None and (id_, alias.name) not in managed.aliases:
            yield Alias(name, id_, alias.name, alias.version)


def _versions_and_aliases(
    backend: Backend, id_: str, listed: Listed
) -> tuple[Sequence[base.Version], Sequence[base.Alias]]:
    if isinstance(backend, ReadsWhole):
        return backend.read_whole(id_)[1:]
    aliases = backend.aliases(id_) if listed.aliases is None and isinstance(backend, KeepsAliases) else listed.aliases
    return backend.versions(id_), aliases or ()
