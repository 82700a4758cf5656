"""Options that only Humanloop has."""

from typing import Annotated, ClassVar, Literal

from pydantic import StrictStr

from pulumi_prompts.content.base import InContent, JsonObject, Strings
from pulumi_prompts.content.options import OptionsBlock


class HumanloopOptions(OptionsBlock):
    """Options of Humanloop (`POST /v5/prompts`).

    Attributes:
        template_language: What fills the variables in: `default`, or `jinja`; unset, the former.
        other: Further parameters for the provider of the model, passed on as they are.
        linked_tools: The IDs of tools of the organization that the model may call.
        attributes: Further entries that tell versions apart.
        readme: A long description of the prompt, in Markdown.
    """

    kind: ClassVar[str] = "humanloop"
    template_language: Annotated[Literal["default", "jinja"] | None, InContent] = None
    other: Annotated[JsonObject | None, InContent] = None
    linked_tools: Annotated[Strings, InContent] = None
    attributes: Annotated[JsonObject | None, InContent] = None
    readme: StrictStr | None = None
