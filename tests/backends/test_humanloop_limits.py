"""What Humanloop cannot express, as a person reads it."""

from typing import Any

import pytest

from backends.test_humanloop_wire import CHAT, TEXT, TOOL, gate
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.versions import VersionLifecycle
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.humanloop.settings import HumanloopSettings
from pulumi_prompts.registries.identity import identity
from pulumi_prompts.registries.session import Session

BACKEND = {"kind": "humanloop"}


def chat(**message: Any) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": "Hi", **message}]}


def humanloop(**options: Any) -> dict[str, Any]:
    return {**TEXT, "options": {"humanloop": options}}


PATH_FORM = "must be a path such as 'folder/name', with no `/` and no space at the ends of its parts (humanloop)"

REFUSED: dict[str, tuple[dict[str, Any], list[str]]] = {
    "no model": ({"template": "x"}, ["model: is required (humanloop); name the model, such as 'gpt-4o'"]),
    "name": ({**TEXT, "name": "/a"}, [f"name: {PATH_FORM}"]),
    "name that ends in a slash": ({**TEXT, "name": "a/"}, [f"name: {PATH_FORM}"]),
    "name with an empty part": ({**TEXT, "name": "a//b"}, [f"name: {PATH_FORM}"]),
    "name with a space at an end": ({**TEXT, "name": "a /b"}, [f"name: {PATH_FORM}"]),
    "empty text": ({"model": "m", "template": ""}, ["template: must not be empty (humanloop)"]),
    "empty description": ({**TEXT, "description": ""}, ["description: must not be empty (humanloop)"]),
    "metadata": (
        {**TEXT, "metadata": {"a": "b"}},
        [
            "metadata: humanloop cannot express this: put it into `tags`; in `options.humanloop.attributes` it would "
            "make versions of its own"
        ],
    ),
    "tags": (
        {**TEXT, "tags": {"a=b": ""}},
        ['tags["a=b"]: the key must be without `=`, and with no space at its ends (humanloop)'],
    ),
    "value of a tag": (
        {**TEXT, "tags": {"a": "b\nc"}},
        ["tags.a: must be one line, with no space at its ends (humanloop)"],
    ),
    "tags of ours": (
        {**TEXT, "tags": {"pulumi-prompts/marker": "x"}},
        ["tags[\"pulumi-prompts/marker\"]: keys that begin with 'pulumi-prompts/' are reserved (humanloop)"],
    ),
    "provider": (
        {**TEXT, "provider": "acme"},
        [
            "provider: must be 'anthropic' or 'bedrock' or 'cohere' or 'deepseek' or 'google' or 'groq' or 'mock' or "
            "'openai' or 'openai_azure' or 'replicate' (humanloop)"
        ],
    ),
    "endpoint": ({**TEXT, "endpoint": "talk"}, ["endpoint: must be 'chat' or 'complete' or 'edit' (humanloop)"]),
    "endpoint of a chat": (
        {**CHAT, "endpoint": "complete"},
        [
            "endpoint: 'chat' goes with `messages`, the others with `template` (humanloop); leave it out, "
            "which is 'chat'"
        ],
    ),
    "endpoint of a text": (
        {**TEXT, "endpoint": "chat"},
        [
            "endpoint: 'chat' goes with `messages`, the others with `template` (humanloop); leave it out, "
            "which is 'complete'"
        ],
    ),
    "top_k": (
        {**TEXT, "parameters": {"top_k": 5}},
        [
            "parameters.top_k: humanloop cannot express this: put it into `options.humanloop.other`, "
            "as the model names it"
        ],
    ),
    "effort": (
        {**TEXT, "parameters": {"reasoning_effort": "minimal"}},
        ["parameters.reasoning_effort: must be 'low' or 'medium' or 'high', or a number of tokens (humanloop)"],
    ),
    "tool without a description": (
        {**CHAT, "tools": [{"name": "find"}]},
        ["tools[0].description: is required (humanloop); say what the tool does"],
    ),
    "tool choice": (
        {**CHAT, "tools": [TOOL], "tool_choice": "auto"},
        ["tool_choice: humanloop cannot express this: it is given where the prompt is called"],
    ),
    "format": (
        {**TEXT, "response_format": {"type": "text"}},
        ["response_format.type: must be 'json_object' or 'json_schema'; leave it out for a text (humanloop)"],
    ),
    "empty name of a message": (chat(name=""), ["messages[0].name: must not be empty (humanloop)"]),
    "reserved attribute": (
        humanloop(attributes={"pulumi-prompts": {}}),
        ["options.humanloop.attributes.pulumi-prompts: is reserved (humanloop); use another key"],
    ),
    "language": (
        humanloop(template_language="mustache"),
        ["options.humanloop.template_language: must be 'default' or 'jinja'"],
    ),
    "several at once": (
        {"template": "", "parameters": {"top_p": 2}, "tool_choice": "auto", "tools": [{"name": "f"}]},
        [
            "parameters.top_p: must be at most 1",
            "template: must not be empty (humanloop)",
            "tool_choice: humanloop cannot express this: it is given where the prompt is called",
            "model: is required (humanloop); name the model, such as 'gpt-4o'",
            "tools[0].description: is required (humanloop); say what the tool does",
        ],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_it_cannot_express_is_refused_with_the_nearest_thing(case: str) -> None:
    tree, failures = REFUSED[case]
    assert sorted(gate(tree)) == sorted(failures)


@pytest.mark.parametrize("effort", ["low", "medium", "high", 0, 1024])
def test_an_effort_is_one_of_three_words_or_a_number(effort: object) -> None:
    assert gate({**TEXT, "parameters": {"reasoning_effort": effort}}) == []


SETTINGS: dict[str, tuple[dict[str, Any], str]] = {
    "address": (
        {"url": "humanloop"},
        "backend.url: must be the URL of the API, such as 'https://api.humanloop.com/v5'",
    ),
    "credentials in the address": (
        {"url": "https://me:hl_sk_1@humanloop"},
        "backend.url: must not hold credentials; set HUMANLOOP_API_KEY",
    ),
    "timeout": ({"timeout": 0}, "backend.timeout: must be more than 0"),
    "key": ({"api_key": "hl_sk_1"}, "backend.api_key: is not a known property; known are kind, timeout, url"),
}


@pytest.mark.parametrize("case", SETTINGS)
def test_wrong_settings_are_told(case: str) -> None:
    given, said = SETTINGS[case]
    (failure,) = gate({**TEXT, "backend": {**BACKEND, **given}})
    assert failure == said
    assert "hl_sk_1" not in failure


@pytest.mark.parametrize("url", ["https://api.humanloop.com/v5", "https://api.humanloop.com/v5/"])
def test_the_address_says_which_registry_is_meant(url: str) -> None:
    unset, given = (HumanloopSettings.model_validate({**BACKEND, **more}) for more in ({}, {"url": url, "timeout": 5}))
    assert identity(unset) == identity(given) == {"kind": "humanloop", "url": "api.humanloop.com/v5"}


def test_a_version_has_a_description_and_a_name_that_say_something() -> None:
    inputs = {"prompt_id": "pr_1", "digest": "sha256:0", "backend": BACKEND, "description": "", "version_name": ""}
    checked = VersionLifecycle(Run(Session(Environment()))).check({}, inputs)
    assert checked.failures == (
        "description: must not be empty (humanloop)",
        "version_name: must not be empty (humanloop)",
    )
