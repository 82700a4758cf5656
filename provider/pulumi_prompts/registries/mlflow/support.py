"""What MLflow can express. The numbers are those of the server (3.17) and of the columns of its database."""

from collections.abc import Iterator, Mapping

from pulumi_prompts.content.model import Content, Parameters
from pulumi_prompts.content.parsing import Failure, rule
from pulumi_prompts.content.variables import Grammar
from pulumi_prompts.registries.mlflow.options import MlflowOptions
from pulumi_prompts.registries.mlflow.wire import (
    RESERVED_PARAMETERS,
    as_response_format,
    model_config_of,
    response_format_of,
    text_of,
)
from pulumi_prompts.registries.shared import limits
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
ALIAS_TAG = "pulumi-prompts/alias/"
"""Before the name of an alias: whose it is."""
RESERVED_TAGS = ("mlflow.", "_mlflow_", "pulumi-prompts/")

_LONGEST_TAG = 100_000
_NAME = Text(1, 256, r"(?!\.\.|\.$)[A-Za-z0-9_.-]+", "letters, digits, `_`, `-` and `.`, and not begin with `..`")
_DESCRIPTION = Text(1, 5000)
_TAGS = Entries(
    key=Text(
        1,
        250,
        r"(?!\.\.)(?!(.*/)?\.{0,2}(/|$))[/\w.\- :]+(?<!/)",
        "letters, digits, spaces and . _ : / -, and no path that can be written shorter",
    ),
    value=Text(0, 5000),
    reserved=RESERVED_TAGS,
)
_TEXTS = "join the texts, or write a message for each: MLflow's client cannot fill variables into a list"

PROMPT: Mapping[str, Limit] = {
    "name": _NAME,
    "description": _DESCRIPTION,
    "tags": _TAGS,
    "template": Text(),
    "messages": Items(),
    "messages[]": Anything(),
    "messages[].role": OneOf(("system", "developer", "user", "assistant", "tool")),
    "messages[].content": Text(),
    "model": Text(shortest=1),
    "provider": Text(shortest=1),
    "parameters": Anything(),
    **{f"parameters.{name}": Anything() for name in Parameters.model_fields},
    "parameters.temperature": Between(0),
    "parameters.top_p": Between(0, 1),
    "parameters.top_k": Between(1),
    "parameters.max_tokens": Between(1),
    "parameters.stop[]": Anything(),
    **limits.TOOLS,
    "tools[].name": Text(shortest=1),
    **limits.TOOL_CHOICE,
    **limits.RESPONSE_FORMAT,
    "response_format.json_schema.name": Text(shortest=1),
    **limits.VARIABLES,
    "options": Anything(),
    "options.mlflow": Anything(),
    "options.mlflow.extra_params": Anything(deep=True),
    "options.mlflow.response_schema": Anything(deep=True),
}

VERSION: Mapping[str, Limit] = {"description": _DESCRIPTION}

VARIABLES = Grammar(
    r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*",
    "letters, digits and `_`, no digit first, and may be several with a dot between them",
)
"""What MLflow's client fills in; `{{a-b}}` it leaves as it is."""

INSTEAD = {
    "metadata": "put it into `tags`",
    "endpoint": "it follows from `template` or `messages`",
    "messages[].name": "say the name in the text: MLflow's client drops it",
    "messages[].content[]": _TEXTS,
    "version_name": "put it into the description; versions are numbered",
}


def _options(content: Content) -> MlflowOptions:
    return content.options.of(MlflowOptions)


def _too_long(path: str, text: str | None, form: str = "") -> Iterator[Failure]:
    if text is not None and len(text) > _LONGEST_TAG:
        yield Failure(path, f"must have at most {_LONGEST_TAG} characters{form} (mlflow), has {len(text)}")


@rule("template", "messages")
def the_text_fits(content: Content) -> Iterator[Failure]:
    """A text, or the messages as JSON, is one tag."""
    path, form = ("template", "") if content.template is not None else ("messages", " as JSON")
    yield from _too_long(path, text_of(content), form)


@rule("model", "provider", "parameters", "tools", "tool_choice", "options")
def the_configuration_fits(content: Content) -> Iterator[Failure]:
    """Model, parameters and tools together are one tag."""
    path = "tools" if content.tools else "options.mlflow.extra_params"
    yield from _too_long(path, model_config_of(content), " as JSON with the model and the parameters")


@rule("response_format", "options")
def the_response_format_fits(content: Content) -> Iterator[Failure]:
    """The format of the answer is one tag."""
    path = "response_format" if content.response_format else "options.mlflow.response_schema"
    yield from _too_long(path, response_format_of(content), " as JSON")


@rule("options")
def extra_params_are_no_properties(content: Content) -> Iterator[Failure]:
    """What has a property of its own is said there."""
    for name in sorted((_options(content).extra_params or {}).keys() & RESERVED_PARAMETERS):
        yield Failure(f"options.mlflow.extra_params.{name}", "is a property of the prompt; say it there")


@rule("response_format", "options")
def one_response_format(content: Content) -> Iterator[Failure]:
    """A schema alone stands in the place of a response format, and must not read like one."""
    schema = _options(content).response_schema
    if schema and content.response_format is not None:
        yield Failure("options.mlflow.response_schema", "excludes `response_format`; give one of them")
    if schema and as_response_format(schema):
        yield Failure("options.mlflow.response_schema", "is a response format; say it in `response_format`")


ALIASES = AliasSupport(
    kept_as="an alias",
    name=Text(1, 200, r"(?a)[\w-]+", "letters, digits, `_` and `-`"),
    reserved=r"latest|v[0-9]+",
    reserved_form="`latest`, nor `v` with a number",
)
"""The server takes 255 characters of any alphabet; a tag beside, which has its name in its key, takes fewer."""

SUPPORT = Support(
    kind="mlflow",
    prompt=PROMPT,
    version=VERSION,
    instead=INSTEAD,
    rules=(
        the_text_fits,
        the_configuration_fits,
        the_response_format_fits,
        extra_params_are_no_properties,
        one_response_format,
    ),
    versions_every_write=True,
    numbers_versions=True,
    variables=VARIABLES,
    compares_on_delete="one call before",
    aliases=ALIASES,
)
