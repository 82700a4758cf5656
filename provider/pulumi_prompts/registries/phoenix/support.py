"""What Phoenix can express: the models of its server (20.26)."""

from collections.abc import Iterator, Mapping

from pulumi_prompts.content.digest import canonical
from pulumi_prompts.content.model import Content, Parameters
from pulumi_prompts.content.parsing import Failure, rule
from pulumi_prompts.content.variables import Grammar
from pulumi_prompts.registries.phoenix.options import PhoenixOptions
from pulumi_prompts.registries.phoenix.parameters import (
    FAMILIES,
    LEAST_BUDGET,
    Family,
    read_parameters,
    written_parameters,
)
from pulumi_prompts.registries.phoenix.wire import NOTE
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

_IDENTIFIER = Text(
    1,
    None,
    r"[a-z0-9]([_a-z0-9-]*[a-z0-9])?",
    "small letters, digits, `_` and `-`, a letter or a digit at both ends",
)

PROMPT: Mapping[str, Limit] = {
    "name": _IDENTIFIER,
    "description": Text(1, pattern=r"\S([\s\S]*\S)?", form="a text with no white space at its ends"),
    "metadata": Document(reserved={NOTE: "it is where this package keeps its own"}),
    "template": Anything(),
    "messages": Items(),
    "messages[]": Anything(),
    "messages[].role": Anything(),
    "messages[].content": Anything(),
    "messages[].content[]": Anything(),
    "model": Text(1),
    "provider": OneOf(tuple(sorted(FAMILIES))),
    "parameters": Anything(),
    **{f"parameters.{name}": Anything() for name in Parameters.model_fields},
    "parameters.max_tokens": Between(1),
    "parameters.stop[]": Anything(),
    **limits.TOOLS,
    **limits.TOOL_CHOICE,
    **limits.RESPONSE_FORMAT,
    "response_format.type": OneOf(("json_schema",), "leave it out for a text, and say any JSON by a schema"),
    **limits.VARIABLES,
    "options": Anything(),
    "options.phoenix": Anything(),
    "options.phoenix.invocation_parameters": Anything(deep=True),
}

VARIABLES = Grammar(r"\w+", "letters, digits and `_`")
"""What Phoenix's client fills in."""

_OF_VERSION = "say it on the prompt; a version of Phoenix is made with it, and never changes"
INSTEAD = {
    "tags": "put them into `metadata`",
    "endpoint": "every prompt is a chat",
    "messages[].name": "say the name in the text",
    "description": _OF_VERSION,
    "version_name": "point an alias at it",
}
_MORE = "options.phoenix.invocation_parameters"


@rule("model", "provider")
def model_and_provider_are_named(content: Content) -> Iterator[Failure]:
    """A version is of one model, and of one provider, whose parameters it has."""
    for name, example in (("model", "gpt-4o"), ("provider", "openai")):
        if getattr(content, name) is None:
            yield Failure(name, f"is required (phoenix); name it, such as {example!r}")


def _family(content: Content) -> Family | None:
    return FAMILIES.get(content.provider or "")


def _said(content: Content) -> dict[str, object]:
    said: dict[str, object] = canonical(content).get("parameters", {})
    return said


@rule("provider", "parameters")
def parameters_are_those_of_the_provider(content: Content) -> Iterator[Failure]:
    """Phoenix refuses others."""
    if (family := _family(content)) is None:
        return
    for name in _said(content):
        if name not in family.names and name != "reasoning_effort":
            more = f"; put it into `{_MORE}.extra_body`" if "extra_body" in family.more else "; leave it out"
            yield Failure(f"parameters.{name}", f"is no parameter of {content.provider} (phoenix){more}")


@rule("provider", "parameters")
def an_effort_is_known(content: Content) -> Iterator[Failure]:
    """Words and budgets are those of the provider."""
    family, effort = _family(content), _said(content).get("reasoning_effort")
    if family is None or effort is None or family.takes_effort(effort):
        return
    known = [*map(repr, family.efforts), *(["a number of tokens"] if family.budgets else [])]
    said = f"must be {' or '.join(known)}" if known else "is no parameter"
    yield Failure("parameters.reasoning_effort", f"{said} of {content.provider} (phoenix)")


@rule("provider", "parameters")
def anthropic_has_its_limits(content: Content) -> Iterator[Failure]:
    """It asks how much there may be of an answer, of which thinking is a part."""
    if content.provider != "anthropic":
        return
    said = _said(content)
    most, budget = said.get("max_tokens"), said.get("reasoning_effort")
    if not isinstance(most, int):
        yield Failure("parameters.max_tokens", "is required for anthropic (phoenix)")
    elif isinstance(budget, int) and not LEAST_BUDGET <= budget < most:
        limits = f"must be at least {LEAST_BUDGET}, and less than `max_tokens`"
        yield Failure("parameters.reasoning_effort", f"{limits} (phoenix)")


@rule("provider", "parameters", "options")
def more_parameters_have_no_other_name(content: Content) -> Iterator[Failure]:
    """They are those of the provider, and none that is a property of ours."""
    family, more = _family(content), content.options.of(PhoenixOptions).invocation_parameters or {}
    if family is None:
        return
    _, beside = read_parameters(family, {**more, **written_parameters(family, _said(content))})
    for name in more:
        if name in {*family.names.values(), "reasoning_effort"} or name in family.more - beside.keys():
            yield Failure(f"{_MORE}.{name}", "is a property of the prompt; say it there")
        elif name not in family.more:
            yield Failure(f"{_MORE}.{name}", f"is no parameter of {content.provider} (phoenix); leave it out")


ALIASES = AliasSupport(kept_as="a tag of a version", name=_IDENTIFIER, word="tag")

SUPPORT = Support(
    kind="phoenix",
    prompt=PROMPT,
    instead=INSTEAD,
    rules=(
        model_and_provider_are_named,
        parameters_are_those_of_the_provider,
        an_effort_is_known,
        anthropic_has_its_limits,
        more_parameters_have_no_other_name,
    ),
    versions_every_write=True,
    variables=VARIABLES,
    compares_on_delete="one call before",
    aliases=ALIASES,
)
