"""The inputs of the resources beside a prompt's content and its backend, parsed."""

from typing import Annotated, Literal

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
