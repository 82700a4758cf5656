"""What `check` says of what TrueFoundry cannot express, as a person reads it."""

from collections.abc import Mapping
from typing import Any

import pytest

from backends.truefoundry_world import MODEL
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.versions import VersionLifecycle
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.session import Session, Target

BACKEND = {"kind": "truefoundry", "url": "https://tfy.example.com", "ml_repo": "support"}
TEXT = {"template": "Hi {{name}}"}
BEGINNING = "must be a text that does not begin with a line break (truefoundry)"


def failures(tree: Mapping[str, Any]) -> list[str]:
    return [str(failure) for failure in Declaration.of({"name": "triage", "backend": BACKEND, **TEXT, **tree}).failures]


def options(**block: Any) -> dict[str, Any]:
    return {"options": {"truefoundry": block}}


def chat(role: str, content: Any) -> dict[str, Any]:
    return {"template": None, "messages": [{"role": role, "content": content}]}


ACCEPTED: Mapping[str, dict[str, Any]] = {
    "text": TEXT,
    "longest name": {"name": "x" * 256},
    "longest description": {"description": "é" * 512},
    "longest model": {"model": "g" + "-" * 60 + "4", "provider": "openai main/eu"},
    "an answer that is empty": chat("assistant", ""),
    "an answer that begins with a line": chat("assistant", "\nx"),
    "a text that begins with a space": {"template": " \nHi {{name}}"},
    "alias": options(version_alias="v1.0.0-rc.1"),
    "shortest alias": options(version_alias="v1"),
    "any metadata": {"metadata": {"rating": 4.5, "nested": {"list": [1, None]}}},
    "a budget of another name": {**MODEL, **options(extra_parameters={"reasoning_effort": 1024, "thinking": {}})},
    "an unknown member": options(manifest_extra={"retention": {"days": 3}}),
    "a default that is empty": options(variable_defaults={"other": ""}),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_truefoundry_takes_is_accepted(name: str) -> None:
    assert failures(ACCEPTED[name]) == []


REFUSED: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "name": ({"name": "a b"}, ["name: must be letters, digits, `_` and `-` (truefoundry)"]),
    "long name": ({"name": "x" * 257}, ["name: must have at most 256 characters, has 257 (truefoundry)"]),
    "description": (
        {"description": "x" * 513},
        ["description: must have at most 512 characters, has 513 (truefoundry)"],
    ),
    "tags": ({"tags": {"a": "b"}}, ["tags: truefoundry cannot express this: put them into `metadata`"]),
    "metadata of ours": (
        {"metadata": {"pulumi_prompts": {}}},
        ["metadata: must not have 'pulumi_prompts'; it is where this package keeps its own (truefoundry)"],
    ),
    "empty text": ({"template": ""}, ["template: must not be empty (truefoundry)"]),
    "line break first": ({"template": "\nHi"}, [f"template: {BEGINNING}"]),
    "empty message": (chat("user", ""), ["messages[0].content: must not be empty (truefoundry)"]),
    "message with a line break first": (chat("system", "\r\nx"), [f"messages[0].content: {BEGINNING}"]),
    "block with a line break first": (chat("assistant", ["x", "\nx"]), [f"messages[0].content[1]: {BEGINNING}"]),
    "several blocks": (
        chat("developer", ["a", "b"]),
        ["messages[0].content: must be one text for the role 'developer' (truefoundry)"],
    ),
    "tool": (
        chat("tool", "42"),
        [
            "messages[0].role: must be 'system' or 'developer' or 'user' or 'assistant'; the answer of a tool "
            "goes with the id of its call, which is not known in a prompt; say it as user (truefoundry)"
        ],
    ),
    "model with its provider": (
        {"model": "openai-main/gpt-4o", "provider": "openai-main"},
        [
            "model: must be 2 to 62 letters, digits, `.` and `-`: the name of the model in the gateway, without its "
            "`provider` (truefoundry)"
        ],
    ),
    "model alone": ({"model": "gpt-4o"}, ["provider: is required with `model` (truefoundry)"]),
    "provider alone": ({"provider": "openai"}, ["model: is required with `provider` (truefoundry)"]),
    "parameters alone": (
        {"parameters": {"temperature": 0}},
        ["model: is required with `parameters` (truefoundry)", "provider: is required with `parameters` (truefoundry)"],
    ),
    "extra parameters alone": (
        options(extra_parameters={"n": 1}),
        [
            "model: is required with `options.truefoundry.extra_parameters` (truefoundry)",
            "provider: is required with `options.truefoundry.extra_parameters` (truefoundry)",
        ],
    ),
    "tool choice alone": (
        {"tools": [{"name": "f"}], "tool_choice": "auto"},
        [
            "model: is required with `tool_choice` (truefoundry)",
            "provider: is required with `tool_choice` (truefoundry)",
        ],
    ),
    "rest of the context": (
        {**MODEL, "parameters": {"max_tokens": -1}},
        ["parameters.max_tokens: must be at least 0 (truefoundry)"],
    ),
    "budget": (
        {**MODEL, "parameters": {"reasoning_effort": 1024}},
        [
            "parameters.reasoning_effort: must be 'none' or 'minimal' or 'low' or 'medium' or 'high' or 'xhigh'; put a "
            "budget into `options.truefoundry.extra_parameters`, as the model names it (truefoundry)"
        ],
    ),
    "endpoint": ({"endpoint": "chat"}, ["endpoint: truefoundry cannot express this: every prompt is a chat"]),
    "plain format": (
        {"response_format": {"type": "text"}},
        [
            "response_format.type: must be 'json_object' or 'json_schema'; leave it out for plain text (truefoundry)",
        ],
    ),
    "strict schema": (
        {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {}, "strict": True}}},
        ["response_format.json_schema.strict: truefoundry cannot express this; leave it out"],
    ),
    "alias": (
        options(version_alias="1.0"),
        [
            "options.truefoundry.version_alias: must be `v`, then letters, digits, `.` and `-`, the last one a "
            "letter or a digit (`v1.0.0`, `v1-prod`) (truefoundry)"
        ],
    ),
    "default of nothing": (
        options(variable_defaults={"other": "x"}),
        [
            "options.truefoundry.variable_defaults: 'other' is not used in the text as `{{other}}`; remove it, "
            "or use it",
        ],
    ),
    "parameter by another name": (
        {**MODEL, **options(extra_parameters={"temperature": 1})},
        [
            "options.truefoundry.extra_parameters: must not have 'temperature'; say it as `parameters.temperature` "
            "(truefoundry)"
        ],
    ),
    "lifted parameters": (
        {**MODEL, "tools": [{"name": "f"}], **options(extra_parameters={"seed": 1, "tool_choice": "auto"})},
        [
            "options.truefoundry.extra_parameters: must not have 'seed'; say it as `parameters.seed`",
            "options.truefoundry.extra_parameters: must not have 'tool_choice'; say it as `tool_choice`",
        ],
    ),
    "parameters that are said twice": (
        {**MODEL, "parameters": {"seed": 1}, **options(extra_parameters={"seed": "x"})},
        ["options.truefoundry.extra_parameters: must not have 'seed'; say it as `parameters.seed`"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_it_does_not_take_is_refused_with_what_works(name: str) -> None:
    tree, said = REFUSED[name]
    assert failures(tree) == said


@pytest.mark.parametrize(
    ("member", "instead"),
    [
        ("type", "it is 'chat_prompt'"),
        ("name", "say it as `name`"),
        ("ml_repo", "say it as `backend.ml_repo`"),
        ("metadata", "say it as `metadata`"),
        ("description", "say it as `description`"),
        ("version", "the registry numbers versions"),
        ("version_alias", "say it as `options.truefoundry.version_alias`"),
        ("messages", "say it as `messages`"),
        ("variables", "say it as `options.truefoundry.variable_defaults`"),
        (
            "model_configuration",
            "say it as `model`, `provider`, `parameters` and `options.truefoundry.extra_parameters`",
        ),
        ("tools", "say it as `tools`"),
        ("response_format", "say it as `response_format`"),
    ],
)
def test_members_that_are_said_elsewhere_are_no_extra(member: str, instead: str) -> None:
    said = f"options.truefoundry.manifest_extra: must not have {member!r}; {instead} (truefoundry)"
    assert failures(options(manifest_extra={member: "x", "other": 1})) == [said]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "version_name",
            "version_name: truefoundry cannot express this: say it on the prompt, whose next write makes the version "
            "(`options.truefoundry.version_alias`)",
        ),
        (
            "description",
            "description: truefoundry cannot express this: say it on the prompt, whose next write makes the version",
        ),
    ],
)
def test_a_version_is_described_by_its_prompt(name: str, said: str) -> None:
    lifecycle = VersionLifecycle(Run(Session(Environment())))
    inputs = {"prompt_id": "p1", "digest": "sha256:0", "marker": "a/b/c/d", "backend": BACKEND, name: "v1"}
    assert lifecycle.check({}, inputs).failures == (said,)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"url": None},
            "backend.url: is required; set the address of the control plane; `TFY_HOST` is not read",
        ),
        ({"ml_repo": None}, "backend.ml_repo: is required; set the name of the ML repo that keeps the prompts"),
        (
            {"url": "tfy.example.com"},
            "backend.url: must be the URL of a control plane, such as 'https://acme.truefoundry.cloud'",
        ),
        ({"url": "https://me:key@tfy.example.com"}, "backend.url: must not hold credentials; set TFY_API_KEY"),
        (
            {"ml_repo": "a_b"},
            "backend.ml_repo: must be 3 to 100 letters, digits and `-`, which begin with a letter and do not "
            "end in `-`",
        ),
        ({"prefix": "api/v2"}, "backend.prefix: must be 'api/svc/v1' or 'api/ml/v1'"),
    ],
)
def test_settings_that_are_wrong(settings: dict[str, Any], said: str) -> None:
    given = {name: value for name, value in {**BACKEND, **settings}.items() if value is not None}
    assert [str(failure) for failure in Target.of(given).failures] == [said]


def test_only_the_address_and_the_repo_say_which_registry_is_meant() -> None:
    same = {**BACKEND, "url": "https://tfy.example.com/", "prefix": "api/ml/v1", "timeout": 5}
    assert Target.of(same).identity == Target.of(BACKEND).identity
    for other in ({"url": "https://other.example.com"}, {"ml_repo": "sales"}):
        assert Target.of({**BACKEND, **other}).identity != Target.of(BACKEND).identity
