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
    """Those of a `Prompt`.

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
