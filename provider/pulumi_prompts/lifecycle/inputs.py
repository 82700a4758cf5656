"""The inputs of the resources beside a prompt's content and its backend, parsed."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import Integer, JsonObject, Model
from pulumi_prompts.program.markers import NO_PROMPT_OF_OURS

OURS = frozenset({"digest", "marker", "secret"})
"""Inputs that no program says: the resources and `check` add them."""


def _adopt(value: object) -> object:
    if isinstance(value, bool) or value == "overwrite":
        return value
    raise PydanticCustomError("adopt", "must be true, false or 'overwrite'")


_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")


def _digest(value: object) -> object:
    if isinstance(value, str) and _DIGEST.fullmatch(value):
        return value
    raise PydanticCustomError("digest", "must be `sha256:` and 64 hexadecimal digits")


def _version(value: object) -> object:
    if isinstance(value, str) and value:
        return value
    raise PydanticCustomError("version", "must be a text: the number or the name of a version, or its digest")


class OriginInputs(Model):
    """Where a promoted content was deployed before."""

    stack: StrictStr | None = None
    registry: StrictStr | None = None
    prompt: StrictStr | None = None
    alias: StrictStr | None = None
    version: StrictStr | None = None


class FileHeadInputs(Model):
    """The head of a promoted file."""

    digest: Annotated[str, BeforeValidator(_digest)]
    origin: OriginInputs
    at: StrictStr


class PromptInputs(Model):
    """Those of a `Prompt`; what is not described, `Prompt.from_file` finds in a file, or hands over beside it.

    Attributes:
        name: The name in the registry; unset, the name of the resource.
        description: For people; not part of the content.
        tags: Labels for people and billing; keys that others set are left alone.
        metadata: Data kept with the prompt; not part of the content.
        adopt: True takes over a prompt of this name that has the same content; `"overwrite"` one of any content. What
            the program does not declare (a description, tags) stays as it is.
        take_over_from: With `adopt`, the owner from whose stack it is taken, as the refusal names it
            (`organization/project/stack/name`); without, a prompt of another stack is never taken.
        force_destroy: Delete it even while somebody else relies on a version of it.
    """

    name: StrictStr
    description: StrictStr | None = None
    tags: dict[StrictStr, StrictStr] | None = None
    metadata: JsonObject | None = None
    adopt: Annotated[bool | Literal["overwrite"], BeforeValidator(_adopt)] = False
    take_over_from: StrictStr | None = None
    force_destroy: StrictBool = False
    promoted: FileHeadInputs | None = None
    overrides: JsonObject | None = None
    before_overrides: JsonObject | None = None
    after: Any = None
    after_stack: StrictStr | None = None
    evidence: JsonObject | None = None


class VersionInputs(Model):
    """Those of a `PromptVersion`; what is not described, it takes from its prompt.

    Attributes:
        description: Of the next version that is published; editable afterwards where the registry can.
        version_name: A name for the next version, unique within the prompt, where the registry keeps one.
        keep: How many versions of ours to keep, at least 1; unset, none is ever removed. The current version, the one
            it superseded, pinned ones and those of others always stay.
        force_destroy: When this resource is deleted, remove the versions that it published, except the one with the
            content of the prompt and those that an alias pins. Unset, all stay as long as the prompt.
    """

    prompt_id: StrictStr
    digest: StrictStr
    description: StrictStr | None = None
    version_name: StrictStr | None = None
    keep: Annotated[Integer | None, Field(ge=1)] = None
    force_destroy: StrictBool = False
    marker: StrictStr = ""
    prompt_marker: StrictStr = NO_PROMPT_OF_OURS
    prompt_name: StrictStr = ""


class AliasInputs(Model):
    """Those of a `PromptAlias`; what is not described, it takes from its prompt, its version and what it comes after.

    Attributes:
        alias: The name in the registry, such as `production`. Some registries reserve names, or want it to exist.
        evidence: A file with `{"digest": ..., "passed": true, "by": ..., "at": ...}` that vouches for the content;
            without, the alias does not move there. A relative path starts at the program's folder.
        adopt: Take over an alias that a person or another stack made. Unset, one that points at the wanted version
            already is used, and never removed; any other is refused.
    """

    prompt_id: StrictStr
    alias: StrictStr
    version: Annotated[str | None, BeforeValidator(_version)] = None
    digest: Annotated[str | None, BeforeValidator(_digest)] = None
    with_digest: StrictStr | None = None
    adopt: StrictBool = False
    content: Any = None
    content_digest: StrictStr | None = None
    after: JsonObject | StrictStr | None = None
    after_marker: StrictStr | None = None
    evidence: JsonObject | None = None
    marker: StrictStr = ""
    prompt_marker: StrictStr = NO_PROMPT_OF_OURS
    prompt_name: StrictStr = ""
    prompt_uri: StrictStr = ""
