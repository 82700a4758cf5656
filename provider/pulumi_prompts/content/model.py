"""What decides how a model answers, as frozen models: the parsed layer below the dicts that programs write.

Wire names are snake_case and the same in a program, in the state and here. Limits of one registry are not checked
here but by its backend (`registries.support`); what is wrong on every registry is.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, StrictBool, StrictStr, Tag, model_validator
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import Integer, JsonObject, Model, Number, Strings
from pulumi_prompts.content.options import Options
from pulumi_prompts.content.variables import template_variables

Role = Literal["system", "developer", "user", "assistant", "tool"]
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh"]


def _text_or_texts(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and value and all(isinstance(item, str) for item in value):
        return tuple(value) if len(value) > 1 else value[0]
    raise PydanticCustomError("text", "must be a text, or a list of texts")


class Message(Model):
    """One message of a chat template.

    Attributes:
        role: Who speaks.
        content: The text. A list of texts makes several content blocks.
        name: The name of the participant. Not every registry keeps it.
    """

    role: Role
    content: Annotated[StrictStr | tuple[StrictStr, ...], BeforeValidator(_text_or_texts)]
    name: StrictStr | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The content blocks, of which there is at least one."""
        return (self.content,) if isinstance(self.content, str) else self.content


def _kind_of_effort(value: object) -> str:
    return "(effort)" if isinstance(value, str) else "(budget)"  # no names that a program may use as keys


ReasoningEffort = Annotated[
    Annotated[Effort, Tag("(effort)")] | Annotated[Integer, Field(ge=0), Tag("(budget)")],
    Discriminator(_kind_of_effort),
]


class Parameters(Model):
    """How the model samples and when it stops. The model uses its own default for each parameter that is unset.

    Attributes:
        temperature: The randomness of the answer, 0 or more. Some registries have an upper limit.
        top_p: Nucleus sampling, 0 to 1: the model chooses among the likeliest tokens with this total probability.
        top_k: The model chooses among this number of the likeliest tokens.
        max_tokens: The largest number of tokens to generate. On some registries, -1 means no limit.
        stop: Texts that end the answer.
        presence_penalty: -2 to 2. A positive value makes tokens that already appeared less likely.
        frequency_penalty: -2 to 2. A positive value makes tokens less likely each time they appear.
        seed: Makes sampling repeatable, if the model supports it.
        reasoning_effort: A named effort (OpenAI models) or a budget in tokens (Anthropic models).
    """

    temperature: Annotated[Number | None, Field(ge=0)] = None
    top_p: Annotated[Number | None, Field(ge=0, le=1)] = None
    top_k: Annotated[Integer | None, Field(ge=0)] = None
    max_tokens: Annotated[Integer | None, Field(ge=-1)] = None
    stop: Strings = None
    presence_penalty: Annotated[Number | None, Field(ge=-2, le=2)] = None
    frequency_penalty: Annotated[Number | None, Field(ge=-2, le=2)] = None
    seed: Integer | None = None
    reasoning_effort: ReasoningEffort | None = None


class Tool(Model):
    """A function that the model may call.

    Attributes:
        name: The name of the function.
        description: What the function does. The model reads it.
        parameters: The JSON Schema of the arguments.
        strict: Whether the model must follow the schema exactly.
    """

    name: StrictStr
    description: StrictStr | None = None
    parameters: JsonObject | None = None
    strict: StrictBool | None = None


class NamedTool(Model):
    """One tool that the model must call.

    Attributes:
        name: The name of the tool.
    """

    name: StrictStr


class JsonSchema(Model):
    """A JSON Schema that the answer must follow.

    Attributes:
        name: The name of the schema.
        description: What the schema is for. The model reads it.
        schema: The schema itself.
        strict: Whether the model must follow the schema exactly.
    """

    name: StrictStr
    description: StrictStr | None = None
    json_schema: Annotated[JsonObject, Field(alias="schema")]
    strict: StrictBool | None = None


class ResponseFormat(Model):
    """The form of the answer: text, any JSON object, or JSON that follows a schema.

    Attributes:
        type: `text`, `json_object` or `json_schema`.
        json_schema: The schema and its name. Required for the type `json_schema`, and only allowed there.
    """

    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None

    @model_validator(mode="after")
    def _schema_goes_with_its_type(self) -> Self:
        if (self.type == "json_schema") != (self.json_schema is not None):
            raise PydanticCustomError("schema", "`json_schema` goes with the type 'json_schema', and only with it")
        return self


def _kind_of_choice(value: object) -> str:
    return "(named)" if isinstance(value, Mapping | NamedTool) else "(mode)"


ToolChoice = Annotated[
    Annotated[Literal["auto", "required", "none"], Tag("(mode)")] | Annotated[NamedTool, Tag("(named)")],
    Discriminator(_kind_of_choice),
]


class Content(Model):
    """A text template or a chat template, with all that goes to the model beside it.

    Attributes:
        template: A text with `{{variables}}`. Set this or `messages`.
        messages: A chat: messages with `{{variables}}`. Set this or `template`.
        model: The identifier of the model, as the registry knows it.
        provider: The company that serves the model, if the identifier of the model does not say it.
        endpoint: The interface of the model (`chat`, `complete`). Only some registries keep it.
        parameters: Sampling parameters, such as `temperature`.
        tools: Functions that the model may call.
        tool_choice: Whether the model must call a tool: `auto`, `required`, `none`, or `{"name": ...}` for one tool.
        response_format: The form of the answer.
        variables: The names of the variables in the text. If you list them, a preview compares them with the text.
        options: Options that only one registry has, in a block for each registry.
    """

    template: StrictStr | None = None
    messages: tuple[Message, ...] | None = None
    model: StrictStr | None = None
    provider: StrictStr | None = None
    endpoint: StrictStr | None = None
    parameters: Parameters | None = None
    tools: tuple[Tool, ...] | None = None
    tool_choice: ToolChoice | None = None
    response_format: ResponseFormat | None = None
    variables: Strings = None
    options: Options = Field(default_factory=Options)

    @property
    def texts(self) -> Iterator[str]:
        """Every text that may hold variables, in order."""
        if self.template is not None:
            yield self.template
        for message in self.messages or ():
            yield from message.texts

    @property
    def used_variables(self) -> tuple[str, ...]:
        """The names that the texts use, by our own grammar."""
        return template_variables(self.texts)


CONTENT = frozenset(Content.model_fields)
"""The names of the properties that decide how a model answers."""
