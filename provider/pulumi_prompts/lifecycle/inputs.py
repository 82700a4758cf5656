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


class PromptInputs(Model):
    """Those of a `Prompt`."""

    name: StrictStr
    description: StrictStr | None = None
    tags: dict[StrictStr, StrictStr] | None = None
    metadata: JsonObject | None = None
    adopt: Annotated[bool | Literal["overwrite"], BeforeValidator(_adopt)] = False
    take_over_from: StrictStr | None = None
    force_destroy: StrictBool = False


class VersionInputs(Model):
    """Those of a `PromptVersion`, with what it takes from its prompt."""

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
    """Those of a `PromptAlias`, with what it takes from its prompt, from the version and from what it comes after.

    Attributes:
        version: What the program calls the version, or how the registry names it.
        digest: The content that it is to serve, where the program can tell.
        content_digest: That of the content which the program declares now.
        after: What another alias serves: its digest, or a mapping with one.
        after_marker: Of that alias, where it is one of this program.
        evidence: What a file says of an evaluation, and its `path`; `wrong` where it says nothing.
    """

    prompt_id: StrictStr
    alias: StrictStr
    version: Annotated[str | None, BeforeValidator(_version)] = None
    digest: Annotated[str | None, BeforeValidator(_digest)] = None
    adopt: StrictBool = False
    after: JsonObject | StrictStr | None = None
    after_marker: StrictStr | None = None
    evidence: JsonObject | None = None
    content: Any = None
    content_digest: StrictStr | None = None
    marker: StrictStr = ""
    prompt_marker: StrictStr = NO_PROMPT_OF_OURS
    prompt_name: StrictStr = ""
    prompt_uri: StrictStr = ""
