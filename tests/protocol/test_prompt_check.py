"""`check` of a prompt: all that is wrong at once, and the digest and the variables that previews show."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime.rpc import is_rpc_secret

from protocol.client import UNKNOWN, Client
from pulumi_prompts.program.outputs import OUTPUT_AS_TEXT, REASON
from pulumi_prompts.registries.kinds import KINDS

CANONICAL = b'{"parameters":{"temperature":0.5},"template":"Sort {{ticket}}."}'
DIGEST = f"sha256:{sha256(CANONICAL).hexdigest()}"


def test_adds_digest_and_variables_and_keeps_the_rest(prompts: Client, inputs: dict[str, Any]) -> None:
    checked = prompts.check({}, inputs)
    assert checked.failures == []
    assert checked.inputs.pop("digest") == DIGEST
    assert checked.inputs.pop("variables") == ["ticket"]
    assert checked.inputs == inputs


def test_makes_no_call(prompts: Client, inputs: dict[str, Any], file: Path) -> None:
    checked = prompts.check({}, inputs)
    prompts.diff("an id", checked.inputs, {**checked.inputs, "digest": "sha256:other"})
    assert not file.exists()


@pytest.mark.parametrize(
    "unknown",
    [
        {"template": UNKNOWN},
        {"parameters": UNKNOWN},
        {"parameters": {"temperature": UNKNOWN}},
        {"messages": [{"role": "user", "content": ["known", UNKNOWN]}]},
        {"tools": [{"name": "lookup", "parameters": {"properties": {"id": {"enum": [UNKNOWN]}}}}]},
    ],
)
def test_unknown_content_has_an_unknown_digest(
    prompts: Client, inputs: dict[str, Any], unknown: dict[str, Any]
) -> None:
    checked = prompts.check({}, {**inputs, **unknown})
    assert checked.failures == []
    assert checked.inputs["digest"] == UNKNOWN
    assert checked.inputs["variables"] == UNKNOWN
    assert checked.inputs | unknown == checked.inputs


def test_what_is_unknown_beside_the_content_leaves_the_digest_known(prompts: Client, inputs: dict[str, Any]) -> None:
    beside = {"name": UNKNOWN, "description": UNKNOWN, "tags": {"team": UNKNOWN}, "metadata": {"a": [UNKNOWN]}}
    checked = prompts.check({}, {**inputs, **beside})
    assert checked.failures == []
    assert checked.inputs["digest"] == DIGEST
    assert checked.inputs | beside == checked.inputs


def test_the_rest_is_checked_beside_what_is_unknown(prompts: Client, inputs: dict[str, Any]) -> None:
    mixed = {"parameters": {"temperature": UNKNOWN, "top_p": 2}, "template": UNKNOWN, "name": ""}
    assert prompts.check({}, {**inputs, **mixed}).failures == [
        "parameters.top_p: must be at most 1",
        "name: must not be empty (local)",
    ]


REGISTRY_UNKNOWN = {"kind": UNKNOWN}


def test_variables_wait_until_it_is_known_what_the_registry_takes_for_one(
    prompts: Client, inputs: dict[str, Any]
) -> None:
    declared = {**inputs, "template": "{{_a}}", "variables": ["_a"]}
    checked = prompts.check({}, {**declared, "backend": REGISTRY_UNKNOWN})
    assert (checked.failures, checked.inputs["variables"]) == ([], UNKNOWN)
    mlflow = {"kind": "mlflow", "url": "https://mlflow.example.com"}
    checked = prompts.check({}, {**declared, "backend": mlflow})
    assert (checked.failures, checked.inputs["variables"]) == ([], ["_a"])


def test_variables_that_are_declared_change_no_digest(prompts: Client, inputs: dict[str, Any]) -> None:
    """By the grammar of the registry they are those of the text, which has said them by then."""
    mlflow = {
        **inputs,
        "template": "{{_a}} {{b-c}}",
        "backend": {"kind": "mlflow", "url": "https://mlflow.example.com"},
    }
    digests = [prompts.check({}, {**mlflow, **more}).inputs["digest"] for more in ({}, {"variables": ["_a"]})]
    assert digests[0] == digests[1]


NOTE = f"{OUTPUT_AS_TEXT}.\n\nTo get the value, consider:"
"""What stands in an f-string in the place of an output."""


@pytest.mark.parametrize(
    ("stray", "said"),
    [
        ({"template": f"For {NOTE}."}, [f"template: {REASON}"]),
        ({"template": None, "messages": [{"role": "user", "content": NOTE}]}, [f"messages[0].content: {REASON}"]),
        (
            {"template": None, "messages": [{"role": "user", "content": ["x", NOTE]}]},
            [f"messages[0].content[1]: {REASON}"],
        ),
        ({"template": None, "messages": [{"role": NOTE, "content": "x"}]}, [f"messages[0].role: {REASON}"]),
        ({"name": NOTE}, [f"name: {REASON}"]),
        ({"description": NOTE}, [f"description: {REASON}"]),
        ({"tags": {"team": NOTE}}, [f"tags.team: {REASON}"]),
        ({"tags": {NOTE: "x"}}, [f"tags: has a key that {REASON}"]),
        ({"metadata": {"a": [{"b": NOTE}]}}, [f"metadata.a[0].b: {REASON}"]),
        ({"model": NOTE, "provider": NOTE}, [f"model: {REASON}", f"provider: {REASON}"]),
        ({"parameters": {"stop": [NOTE]}}, [f"parameters.stop[0]: {REASON}"]),
        ({"parameters": {"temperature": NOTE}}, [f"parameters.temperature: {REASON}"]),
        (
            {"tools": [{"name": "f", "description": NOTE, "parameters": {"title": NOTE}}]},
            [f"tools[0].description: {REASON}", f"tools[0].parameters.title: {REASON}"],
        ),
        (
            {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {"title": NOTE}}}},
            [f"response_format.json_schema.schema.title: {REASON}"],
        ),
        ({"options": {"bedrock": {"agent": NOTE}}}, [f"options.bedrock.agent: {REASON}"]),
        ({"backend": {"kind": "local", "path": NOTE}}, [f"backend.path: {REASON}"]),
        ({"backend": {"kind": NOTE}}, [f"backend.kind: {REASON}"]),
    ],
)
def test_a_text_that_pulumi_made_of_an_output(
    prompts: Client, inputs: dict[str, Any], stray: dict[str, Any], said: list[str]
) -> None:
    assert sorted(prompts.check({}, {**inputs, **stray}).failures) == said


def test_says_everything_at_once_without_a_value(prompts: Client, inputs: dict[str, Any]) -> None:
    wrong = {
        "name": 5,
        "template": None,
        "messages": [{"role": "robot", "content": "hunter2"}],
        "parameters": {"temperatur": 1},
        "tool_choice": "auto",
        "tags": [],
        "metadata": "none",
        "adopt": "perhaps",
        "backend": {"kind": "local", "file": "hunter2"},
    }
    assert prompts.check({}, {**inputs, **wrong}).failures == [
        "messages[0].role: must be 'system', 'developer', 'user', 'assistant' or 'tool'",
        "parameters.temperatur: is not a known property; did you mean `temperature`?",
        "name: must be a string",
        "tags: must be an object",
        "metadata: must be an object",
        "adopt: must be true, false or 'overwrite'",
        "backend.file: is not a known property; known are kind, path",
        "tool_choice: needs `tools`; add them, or leave it out",
    ]


ONE_OF = f"one of {', '.join(KINDS)}"
SET_IT = "set it with `pulumi config set --path prompts:backend.kind <kind>`, or in the argument `backend`"


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        ({"kind": "redis"}, f"backend.kind: must be {ONE_OF}"),
        ({"kind": 5}, f"backend.kind: must be {ONE_OF}"),
        ({"kind": {"kind": "local"}}, f"backend.kind: must be {ONE_OF}"),
        ({"kind": "bedrok"}, f"backend.kind: must be {ONE_OF}; did you mean `bedrock`?"),
        ({"kind": None}, f"backend.kind: is required, {ONE_OF}; {SET_IT}"),
        ({"region": "eu-west-1"}, f"backend.kind: is required, {ONE_OF}; {SET_IT}"),
        ("local", f"backend: must be an object with a `kind`, {ONE_OF}; {SET_IT}"),
        ([], f"backend: must be an object with a `kind`, {ONE_OF}; {SET_IT}"),
    ],
)
def test_a_backend_of_no_kind_names_those_there_are(
    prompts: Client, inputs: dict[str, Any], backend: object, said: str
) -> None:
    assert prompts.check({}, {**inputs, "backend": backend}).failures == [said]


@pytest.mark.parametrize("backend", [UNKNOWN, {"kind": UNKNOWN}, {"kind": "local", "path": UNKNOWN}])
def test_a_backend_that_is_not_known_yet_passes(prompts: Client, inputs: dict[str, Any], backend: object) -> None:
    checked = prompts.check({}, {**inputs, "backend": backend})
    assert checked.failures == []
    assert checked.inputs["digest"] == DIGEST


def test_null_is_as_good_as_nothing(prompts: Client, inputs: dict[str, Any]) -> None:
    names = ("messages", "tools", "options", "description", "tags", "metadata", "adopt", "force_destroy", "secret")
    checked = prompts.check({}, inputs | dict.fromkeys(names))
    assert checked.failures == []
    assert checked.inputs["digest"] == DIGEST


def test_what_is_wrong_everywhere_is_not_said_of_the_registry_again(prompts: Client, inputs: dict[str, Any]) -> None:
    bedrock = {"kind": "bedrock", "region": "eu-west-1", "account_id": "123456789012"}
    wrong = {"template": None, "messages": [{"role": "robot", "content": "Hello."}], "backend": bedrock}
    assert prompts.check({}, {**inputs, **wrong}).failures == [
        "messages[0].role: must be 'system' or 'user' or 'assistant'; "
        "a developer message is a system message there (bedrock)"
    ]


def test_options_of_another_registry_do_not_enter(prompts: Client, inputs: dict[str, Any]) -> None:
    options = {"bedrock": {"agent": "arn:aws:bedrock:eu-west-1:123456789012:agent-alias/A/B", "kms_key_arn": "k"}}
    checked = prompts.check({}, {**inputs, "options": options})
    assert checked.failures == []
    assert checked.inputs["digest"] == DIGEST


def test_a_name_that_two_resources_claim(prompts: Client, inputs: dict[str, Any]) -> None:
    assert prompts.check({}, inputs).failures == []
    other = prompts.check({}, {**inputs, "marker": "acme/shop/dev/second"})
    assert other.failures == [
        "name: 'triage' is claimed by the resource 'acme/shop/dev/triage' too; rename one of them"
    ]


def test_a_resource_may_be_checked_twice(prompts: Client, inputs: dict[str, Any]) -> None:
    assert [prompts.check({}, inputs).failures for _ in range(2)] == [[], []]


def test_another_registry_may_have_the_same_name(prompts: Client, inputs: dict[str, Any], tmp_path: Path) -> None:
    elsewhere = {"backend": {"kind": "local", "path": str(tmp_path / "other.db")}, "marker": "acme/shop/dev/second"}
    assert prompts.check({}, inputs).failures == []
    assert prompts.check({}, {**inputs, **elsewhere}).failures == []


def test_one_of_several_threads_gets_the_name(prompts: Client, inputs: dict[str, Any]) -> None:
    markers = [f"acme/shop/dev/{number}" for number in range(16)]
    with ThreadPoolExecutor(max_workers=4) as pool:
        answers = list(pool.map(lambda marker: prompts.check({}, {**inputs, "marker": marker}), markers))
    assert sorted(len(answer.failures) for answer in answers) == [0] + [1] * 15


def test_secret_texts_make_secret_variables(prompts: Client, inputs: dict[str, Any]) -> None:
    checked = prompts.check({}, {**inputs, "secret": ["template"]})
    assert is_rpc_secret(checked.inputs["variables"])
    assert not is_rpc_secret(checked.inputs["digest"])  # by decision: it tells nothing but whether a guess is right


def test_a_failure_shows_no_name_out_of_a_secret_text(prompts: Client, inputs: dict[str, Any]) -> None:
    secret = {"template": "For {{project_x}}.", "variables": ["projekt_x"], "secret": ["template", "variables"]}
    assert prompts.check({}, {**inputs, **secret}).failures == [
        "variables: `[secret]` stands in the text and not here; add it, or correct the text",
        "variables: '[secret]' is not used in the text as `{{[secret]}}`; remove it, or use it",
    ]


def test_options_of_a_backend_that_is_not_known_may_change_the_digest(prompts: Client, inputs: dict[str, Any]) -> None:
    options = {"bedrock": {"agent": "an agent"}}
    checked = prompts.check({}, {**inputs, "options": options, "backend": {"kind": UNKNOWN}})
    assert checked.inputs["digest"] == UNKNOWN


def test_an_unknown_option_of_another_registry_leaves_the_digest(prompts: Client, inputs: dict[str, Any]) -> None:
    known = prompts.check({}, inputs).inputs["digest"]
    for block in (UNKNOWN, {"agent": UNKNOWN}):
        assert prompts.check({}, {**inputs, "options": {"bedrock": block}}).inputs["digest"] == known
