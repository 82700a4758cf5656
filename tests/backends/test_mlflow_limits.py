"""What MLflow cannot express is refused before anything is sent, in words that help; and only what it does refuse."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError

import pytest

from backends.mlflow_world import World, declared, desired
from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import TEXT, MlflowRegistry
from pulumi_prompts.content.parsing import parse
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.mlflow.settings import MlflowSettings

BACKEND = {"kind": "mlflow", "url": "http://mlflow.example.com"}
FORM_OF_NAME = "letters, digits, `_`, `-` and `.`, and not begin with `..`"
FORM_OF_KEY = "letters, digits, spaces and . _ : / -, and no path that can be written shorter"
CALL = {"template": "x", "tools": [{"name": "find"}]}


def failures(**inputs: Any) -> list[str]:
    """What `check` says of a prompt."""
    text = {} if "messages" in inputs else {"template": "x"}
    return [
        str(failure) for failure in Declaration.of({"name": "triage", "backend": BACKEND, **text, **inputs}).failures
    ]


def chat(**message: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": "Hello", **message}]}


def mlflow(**options: Any) -> dict[str, Any]:
    return {"options": {"mlflow": options}}


REFUSED: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "a name with a slash": ({"name": "team/triage"}, [f"name: must be {FORM_OF_NAME} (mlflow)"]),
    "a name that is a folder": ({"name": ".."}, [f"name: must be {FORM_OF_NAME} (mlflow)"]),
    "a long name": ({"name": "n" * 257}, ["name: must have at most 256 characters, has 257 (mlflow)"]),
    "no description": ({"description": ""}, ["description: must not be empty (mlflow)"]),
    "a long description": (
        {"description": "d" * 5001},
        ["description: must have at most 5000 characters, has 5001 (mlflow)"],
    ),
    "metadata": ({"metadata": {"a": "b"}}, ["metadata: mlflow cannot express this: put it into `tags`"]),
    "a tag of MLflow": (
        {"tags": {"mlflow.note": "x"}},
        [
            "tags[\"mlflow.note\"]: keys that begin with 'mlflow.' or '_mlflow_' or 'pulumi-prompts/' are "
            "reserved (mlflow)"
        ],
    ),
    "a tag with a comma": ({"tags": {"a,b": "x"}}, [f'tags["a,b"]: the key must be {FORM_OF_KEY} (mlflow)']),
    "a tag that ends in a slash": ({"tags": {"a/": "x"}}, [f'tags["a/"]: the key must be {FORM_OF_KEY} (mlflow)']),
    "a long tag": (
        {"tags": {"a": "x" * 5001}},
        ["tags.a: must have at most 5000 characters, has 5001 (mlflow)"],
    ),
    "a long text": (
        {"template": "x" * 100_001},
        ["template: must have at most 100000 characters (mlflow), has 100001"],
    ),
    "a long chat": (
        chat(content="x" * 100_000),
        ["messages: must have at most 100000 characters as JSON (mlflow), has 100033"],
    ),
    "a message with a name": (
        chat(name="ada"),
        ["messages[0].name: mlflow cannot express this: say the name in the text: MLflow's client drops it"],
    ),
    "a message of several texts": (
        chat(content=["a", "b"]),
        [
            f"messages[0].content[{index}]: mlflow cannot express this: join the texts, or write a message for each: "
            "MLflow's client cannot fill variables into a list"
            for index in (0, 1)
        ],
    ),
    "an endpoint": (
        {"endpoint": "chat"},
        ["endpoint: mlflow cannot express this: it follows from `template` or `messages`"],
    ),
    "no tokens": ({"parameters": {"max_tokens": 0}}, ["parameters.max_tokens: must be at least 1 (mlflow)"]),
    "the rest of the tokens": (
        {"parameters": {"max_tokens": -1}},
        ["parameters.max_tokens: must be at least 1 (mlflow)"],
    ),
    "no candidates": ({"parameters": {"top_k": 0}}, ["parameters.top_k: must be at least 1 (mlflow)"]),
    "no model": ({"model": ""}, ["model: must not be empty (mlflow)"]),
    "a declared variable with a dash": (
        {"template": "{{a-b}} {{c}}", "variables": ["a-b", "c"]},
        [
            "variables: 'a-b' is no name of a variable, which must have letters, digits and `_`, no digit first, "
            "and may be several with a dot between them; rename it here and in the text"
        ],
    ),
    "a variable that is not declared": (
        {"template": "{{_a}} {{b.c}}", "variables": ["b.c"]},
        ["variables: `{{_a}}` stands in the text and not here; add it, or correct the text"],
    ),
    "a long tool": (
        {**CALL, "tools": [{"name": "find", "description": "x" * 100_000}]},
        ["tools: must have at most 100000 characters as JSON with the model and the parameters (mlflow), has 100082"],
    ),
    "a long schema": (
        {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {"title": "x" * 100_000}}}},
        ["response_format: must have at most 100000 characters as JSON (mlflow), has 100078"],
    ),
    "parameters that are properties": (
        mlflow(extra_params={"tools": [], "temperature": 1, "n": 1}),
        [
            "options.mlflow.extra_params.temperature: is a property of the prompt; say it there",
            "options.mlflow.extra_params.tools: is a property of the prompt; say it there",
        ],
    ),
    "two formats": (
        {"response_format": {"type": "json_object"}, **mlflow(response_schema={"type": "object"})},
        ["options.mlflow.response_schema: excludes `response_format`; give one of them"],
    ),
    "a schema that is a format": (
        mlflow(response_schema={"type": "json_object"}),
        ["options.mlflow.response_schema: is a response format; say it in `response_format`"],
    ),
}


@pytest.mark.parametrize(("inputs", "said"), REFUSED.values(), ids=REFUSED)
def test_what_it_cannot_express_is_refused_in_words_that_help(inputs: dict[str, Any], said: list[str]) -> None:
    assert failures(**inputs) == said


SETTINGS: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "no address": ({}, ["url: is required; set the address of the MLflow server; `MLFLOW_TRACKING_URI` is not read"]),
    "no URL": (
        {"url": "mlflow.example.com"},
        ["url: must be the URL of an MLflow server, such as 'https://mlflow.example.com'"],
    ),
    "another protocol": (
        {"url": "databricks://profile"},
        ["url: must be the URL of an MLflow server, such as 'https://mlflow.example.com'"],
    ),
    "credentials": (
        {"url": "https://ada:swordfish@mlflow.example.com"},
        ["url: must not hold credentials; set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and _PASSWORD"],
    ),
    "a workspace of two lines": (
        {"url": "http://a", "workspace": "a\nb"},
        ["workspace: must be the name of a workspace"],
    ),
    "no time": ({"url": "http://a", "timeout": 0}, ["timeout: must be more than 0"]),
}


@pytest.mark.parametrize(("given", "said"), SETTINGS.values(), ids=SETTINGS)
def test_settings_that_are_wrong_are_refused(given: dict[str, Any], said: list[str]) -> None:
    _, _, failures = parse(MlflowSettings, {"kind": "mlflow", **given})
    assert [str(failure) for failure in failures] == said


def test_a_slash_at_the_end_is_the_same_server() -> None:
    one, other = (MlflowSettings(kind="mlflow", url=f"https://mlflow.example.com/ml{end}") for end in ("", "/"))
    assert one == other


# the server is of the same opinion


def refused_by_server(registry: MlflowRegistry, path: str, **body: Any) -> str:
    with pytest.raises(HTTPError) as caught:
        registry.call("POST", path, **body)
    return str(json.loads(caught.value.read())["error_code"])


@pytest.mark.parametrize("name", ["team/triage", "a:b", "..", ".", "..a"])
def test_the_server_refuses_the_names_that_we_refuse(mlflow_registry: MlflowRegistry, name: str) -> None:  # noqa: F811
    assert failures(name=name) == [f"name: must be {FORM_OF_NAME} (mlflow)"]
    assert refused_by_server(mlflow_registry, "registered-models/create", name=name) == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("key", ["a,b", "a//b", "./a", "a/", "/a", "a/../b", "..a", ".", "..", "a/."])
def test_the_server_refuses_the_tags_that_we_refuse(mlflow_registry: MlflowRegistry, key: str) -> None:  # noqa: F811
    assert failures(tags={key: "x"}) == [f'tags["{key}"]: the key must be {FORM_OF_KEY} (mlflow)']
    World(mlflow_registry).connect().create(desired())
    said = refused_by_server(mlflow_registry, "registered-models/set-tag", name="triage", key=key, value="x")
    assert said == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("key", ["a", ".a", "a..b", "a b:c-d_e.f", "a/b/c", "a/.b", "Grüße", "a...", "x" * 250])
def test_it_takes_the_tags_that_we_take(mlflow_registry: MlflowRegistry, key: str) -> None:  # noqa: F811
    assert failures(tags={key: "x"}) == []
    World(mlflow_registry).connect().create(desired(tags={key: "x"}))
    assert mlflow_registry.only_prompt.tags[key] == "x"


def test_it_refuses_a_text_that_is_longer_by_one(mlflow_registry: MlflowRegistry) -> None:  # noqa: F811
    longest = {"template": "ü" * 100_000}
    assert failures(**longest) == []
    World(mlflow_registry).connect().create(declared(longest))
    assert len(mlflow_registry.only_prompt.texts["1"]) == 100_000
    tags = [{"key": TEXT, "value": "x" * 100_001}]
    body = {"name": "triage", "source": "dummy-source", "tags": tags}
    assert refused_by_server(mlflow_registry, "model-versions/create", **body) == "INVALID_PARAMETER_VALUE"


@pytest.mark.parametrize("name", ["a", ".a", "a..b", "A-b_c.9", "n" * 256])
def test_it_takes_the_names_that_we_take(mlflow_registry: MlflowRegistry, name: str) -> None:  # noqa: F811
    assert failures(name=name) == []
    World(mlflow_registry).connect().create(desired(name=name))
    assert mlflow_registry.only_prompt.name == name
