"""Options that only Langfuse has."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictStr

from pulumi_prompts.content.base import InContent, Integer, JsonObject, Model
from pulumi_prompts.content.options import OptionsBlock


class Placeholder(Model):
    """A place in a chat for messages of the application.

    Attributes:
        name: The name by which the application gives the messages: letters, digits and `_`, a letter first.
        position: The number of messages that stand before it.
    """

    name: StrictStr
    position: Annotated[Integer, Field(ge=0)]


class LangfuseOptions(OptionsBlock):
    """Options of Langfuse's prompts.

    Attributes:
        placeholders: The message placeholders of a chat, in their order.
        config: More entries of the config. They are stored unchanged.
        tool_form: `playground` stores the tools in the form that Langfuse's playground shows and saves (a name, a
            description, parameters). Unless it is said, they have the form of OpenAI's chat completions, which an
            application passes on; a prompt that is saved in the playground loses tools of that form.
        commit_message: Why the next version is made: at most 100 characters, in one line. Change it together with the
            content.
    """

    kind: ClassVar[str] = "langfuse"
    placeholders: Annotated[tuple[Placeholder, ...] | None, InContent] = None
    config: Annotated[JsonObject | None, InContent] = None
    tool_form: Annotated[Literal["playground"] | None, InContent] = None
    commit_message: StrictStr | None = None
