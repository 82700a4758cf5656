"""Sampling parameters as Phoenix keeps them: each family of providers has its own, and takes no others."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pulumi_prompts.content.chat_form import Fields

_SAMPLING = ("temperature", "top_p", "max_tokens")
_PENALTIES = ("presence_penalty", "frequency_penalty")


class Family(NamedTuple):
    """The parameters of some providers (`phoenix.db.types.prompts` of the server).

    Attributes:
        key: What Phoenix calls them.
        names: Ours, each by its name there.
        efforts: The words for `reasoning_effort` that it takes.
        budgets: Whether `reasoning_effort` may be a number of tokens.
        more: Names of parameters that we have none for.
    """

    key: str
    names: Mapping[str, str]
    efforts: tuple[str, ...] = ()
    budgets: bool = False
    more: frozenset[str] = frozenset()

    def takes_effort(self, effort: Any) -> bool:
        """Whether it is a word, or a budget, that these providers have."""
        is_budget = isinstance(effort, int) and not isinstance(effort, bool)
        return effort in self.efforts or (self.budgets and is_budget)


def _names(*same: str, **others: str) -> Mapping[str, str]:
    return {**dict(zip(same, same, strict=True)), **others}


_OPENAI = Family(
    "openai",
    _names(*_SAMPLING, *_PENALTIES, "stop", "seed"),
    ("none", "minimal", "low", "medium", "high", "xhigh"),
    more=frozenset({"max_completion_tokens", "extra_body"}),
)
_ANTHROPIC = Family(
    "anthropic",
    _names(*_SAMPLING, stop="stop_sequences"),
    ("low", "medium", "high", "xhigh"),
    budgets=True,
    more=frozenset({"output_config", "thinking", "extra_body"}),
)
_GOOGLE = Family(
    "google",
    _names("temperature", "top_p", "top_k", *_PENALTIES, max_tokens="max_output_tokens", stop="stop_sequences"),
    ("minimal", "low", "medium", "high"),
    budgets=True,
    more=frozenset({"thinking_config"}),
)
_AWS = Family("aws", _names(*_SAMPLING, stop="stop_sequences"))

_LIKE_OPENAI = (
    "openai",
    "azure_openai",
    "deepseek",
    "xai",
    "ollama",
    "cerebras",
    "fireworks",
    "groq",
    "moonshot",
    "minimax",
    "perplexity",
    "together",
    "zai",
    "meta",
)
FAMILIES: Mapping[str, Family] = {
    "anthropic": _ANTHROPIC,
    "aws": _AWS,
    "google": _GOOGLE,
    **dict.fromkeys(_LIKE_OPENAI, _OPENAI),
}
"""By the names of providers, in lower case."""

LEAST_BUDGET = 1024
"""Of Anthropic, in tokens; and it must be less than `max_tokens`."""


def written_parameters(family: Family, parameters: Mapping[str, Any]) -> Fields:
    """Our parameters, by their names there."""
    named = {family.names[name]: value for name, value in parameters.items() if name in family.names}
    effort = parameters.get("reasoning_effort")
    return named if effort is None else {**named, **_written_effort(family, effort)}


def _written_effort(family: Family, effort: Any) -> Fields:
    is_word = isinstance(effort, str)
    match family.key:
        case "anthropic":
            thinking = {"type": "enabled", "budget_tokens": effort}
            return {"output_config": {"effort": effort}} if is_word else {"thinking": thinking}
        case "google":
            return {"thinking_config": {"thinking_level" if is_word else "thinking_budget": effort}}
    return {"reasoning_effort": effort}


def read_parameters(family: Family, said: Mapping[str, Any]) -> tuple[Fields, Fields]:
    """Our parameters, and what there is beside them."""
    ours = {name: said[theirs] for name, theirs in family.names.items() if theirs in said}
    known = set(family.names.values())
    for member, effort in _efforts(family, said):
        ours["reasoning_effort"] = effort
        known.add(member)
        break
    return ours, {name: value for name, value in said.items() if name not in known}


def _efforts(family: Family, said: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What says an effort of ours and no more: where it stands, and the effort."""
    for member in ("reasoning_effort", "output_config", "thinking", "thinking_config"):
        value = said.get(member)
        for effort in value.values() if isinstance(value, Mapping) else (value,):
            if family.takes_effort(effort) and _written_effort(family, effort) == {member: value}:
                yield member, effort
