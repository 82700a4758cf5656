"""What Bedrock can express. The numbers are those of the service model of `bedrock-agent` unless said otherwise."""

from collections.abc import Iterator, Mapping

from pulumi_prompts.content.model import Content, Parameters
from pulumi_prompts.content.parsing import Failure, rule
from pulumi_prompts.registries.bedrock.options import BedrockOptions
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

MARKER_TAG = "pulumi-prompts/marker"
NONCE_TAG = "pulumi-prompts/nonce"
PROMPT_TAG = "pulumi-prompts/prompt"
"""Of a version: the marker that its prompt had."""
ALIAS_TAG = "alias/"
"""Before the name of an alias: the version that it points at, which applications read."""
ALIAS_MARKER_TAG, ALIAS_NONCE_TAG = "pulumi-prompts/alias/", "pulumi-prompts/alias-nonce/"
"""Before the name of an alias: whose it is. A value has no room for both."""
RESERVED_TAGS = ("aws:", "pulumi-prompts/", ALIAS_TAG)
"""How tags begin that are not people's."""
MAX_TAGS = 50
"""Of a resource (AWS documentation)."""
_OURS = 2
"""Marker and nonce of the prompt."""
MAX_VERSIONS = 10
"""Numbered versions of a prompt: a quota of the service, not adjustable (AWS documentation)."""

WRITES_A_SECOND = 2.0
"""Calls of each operation that writes, in one account and region (AWS documentation)."""

_NAME = Text(
    shortest=1, pattern=r"([0-9a-zA-Z][_-]?){1,100}", form="1 to 100 letters and digits, `_` or `-` between them"
)
_LABEL_PATTERN = r"(?a)[a-zA-Z0-9\s._:/=+@-]*"
_LABEL_FORM = "letters, digits, spaces and . _ : / = + @ -"
_TOOL_NAME = Text(1, 64, r"[a-zA-Z][a-zA-Z0-9_]*", "a letter, then letters, digits or `_`")
_MODEL = Text(
    1,
    2048,
    r"(arn:aws(-[^:]{1,12})?:(bedrock|sagemaker):[a-z0-9-]{1,20}:([0-9]{12})?:([a-z-]+/)?)?"
    r"([a-zA-Z0-9.-]{1,63}){0,2}(([:][a-z0-9-]{1,63}){0,2})?(/[a-z0-9]{1,12})?",
    "the ID or ARN of a model or an inference profile",
)
_AGENT = Text(
    longest=2048,
    pattern=r"arn:aws:bedrock:[a-z0-9-]{1,20}:[0-9]{12}:agent-alias/[0-9a-zA-Z]{10}/[0-9a-zA-Z]{10}",
    form="the ARN of an agent's alias",
)
_KMS_KEY = Text(
    1,
    2048,
    r"arn:aws(|-cn|-us-gov):kms:[a-zA-Z0-9-]*:[0-9]{12}:key/[a-zA-Z0-9-]{36}",
    "the ARN of a KMS key",
)
_TAGS = Entries(
    key=Text(1, 128, _LABEL_PATTERN, _LABEL_FORM),
    value=Text(0, 256, _LABEL_PATTERN, _LABEL_FORM),
    most=MAX_TAGS - _OURS,
    reserved=RESERVED_TAGS,
)
_METADATA = Entries(
    key=Text(1, 128, _LABEL_PATTERN, _LABEL_FORM),
    value=Text(0, 1024, _LABEL_PATTERN, _LABEL_FORM),
    most=50,
)
_DESCRIPTION = Text(1, 200)
_MOST_VARIABLES = 20
_FIELDS = "put it into `options.bedrock.additional_model_request_fields`, as the model names it"

PROMPT: Mapping[str, Limit] = {
    "name": _NAME,
    "description": _DESCRIPTION,
    "tags": _TAGS,
    "metadata": _METADATA,
    "template": Text(shortest=1),
    "messages": Items(),
    "messages[]": Anything(),
    "messages[].role": OneOf(("system", "user", "assistant"), "a developer message is a system message there"),
    "messages[].content": Text(shortest=1),
    "messages[].content[]": Text(shortest=1),
    "model": _MODEL,
    "parameters": Anything(),
    "parameters.temperature": Between(0, 1),
    "parameters.top_p": Between(0, 1),
    "parameters.max_tokens": Between(0, 2**31 - 1),
    "parameters.stop": Items(4),
    "parameters.stop[]": Anything(),
    "tools": Items(),
    "tools[]": Anything(),
    "tools[].name": _TOOL_NAME,
    "tools[].description": Text(shortest=1),
    "tools[].parameters": Anything(deep=True),
    "tools[].strict": Anything(),
    "tool_choice": OneOf(("auto", "required"), "leave `tools` out for a model that must not call any"),
    "tool_choice.name": _TOOL_NAME,
    "variables": Items(_MOST_VARIABLES),
    "variables[]": Anything(),
    "options": Anything(),
    "options.bedrock": Anything(),
    "options.bedrock.kms_key_arn": _KMS_KEY,
    "options.bedrock.variant_name": _NAME,
    "options.bedrock.additional_model_request_fields": Anything(deep=True),
    "options.bedrock.agent": _AGENT,
    "options.bedrock.cache_points": Items(),
    "options.bedrock.cache_points[]": Anything(),
}

