"""What looks like a variable and is none is warned of, once a resource; the engine gets the warning with its URN."""

from typing import Any

import pytest

from protocol.client import UNKNOWN, Client
from protocol.engine import Engine

OURS = "letters, digits, `_` and `-`, a letter or a digit first"
MLFLOW = "letters, digits and `_`, no digit first, and may be several with a dot between them"


def warning(places: str, form: str = OURS) -> str:
    return (
        f"{places}: no variable here, but text that a model is given as it is; a variable is `{{{{name}}}}`, "
        f"and its name must have {form}; if text is meant, list the variables in `variables`"
    )


def chat(*contents: Any) -> dict[str, Any]:
    return {"template": None, "messages": [{"role": "user", "content": content} for content in contents]}


def on_mlflow(template: str) -> dict[str, Any]:
    return {"template": template, "backend": {"kind": "mlflow", "url": "https://mlflow.example.com"}}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"template": "{{a.b}} {{ticket}}"}, "template: `{{a.b}}`"),
        ({"template": "{{ }}"}, "template: `{{}}`"),
        ({"template": "{{naïve}} {{#if x}}"}, "template: `{{naïve}}`, template: `{{#if x}}`"),
        (chat("{{a}}", "{{ b c }}"), "messages[1].content: `{{b c}}`"),
        (chat(["{{a}}", "{{!}}"]), "messages[0].content[1]: `{{!}}`"),
        (
            chat(*("{{ a.b }}" * 2 for _ in range(5))),
            ", ".join(f"messages[{n}].content: `{{{{a.b}}}}`" for n in range(3)),
        ),
        ({"template": f"{{{{{'long ' * 20}}}}}"}, "template: `{{long long long long long long long ...`"),
    ],
)
def test_a_look_alike_is_warned_of(
    prompts: Client, inputs: dict[str, Any], engine: Engine, changed: dict[str, Any], said: str
) -> None:
    assert prompts.check({}, {**inputs, **changed}).failures == []
    assert engine.warnings == [warning(said)]


def test_what_is_one_the_registry_says(prompts: Client, inputs: dict[str, Any], engine: Engine) -> None:
    assert prompts.check({}, {**inputs, **on_mlflow("{{interactsh-url}} {{a.b}}")}).failures == []
    assert engine.warnings == [warning("template: `{{interactsh-url}}`", MLFLOW)]


@pytest.mark.parametrize(
    "meant",
    [
        {"template": "{{ticket}} {a.b} {{{ticket}}}"},
        {"template": "{{a.b}} {{ticket}}", "variables": ["ticket"]},
        {"template": "{{a.b}}", "variables": []},
        {"template": "{{ a|upper }}", "options": {"humanloop": {"template_language": "jinja"}}},
        {"template": "{% if a %}{{ a.b }}{% endif %}"},
        {"template": UNKNOWN},
        {"template": "{{a.b}}", "backend": {"kind": UNKNOWN}},
        {"template": "Sort.", "description": "{{a.b}}", "tools": [{"name": "f", "description": "{{a.b}}"}]},
    ],
)
def test_nothing_is_said_where_it_is_meant_or_not_known(
    prompts: Client, inputs: dict[str, Any], engine: Engine, meant: dict[str, Any]
) -> None:
    assert prompts.check({}, {**inputs, **meant}).failures == []
    assert engine.warnings == []


def test_it_is_said_once_a_resource(prompts: Client, inputs: dict[str, Any], engine: Engine) -> None:
    first = {**inputs, "template": "{{a.b}}"}
    second = {**first, "name": "second", "marker": "acme/shop/dev/second"}
    for checked in (first, first, second, {**first, "template": "{{c.d}}"}):
        prompts.check({}, checked)
    assert engine.warnings == [warning("template: `{{a.b}}`")] * 2
    assert {each.urn for each in engine.said} == {
        "urn:pulumi:dev::shop::pulumi-python:dynamic/prompts:PromptProvider::tested"
    }


def test_no_secret_is_said(prompts: Client, inputs: dict[str, Any], engine: Engine) -> None:
    prompts.check({}, {**inputs, "template": "The code {{4711 4712}} is new.", "secret": ["template"]})
    assert engine.warnings == [warning("template: `[secret]`")]
