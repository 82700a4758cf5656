"""Questions that several rules ask a registry."""

from collections.abc import Collection, Mapping, Sequence

from pulumi_prompts.program.markers import stack_of
from pulumi_prompts.registries.base import (
    Alias,
    Backend,
    ConfirmsTarget,
    Head,
    KeepsAliases,
    Labels,
    LabelsApart,
    Ref,
    Version,
)


def labels_of(backend: Backend, holder: Head | Version) -> Labels:
    """The labels of a prompt or a version, asked for where the registry keeps them apart."""
    if holder.labels is None and isinstance(backend, LabelsApart):
        return backend.labels(holder.uri)
    return holder.labels or Labels(tags={})


def labels_of_prompt(backend: Backend, ref: Ref) -> Labels:
    """The labels of a prompt, in one call."""
    return backend.labels(ref.uri) if isinstance(backend, LabelsApart) else labels_of(backend, backend.read(ref.id))


def published(backend: Backend, prompt_id: str) -> list[tuple[Version, Labels]]:
    """The versions of a prompt, and who published each."""
    return [(version, labels_of(backend, version)) for version in backend.versions(prompt_id)]


def pins_of(backend: Backend, prompt_id: str, versions: Sequence[Version]) -> Mapping[str, str]:
    """Which of all the versions of a prompt an alias holds, each with the aliases; a dangling one holds none."""
    return pins_among(backend, versions, aliases_on(backend, prompt_id, versions))


def aliases_on(backend: Backend, prompt_id: str, versions: Sequence[Version]) -> Sequence[Alias]:
    """The aliases of a prompt that has these versions; not asked for where there is nothing to hold."""
    return backend.aliases(prompt_id) if versions and isinstance(backend, KeepsAliases) else ()


def pins_among(
    backend: Backend, versions: Sequence[Version], aliases: Sequence[Alias], leaving: Collection[str] = ()
) -> Mapping[str, str]:
    """Which of the versions these aliases hold; those of the stacks that are `leaving` hold nothing."""
    support = backend.support.aliases
    staying = [each for each in aliases if stack_of(each.marker) not in leaving]
    holders = {each.version: [_held(alias) for alias in staying if alias.version == each.version] for each in versions}
    return {version: f"{support.word} {' and '.join(names)}" for version, names in holders.items() if support and names}


def _held(alias: Alias) -> str:
    return f"{alias.name!r} of {alias.marker}" if alias.marker else repr(alias.name)


def confirm_gone(backend: Backend, uri: str | None) -> None:
    """Raise where a not-found may come from another registry than the one that `uri` lies in.

    Dropping a prompt from the state because of a wrong profile would be the worst that we could do.
    """
    if uri and isinstance(backend, ConfirmsTarget):
        backend.confirm_target(uri)
