"""What a prompt of Phoenix is to us: its id, its parts in our terms, and what of it has to be written."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pulumi_prompts.registries import base
from pulumi_prompts.registries.phoenix.client import Prompt, Version
from pulumi_prompts.registries.phoenix.wire import NOTE, Note, flatten


class Found(NamedTuple):
    """A prompt that is there.

    Attributes:
        prompt: What the server calls it, which may be that of a later one when it is gone.
        first: Its first version. The server calls no other version so, removes none before its prompt, and moves none:
            so this tells a prompt from all others, and from later ones of its name.
    """

    name: str
    prompt: str
    first: Version

    @property
    def ref(self) -> base.Ref:
        """The id is all three, so that it never reaches another prompt."""
        return base.Ref(":".join(self.parts), uri_of(self.name))

    @property
    def parts(self) -> tuple[str, str, str]:
        """What the id is made of."""
        return self.name, self.prompt, self.first.id


def parts_of(prompt_id: str) -> tuple[str, str, str] | None:
    """The name, what the server calls the prompt, and the id of its first version; None of a name alone."""
    name, colon, rest = prompt_id.partition(":")
    prompt, _, first_id = rest.partition(":")
    return (name, prompt, first_id) if colon else None


def uri_of(name: str, version: str = "") -> str:
    """What `Client().prompts.get` takes, one of the two."""
    return f"phoenix:{name}/{version}" if version else f"phoenix:{name}"


def of_people(prompt: Prompt) -> Mapping[str, Any]:
    """Its metadata without our note."""
    return {key: value for key, value in (prompt.metadata or {}).items() if key != NOTE}


def labels_of(prompt: Prompt) -> base.Labels:
    """Whose it is, by our note."""
    return base.Labels(marker=prompt.note.marker, nonce=prompt.note.nonce)


def patch_of(prompt: Prompt, desired: base.Desired, change: base.Change) -> dict[str, Any]:
    """What of the prompt differs from what is to be written. Metadata are written as a whole, with our note."""
    note = Note(desired.marker, desired.nonce) if "marker" in change.fields else prompt.note
    metadata = desired.metadata if "metadata" in change.fields else of_people(prompt)
    patch: dict[str, Any] = {}
    if "description" in change.fields and (desired.description or "") != (prompt.description or ""):
        patch["description"] = desired.description or ""
    if (whole := {**metadata, **(note.written if any(note) else {})}) != (prompt.metadata or {}):
        patch["metadata"] = whole
    return patch


def version_of(found: Found, version: Version) -> base.Version:
    """A creation that lost its race has left one in a prompt of another, on which nobody relies: it goes with that."""
    flat = flatten(version.fields)
    note = found.first.note if version.note.created else version.note
    return base.Version(
        version=version.id,
        uri=uri_of(found.name, version.id),
        digest=flat.digest,
        content=flat.content,
        description=version.description or None,
        labels=base.Labels(marker=note.marker, of_prompt=note.marker),
    )


def moment_of(noted: str | None) -> datetime | None:
    """The time in a note; None where there is none, or nothing that is a time."""
    try:
        return datetime.fromisoformat(noted or "")
    except ValueError:
        return None
