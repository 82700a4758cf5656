"""What TrueFoundry can express. Patterns and numbers are those of the schema in the vendor's own clients."""

from collections.abc import Iterator, Mapping

from pulumi_prompts.content.model import Content, Parameters
from pulumi_prompts.content.parsing import Failure, rule
from pulumi_prompts.files.truefoundry import MANIFEST, NOTE, SAMPLING, lifted
from pulumi_prompts.registries.shared import limits
from pulumi_prompts.registries.support import (
    AliasSupport,
    Anything,
    Between,
    Document,
    Items,
    Limit,
    OneOf,
    Support,
    Text,
)
from pulumi_prompts.registries.truefoundry.options import TrueFoundryOptions

_SAID_BY = {
    "type": "it is 'chat_prompt'",
    "ml_repo": "say it as `backend.ml_repo`",
    "version": "the registry numbers versions",
    "version_alias": "say it as `options.truefoundry.version_alias`",
    "model_configuration": "say it as `model`, `provider`, `parameters` and `options.truefoundry.extra_parameters`",
    "variables": "say it as `options.truefoundry.variable_defaults`",
}
_RESERVED_MEMBERS = {name: _SAID_BY.get(name, f"say it as `{name}`") for name in MANIFEST}
_RESERVED_PARAMETERS = {name: f"say it as `parameters.{name}`" for name in SAMPLING}
_FIRST_CHARACTER = "[^\n\r\u2028\u2029]"
_BEGINNING = "a text that does not begin with a line break"
_TEXT = Text(1, pattern=rf"{_FIRST_CHARACTER}[\s\S]*", form=_BEGINNING)

PROMPT: Mapping[str, Limit] = {
    "name": Text(1, 256, r"(?a)[A-Za-z0-9_-]+", "letters, digits, `_` and `-`"),
    "description": Text(longest=512),
    "metadata": Document(reserved={NOTE: "it is where this package keeps its own"}),
    "template": _TEXT,
    "messages": Items(),
    "messages[]": Anything(),
    "messages[].role": OneOf(
        ("system", "developer", "user", "assistant"),
        "the answer of a tool goes with the id of its call, which is not known in a prompt; say it as user",
    ),
    "messages[].content": Anything(),
    "messages[].content[]": _TEXT,
    "messages[].name": Anything(),
    "model": Text(
        pattern=r"[a-zA-Z][a-zA-Z0-9.-]{0,60}[a-zA-Z0-9]",
        form="2 to 62 letters, digits, `.` and `-`: the name of the model in the gateway, without its `provider`",
    ),
    "provider": Text(shortest=1),
    "parameters": Anything(),
    **{f"parameters.{name}": Anything() for name in Parameters.model_fields},
    "parameters.max_tokens": Between(least=0),
    "parameters.stop[]": Anything(),
    "parameters.reasoning_effort": OneOf(
        ("none", "minimal", "low", "medium", "high", "xhigh"),
        "put a budget into `options.truefoundry.extra_parameters`, as the model names it",
    ),
    **limits.TOOLS,
    **limits.TOOL_CHOICE,
    "response_format": Anything(),
    "response_format.type": OneOf(("json_object", "json_schema"), "leave it out for plain text"),
    "response_format.json_schema": Anything(),
    "response_format.json_schema.name": Anything(),
    "response_format.json_schema.schema": Anything(deep=True),
    **limits.VARIABLES,
    "options": Anything(),
    "options.truefoundry": Anything(),
    "options.truefoundry.version_alias": Text(
        longest=128,
        pattern=r"v[a-zA-Z0-9.-]*[a-zA-Z0-9]+",
        form="`v`, then letters, digits, `.` and `-`, the last one a letter or a digit (`v1.0.0`, `v1-prod`)",
    ),
    "options.truefoundry.variable_defaults": Anything(deep=True),
    "options.truefoundry.extra_parameters": Document(reserved=_RESERVED_PARAMETERS),
    "options.truefoundry.manifest_extra": Document(reserved=_RESERVED_MEMBERS),
}

_OF_PROMPT = "say it on the prompt, whose next write makes the version"
INSTEAD = {
    "tags": "put them into `metadata`",
    "endpoint": "every prompt is a chat",
    "version_name": f"{_OF_PROMPT} (`options.truefoundry.version_alias`)",
    "description": _OF_PROMPT,
}


def _options(content: Content) -> TrueFoundryOptions:
    return content.options.of(TrueFoundryOptions)


@rule("messages")
def messages_have_texts(content: Content) -> Iterator[Failure]:
    """Only an answer of the model may be empty, and only it and the user may speak in several blocks."""
    for index, message in enumerate(content.messages or ()):
        path = f"messages[{index}].content"
        if len(message.texts) > 1 and message.role not in ("user", "assistant"):
            yield Failure(path, f"must be one text for the role {message.role!r} (truefoundry)")
        elif message.role != "assistant" and (why := _TEXT.broken_by(message.content)):
            yield Failure(path, f"{why} (truefoundry)")


@rule("model", "provider", "parameters", "tool_choice", "options")
def a_model_has_a_provider(content: Content) -> Iterator[Failure]:
    """A model configuration names both; parameters stand in one."""
    wanting = [name for name in ("model", "provider") if getattr(content, name) is None]
    cause = next(_in_model_configuration(content), None)
    if cause is not None:
        for name in wanting:
            yield Failure(name, f"is required with `{cause}` (truefoundry)")


def _in_model_configuration(content: Content) -> Iterator[str]:
    given = {
        "model": content.model,
        "provider": content.provider,
        "parameters": content.parameters and content.parameters.model_dump(exclude_none=True),
        "tool_choice": content.tool_choice,
        "options.truefoundry.extra_parameters": _options(content).extra_parameters,
    }
    yield from (name for name, value in given.items() if value not in (None, {}))


@rule("options", "parameters", "tool_choice")
def extra_parameters_have_no_other_name(content: Content) -> Iterator[Failure]:
    """What has a name of its own here is said by it; and only once."""
    extra = _options(content).extra_parameters or {}
    parameters, choice, _ = lifted(extra)
    for name in extra:
        if name in parameters or getattr(content.parameters, name, None) is not None:
            yield _said_by(name, f"parameters.{name}")
        if name == "tool_choice" and (choice, content.tool_choice) != (None, None):
            yield _said_by(name, name)


def _said_by(key: str, name: str) -> Failure:
    return Failure("options.truefoundry.extra_parameters", f"must not have {key!r}; say it as `{name}`")


@rule("template", "messages", "options")
def defaults_are_of_variables(content: Content) -> Iterator[Failure]:
    """A default is that of a variable which the text uses."""
    for name in _options(content).variable_defaults or {}:
        if name not in content.used_variables:
            path = "options.truefoundry.variable_defaults"
            yield Failure(path, f"{name!r} is not used in the text as `{{{{{name}}}}}`; remove it, or use it")


ALIASES = AliasSupport(
    kept_as="a tag of a version",
    name=Text(1, 128, r"(?a)\w[\w.-]*", "letters, digits, `_`, `.` and `-`, and begin with neither `.` nor `-`"),
    unsets=None,
    word="tag",
)
"""What the service takes for a tag is not documented: these surely."""

SUPPORT = Support(
    kind="truefoundry",
    prompt=PROMPT,
    instead=INSTEAD,
    rules=(
        messages_have_texts,
        a_model_has_a_provider,
        extra_parameters_have_no_other_name,
        defaults_are_of_variables,
    ),
    versions_every_write=True,
    numbers_versions=True,
    aliases=ALIASES,
)
