"""Options that only Humanloop has."""

from typing import Annotated, ClassVar, Literal

from pydantic import StrictStr

from pulumi_prompts.content.base import InContent, JsonObject, Strings
from pulumi_prompts.content.options import OptionsBlock


class HumanloopOptions(OptionsBlock):
    """Options of Humanloop (`POST /v5/prompts`).

    Attributes:
        template_language: The language of the text: `default` or `jinja`. If unset, it is `default`.
        other: More parameters for the provider of the model. They go to the provider unchanged.
        linked_tools: The IDs of tools of the organization that the model may call.
        attributes: More properties of a version. Versions with other attributes are other versions.
        readme: A long description of the prompt, in Markdown.
    """

    kind: ClassVar[str] = "humanloop"
    template_language: Annotated[Literal["default", "jinja"] | None, InContent] = None
    other: Annotated[JsonObject | None, InContent] = None
    linked_tools: Annotated[Strings, InContent] = None
    attributes: Annotated[JsonObject | None, InContent] = None
    readme: StrictStr | None = None
