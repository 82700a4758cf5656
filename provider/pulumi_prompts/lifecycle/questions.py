"""Questions that several rules ask a registry."""

from collections.abc import Mapping, Sequence

from pulumi_prompts.registries.base import Backend, ConfirmsTarget, Head, Labels, LabelsApart, Ref, Version


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


def pins_of(labels: Labels, versions: Sequence[Version]) -> Mapping[str, str]:
    """Which of all the versions of a prompt must stay, each with the reason; a pin on one that is gone is none."""
    told = {version.version: version.pinned_by for version in versions if version.pinned_by is not None}
    existing = {version.version for version in versions}
    return {version: why for version, why in {**labels.pins, **told}.items() if why and version in existing}


def confirm_gone(backend: Backend, uri: str | None) -> None:
    """Raise where a not-found may come from another registry than the one that `uri` lies in.

    Dropping a prompt from the state because of a wrong profile would be the worst that we could do.
    """
    if uri and isinstance(backend, ConfirmsTarget):
        backend.confirm_target(uri)