VERSION: Mapping[str, Limit] = {"description": _DESCRIPTION}

INSTEAD = {
    "provider": "the ID of the model says who serves it",
    "endpoint": "it follows from `template` or `messages`",
    "response_format": "say it in the text, or give the model a tool with the schema and `tool_choice`",
    "messages[].name": "say the name in the text",
    "version_name": "put it into the description; versions are numbered",
    **{f"parameters.{name}": _FIELDS for name in Parameters.model_fields if f"parameters.{name}" not in PROMPT},
}


_NO_PLACE = "is no place in this prompt; the end of a message is 'messages[N]', without its last block"


@rule("messages")
def system_stands_first(content: Content) -> Iterator[Failure]:
    """System texts stand apart, before the conversation, each a block of its own."""
    messages = content.messages or ()
    for index, message in enumerate(messages):
        if message.role != "system":
            continue
        if any(earlier.role != "system" for earlier in messages[:index]):
            yield Failure(f"messages[{index}].role", "system messages stand first (bedrock); move it up")
        if len(message.texts) > 1:
            yield Failure(f"messages[{index}].content", "must be one text (bedrock); write a system message for each")


@rule("template", "tools")
def tools_go_with_a_chat(content: Content) -> Iterator[Failure]:
    """A text template has no tools."""
    if content.template is not None and content.tools:
        yield Failure("tools", "go with `messages`, not with `template` (bedrock); write the text as a user message")


@rule("tools")
def tools_have_a_schema(content: Content) -> Iterator[Failure]:
    """A tool says what its arguments are."""
    for index, tool in enumerate(content.tools or ()):
        if tool.parameters is None:
            yield Failure(f"tools[{index}].parameters", "is required (bedrock); {} stands for no arguments")


@rule("template", "messages")
def variables_are_few_and_plain(content: Content) -> Iterator[Failure]:
    """At most twenty variables, with the names that the service takes."""
    names = content.used_variables
    if len(names) > _MOST_VARIABLES and content.variables is None:
        yield Failure("variables", f"must be at most {_MOST_VARIABLES} (bedrock), the text uses {len(names)}")
    for name in names:
        if why := _NAME.broken_by(name):
            yield Failure("variables", f"{name!r} {why} (bedrock)")


@rule("messages", "template", "tools", "options")
def cache_points_exist(content: Content) -> Iterator[Failure]:
    """A cache point stands after something that is there."""
    for point in content.options.of(BedrockOptions).cache_points or ():
        if point not in set(places(content)):
            yield Failure("options.bedrock.cache_points", f"{point!r} {_NO_PLACE}")


def places(content: Content) -> Iterator[str]:
    """The property paths after which a cache point may stand, in the order of the prompt."""
    if content.template is not None:
        yield "template"
    for index, message in enumerate(content.messages or ()):
        yield from (f"messages[{index}].content[{block}]" for block in range(len(message.texts) - 1))
        yield f"messages[{index}]"
    yield from (f"tools[{index}]" for index in range(len(content.tools or ())))


TAGS_OF_AN_ALIAS = 3
ALIASES = AliasSupport(
    kept_as="a tag of the prompt, `alias/<name>`",
    name=Text(1, 100, r"[a-zA-Z0-9][a-zA-Z0-9._-]*", "letters, digits, `.`, `_` and `-`, a letter or a digit first"),
    most=(MAX_TAGS - _OURS) // TAGS_OF_AN_ALIAS,
    counted_with="the tags of the prompt",
)

SUPPORT = Support(
    kind="bedrock",
    prompt=PROMPT,
    version=VERSION,
    instead=INSTEAD,
    rules=(
        system_stands_first,
        tools_go_with_a_chat,
        tools_have_a_schema,
        variables_are_few_and_plain,
        cache_points_exist,
    ),
    renames=True,
    max_versions=MAX_VERSIONS,
    numbers_versions=True,
    without_template=frozenset({"name", "description", "tags", "variables", "options.bedrock.kms_key_arn"}),
    aliases=ALIASES,
    prompts_a_second=WRITES_A_SECOND,
)
