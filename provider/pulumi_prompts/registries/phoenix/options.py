"""Options that only Phoenix has."""

from typing import Annotated, ClassVar

from pulumi_prompts.content.base import InContent, JsonObject
from pulumi_prompts.content.options import OptionsBlock


class PhoenixOptions(OptionsBlock):
    """Options of Phoenix.

    Attributes:
        invocation_parameters: More parameters, by the names that Phoenix has for them, such as
            `max_completion_tokens` and `extra_body` (OpenAI), `thinking` (Anthropic) or `thinking_config` (Google).
    """

    kind: ClassVar[str] = "phoenix"
    invocation_parameters: Annotated[JsonObject | None, InContent] = None
