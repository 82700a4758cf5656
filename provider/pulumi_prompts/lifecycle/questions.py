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
    """The labels of a prompt or a version; they cost a call if the registry keeps them apart."""
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
    """The versions of a prompt that aliases point at, each with its aliases. A dangling alias holds no version."""
    return pins_among(backend, versions, aliases_on(backend, prompt_id, versions))


def aliases_on(backend: Backend, prompt_id: str, versions: Sequence[Version]) -> Sequence[Alias]:
    """The aliases of a prompt with these versions. Without versions there is no call."""
    return backend.aliases(prompt_id) if versions and isinstance(backend, KeepsAliases) else ()


def pins_among(
    backend: Backend, versions: Sequence[Version], aliases: Sequence[Alias], leaving: Collection[str] = ()
) -> Mapping[str, str]:
    """The versions that these aliases point at; aliases of the stacks in `leaving` do not count."""
    support = backend.support.aliases
    staying = [each for each in aliases if stack_of(each.marker) not in leaving]
    holders = {each.version: [_held(alias) for alias in staying if alias.version == each.version] for each in versions}
    return {version: f"{support.word} {' and '.join(names)}" for version, names in holders.items() if support and names}


def _held(alias: Alias) -> str:
    return f"{alias.name!r} of {alias.marker}" if alias.marker else repr(alias.name)


def confirm_gone(backend: Backend, uri: str | None) -> None:
    """Raise if a "not found" may come from another registry than that of `uri`.

    Without this, a wrong profile would drop the prompt from the state.
    """
    if uri and isinstance(backend, ConfirmsTarget):
        backend.confirm_target(uri)
