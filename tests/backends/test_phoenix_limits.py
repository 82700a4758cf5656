"""What Phoenix cannot express is refused before anything is sent, in words that help; and only what it does refuse."""

from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from pydantic import TypeAdapter

from backends.phoenix_world import MODEL, World, desired
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry, of_people
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.phoenix import Phoenix
from pulumi_prompts.registries.phoenix.parameters import FAMILIES, LEAST_BUDGET, Family

BACKEND = {"kind": "phoenix", "url": "http://phoenix.example.com"}
IDENTIFIER = "small letters, digits, `_` and `-`, a letter or a digit at both ends"
MORE = "options.phoenix.invocation_parameters"


def failures(**inputs: Any) -> list[str]:
    """What `check` says of a prompt."""
    prompt = {"name": "triage", "backend": BACKEND, "template": "x", **MODEL, **inputs}
    return [str(failure) for failure in Declaration.of(prompt).failures]


def more(**parameters: Any) -> dict[str, Any]:
    return {"options": {"phoenix": {"invocation_parameters": parameters}}}


REFUSED: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "a name with a capital": ({"name": "Triage"}, [f"name: must be {IDENTIFIER} (phoenix)"]),
    "a name that ends in a dash": ({"name": "triage-"}, [f"name: must be {IDENTIFIER} (phoenix)"]),
    "tags": ({"tags": {"a": "b"}}, ["tags: phoenix cannot express this: put them into `metadata`"]),
    "metadata of ours": (
        {"metadata": {"pulumi-prompts": {}}},
        ["metadata: must not have 'pulumi-prompts'; it is where this package keeps its own (phoenix)"],
    ),
    "no description": ({"description": ""}, ["description: must not be empty (phoenix)"]),
    "a description with blanks around": (
        {"description": " Sorts"},
        ["description: must be a text with no white space at its ends (phoenix)"],
    ),
    "no model": ({"model": None}, ["model: is required (phoenix); name it, such as 'gpt-4o'"]),
    "no provider": ({"provider": None}, ["provider: is required (phoenix); name it, such as 'openai'"]),
    "an endpoint": ({"endpoint": "chat"}, ["endpoint: phoenix cannot express this: every prompt is a chat"]),
    "any JSON": (
        {"response_format": {"type": "json_object"}},
        [
            "response_format.type: must be 'json_schema'; leave it out for a text, and say any JSON by a schema "
            "(phoenix)"
        ],
    ),
    "a parameter of Google": (
        {"parameters": {"top_k": 1}},
        [f"parameters.top_k: is no parameter of openai (phoenix); put it into `{MORE}.extra_body`"],
    ),
    "a parameter that AWS has not": (
        {"provider": "aws", "parameters": {"seed": 1}},
        ["parameters.seed: is no parameter of aws (phoenix); leave it out"],
    ),
    "the rest of the tokens": (
        {"parameters": {"max_tokens": -1}},
        ["parameters.max_tokens: must be at least 1 (phoenix)"],
    ),
    "a budget of OpenAI": (
        {"parameters": {"reasoning_effort": 1024}},
        [
            "parameters.reasoning_effort: must be 'none' or 'minimal' or 'low' or 'medium' or 'high' or 'xhigh' of "
            "openai (phoenix)"
        ],
    ),
    "an effort that Google has not": (
        {"provider": "google", "parameters": {"reasoning_effort": "xhigh"}},
        [
            "parameters.reasoning_effort: must be 'minimal' or 'low' or 'medium' or 'high' or a number of tokens of "
            "google (phoenix)"
        ],
    ),
    "an effort of AWS": (
        {"provider": "aws", "parameters": {"reasoning_effort": "low"}},
        ["parameters.reasoning_effort: is no parameter of aws (phoenix)"],
    ),
    "Anthropic without a limit": (
        {"provider": "anthropic"},
        ["parameters.max_tokens: is required for anthropic (phoenix)"],
    ),
    "a budget that is too small": (
        {"provider": "anthropic", "parameters": {"max_tokens": 4096, "reasoning_effort": LEAST_BUDGET - 1}},
        ["parameters.reasoning_effort: must be at least 1024, and less than `max_tokens` (phoenix)"],
    ),
    "a budget that is all": (
        {"provider": "anthropic", "parameters": {"max_tokens": 4096, "reasoning_effort": 4096}},
        ["parameters.reasoning_effort: must be at least 1024, and less than `max_tokens` (phoenix)"],
    ),
    "an unknown parameter": (
        more(logprobs=True),
        [f"{MORE}.logprobs: is no parameter of openai (phoenix); leave it out"],
    ),
    "a property by another name": (
        {"provider": "google", **more(max_output_tokens=5)},
        [f"{MORE}.max_output_tokens: is a property of the prompt; say it there"],
    ),
    "an effort by another name": (
        {"provider": "google", **more(thinking_config={"thinking_budget": 5})},
        [f"{MORE}.thinking_config: is a property of the prompt; say it there"],
    ),
    "two efforts": (
        {
            "provider": "google",
            "parameters": {"reasoning_effort": 5},
            **more(thinking_config={"include_thoughts": True}),
        },
        [f"{MORE}.thinking_config: is a property of the prompt; say it there"],
    ),
}


