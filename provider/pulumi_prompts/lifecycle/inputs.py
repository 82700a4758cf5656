"""The parsed inputs of the resources, except a prompt's content and its backend."""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StrictBool, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import Integer, JsonObject, Model
from pulumi_prompts.content.line_breaks import KEEPING
from pulumi_prompts.program.markers import NO_PROMPT_OF_OURS

OURS = frozenset({"digest", "marker", "secret", KEEPING})
"""Inputs that no program sets: the resources, files and `check` add them."""


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
        name: The name in the registry. If unset, it is the name of the resource.
        description: A text for people. It is not part of the content.
        tags: Labels for people and billing. They are not part of the content. Tags that others set stay.
        metadata: Data that the registry keeps with the prompt. It is not part of the content.
        adopt: Take over a prompt of this name that exists. True requires that it has the same content; `"overwrite"`
            replaces any content. What the program does not declare (a description, tags) stays.
        take_over_from: The owner of a prompt that belongs to another stack: `organization/project/stack/name`, as the
            error message names it. It allows `adopt` to take over that prompt.
        force_destroy: Delete the prompt even if an alias points at a version, or somebody else published one.
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
        description: A text for people about the next version. Some registries can change it later.
        version_name: A name for the next version, unique within the prompt. Not every registry keeps it.
        keep: The number of versions to keep, at least 1. If unset, all stay. These always stay: the current version,
            the version before it, versions that an alias points at, and versions that others published.
        force_destroy: Delete the versions that this resource published when the resource is deleted. The version with
            the content of the prompt stays, and so do versions that an alias points at. If unset, all versions stay as
            long as the prompt exists.
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
        alias: The name in the registry, such as `production`. Some registries reserve names. On Humanloop it is an
            environment, which must exist.
        evidence: A file that confirms the content: `{"digest": ..., "passed": true, "by": ..., "at": ...}`. If it does
            not confirm the new content, the alias does not move. A relative path starts at the folder of the program.
        adopt: Take over an alias that a person or another stack made. If unset, such an alias is used (and never
            deleted) if it already points at the right version; otherwise `up` fails.
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
