"""What Humanloop can express, by the enumerations of the vendor's SDK and the words of its documentation."""

from collections.abc import Iterator, Mapping

from pulumi_prompts.content.model import Content
from pulumi_prompts.content.parsing import Failure, rule
from pulumi_prompts.registries.humanloop.options import HumanloopOptions
from pulumi_prompts.registries.humanloop.wire import NOTE, natural_endpoint
from pulumi_prompts.registries.shared import limits
from pulumi_prompts.registries.shared.notes import RESERVED
from pulumi_prompts.registries.support import (
    AliasSupport,
    Anything,
    Between,
    Entries,
    Items,
    Limit,
    OneOf,
    Support,
    Text,
)

PROVIDERS = (
    "anthropic",
    "bedrock",
    "cohere",
    "deepseek",
    "google",
    "groq",
    "mock",
    "openai",
    "openai_azure",
    "replicate",
)
_EFFORTS = ("low", "medium", "high")
_PATH = Text(
    1,
    None,
    r"[^/\s]([^/\n]*[^/\s])?(/[^/\s]([^/\n]*[^/\s])?)*",
    "a path such as 'folder/name', with no `/` and no space at the ends of its parts",
)
_TAGS = Entries(
    key=Text(1, None, r"[^=\s]([^=\n]*[^=\s])?", "without `=`, and with no space at its ends"),
    value=Text(pattern=r"([^\s]([^\n]*[^\s])?)?", form="one line, with no space at its ends"),
    reserved=(RESERVED,),
)

PROMPT: Mapping[str, Limit] = {
    "name": _PATH,
    "description": Text(1),
    "tags": _TAGS,
    "template": Text(1),
    "messages": Items(),
    "messages[]": Anything(),
    "messages[].role": OneOf(("system", "developer", "user", "assistant", "tool")),
    "messages[].content": Anything(),
    "messages[].content[]": Anything(),
    "messages[].name": Text(1),
    "model": Text(1),
    "provider": OneOf(PROVIDERS),
    "endpoint": OneOf(("chat", "complete", "edit")),
    "parameters": Anything(),
    "parameters.temperature": Between(0),
    "parameters.top_p": Between(0, 1),
    "parameters.max_tokens": Between(-1),
    "parameters.stop": Items(),
    "parameters.stop[]": Anything(),
    "parameters.presence_penalty": Between(-2, 2),
    "parameters.frequency_penalty": Between(-2, 2),
    "parameters.seed": Anything(),
    "parameters.reasoning_effort": Anything(),
    **limits.TOOLS,
    "tools[].name": Text(1),
    **limits.RESPONSE_FORMAT,
    "response_format.type": OneOf(("json_object", "json_schema"), "leave it out for a text"),
    "response_format.json_schema.name": Text(1),
    **limits.VARIABLES,
    "options": Anything(),
    "options.humanloop": Anything(),
    "options.humanloop.template_language": Anything(),
    "options.humanloop.other": Anything(deep=True),
    "options.humanloop.linked_tools": Items(),
    "options.humanloop.linked_tools[]": Text(1),
    "options.humanloop.attributes": Anything(deep=True),
    "options.humanloop.readme": Text(1),
}

VERSION: Mapping[str, Limit] = {"description": Text(1), "version_name": Text(1)}

INSTEAD = {
    "metadata": "put it into `tags`; in `options.humanloop.attributes` it would make versions of its own",
    "tool_choice": "it is given where the prompt is called",
    "parameters.top_k": "put it into `options.humanloop.other`, as the model names it",
}


@rule("model")
def model_is_named(content: Content) -> Iterator[Failure]:
    """A version is of one model."""
    if content.model is None:
        yield Failure("model", "is required (humanloop); name the model, such as 'gpt-4o'")


@rule("template", "messages", "endpoint")
def endpoint_goes_with_the_text(content: Content) -> Iterator[Failure]:
    """A chat is for the endpoint of chats, a text for the others."""
    is_for_chats = content.endpoint in ("chat", None)
    if content.endpoint and is_for_chats != (content.messages is not None):
        instead = f"leave it out, which is {natural_endpoint(content)!r}"
        yield Failure("endpoint", f"'chat' goes with `messages`, the others with `template` (humanloop); {instead}")


@rule("parameters")
def effort_is_known(content: Content) -> Iterator[Failure]:
    """Three efforts have names; others are a number of tokens."""
    effort = content.parameters.reasoning_effort if content.parameters else None
    if isinstance(effort, str) and effort not in _EFFORTS:
        known = " or ".join(map(repr, _EFFORTS))
        yield Failure("parameters.reasoning_effort", f"must be {known}, or a number of tokens (humanloop)")


@rule("tools")
def tools_are_described(content: Content) -> Iterator[Failure]:
    """The service asks for the description of a tool."""
    for index, tool in enumerate(content.tools or ()):
        if tool.description is None:
            yield Failure(f"tools[{index}].description", "is required (humanloop); say what the tool does")


@rule("options")
def note_is_ours(content: Content) -> Iterator[Failure]:
    """One attribute is our own note."""
    if NOTE in (content.options.of(HumanloopOptions).attributes or {}):
        yield Failure(f"options.humanloop.attributes.{NOTE}", "is reserved (humanloop); use another key")


ALIASES = AliasSupport(
    kept_as="a deployment to an environment",
    name=Text(1, None, r"[^\s]([^\n]*[^\s])?", "one line, with no space at its ends"),
    must_exist="an environment of the organization",
    word="environment",
)

SUPPORT = Support(
    kind="humanloop",
    prompt=PROMPT,
    version=VERSION,
    instead=INSTEAD,
    rules=(model_is_named, endpoint_goes_with_the_text, effort_is_known, tools_are_described, note_is_ours),
    renames=True,
    versions_every_write=True,
    aliases=ALIASES,
)