@pytest.mark.parametrize(("inputs", "told"), REFUSED.values(), ids=REFUSED)
def test_what_it_cannot_express_is_refused(inputs: dict[str, Any], told: list[str]) -> None:
    assert failures(**inputs) == told


def test_a_version_has_no_words_of_its_own() -> None:
    said = Phoenix.support.refuses_in_version({"description": "First", "version_name": "one"})
    assert [str(failure) for failure in said] == [
        "description: phoenix cannot express this: say it on the prompt; a version of Phoenix is made with it, and "
        "never changes",
        "version_name: phoenix cannot express this: point an alias at it",
    ]


# what the server says itself


@pytest.fixture(scope="module")
def schemas(phoenix_server: str) -> Mapping[str, Any]:  # noqa: F811
    """Those of its OpenAPI document."""
    with urlopen(f"{phoenix_server}/openapi.json") as answer:
        document = TypeAdapter(dict[str, Any]).validate_json(answer.read())
    schemas: Mapping[str, Any] = document["components"]["schemas"]
    return schemas


def _written_by(family: Family) -> set[str]:
    """Where efforts stand is among what there is more, or has the name of ours."""
    own = {"reasoning_effort"} if family.key == "openai" else set()
    return {*family.names.values(), *family.more, *own}


@pytest.mark.parametrize("family", {family.key: family for family in FAMILIES.values()}.values(), ids=lambda f: f.key)
def test_its_parameters_are_those_that_we_know(schemas: Mapping[str, Any], family: Family) -> None:
    name = {"openai": "OpenAI"}.get(family.key, family.key.capitalize())
    assert set(schemas[f"Prompt{name}InvocationParametersContent"]["properties"]) == _written_by(family)


def test_its_providers_are_those_that_we_know(schemas: Mapping[str, Any]) -> None:
    assert {each.lower() for each in schemas["ModelProvider"]["enum"]} == {*FAMILIES}


def test_its_efforts_are_those_that_we_know(schemas: Mapping[str, Any]) -> None:
    """But for Anthropic's `max`, for which there is no word of ours."""
    openai = schemas["PromptOpenAIInvocationParametersContent"]["properties"]["reasoning_effort"]["enum"]
    anthropic = schemas["PromptAnthropicOutputConfig"]["properties"]["effort"]["enum"]
    google = schemas["PromptGoogleThinkingConfig"]["properties"]["thinking_level"]["enum"]
    assert [FAMILIES[name].efforts for name in ("openai", "anthropic", "google")] == [
        tuple(openai),
        tuple(word for word in anthropic if word != "max"),
        tuple(google),
    ]


@pytest.mark.parametrize("name", ["a", "0", "a_-b", "a1", "a" * 500])
def test_it_takes_the_names_that_we_take(phoenix_registry: PhoenixRegistry, name: str) -> None:  # noqa: F811
    backend = World(phoenix_registry).connect()
    assert not failures(name=name)
    assert not [*Phoenix.support.alias_failures(name)]
    ref = backend.create(desired(name=name))
    phoenix_registry.add_tag(backend.versions(ref.id)[0].version, name)
    assert [alias.name for alias in backend.aliases(ref.id)] == [name]


@pytest.mark.parametrize("name", ["", "A", "a.b", "a/b", "-a", "a_", "ä", "a b"])
def test_it_refuses_the_names_that_we_refuse(phoenix_registry: PhoenixRegistry, name: str) -> None:  # noqa: F811
    assert failures(name=name)
    assert [*Phoenix.support.alias_failures(name)]
    version = phoenix_registry.add_version("triage", "x")
    for add in (lambda: phoenix_registry.add_version(name, "x"), lambda: phoenix_registry.add_tag(version, name)):
        with pytest.raises(HTTPError, match="422"):
            add()


ITS_OWN: Mapping[str, dict[str, Any]] = {
    "an unknown parameter": {"invocation_parameters": {"type": "openai", "openai": {"top_k": 1}}},
    "Anthropic without a limit": {
        "model_provider": "ANTHROPIC",
        "invocation_parameters": {"type": "anthropic", "anthropic": {}},
    },
    "any JSON": {"response_format": {"type": "json_object"}},
    "a text": {"template_type": "STR", "template": {"type": "string", "template": "x"}},
    "no tools": {"tools": {"type": "tools", "tools": []}},
    "a small budget": {
        "model_provider": "ANTHROPIC",
        "invocation_parameters": {
            "type": "anthropic",
            "anthropic": {"max_tokens": 4096, "thinking": {"type": "enabled", "budget_tokens": LEAST_BUDGET - 1}},
        },
    },
}


@pytest.mark.parametrize("fields", ITS_OWN.values(), ids=ITS_OWN)
def test_it_refuses_what_we_refuse(phoenix_registry: PhoenixRegistry, fields: dict[str, Any]) -> None:  # noqa: F811
    with pytest.raises(HTTPError, match="422"):
        phoenix_registry.call("POST", "prompts", {"prompt": {"name": "a"}, "version": {**of_people("x"), **fields}})
