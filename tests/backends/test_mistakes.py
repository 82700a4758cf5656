"""Bad input is told all at once, whatever the registry."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from pulumi_prompts.lifecycle.declaration import Declaration


class Mistakes(NamedTuple):
    """Inputs that a registry cannot express, beside those that it can, and the beginnings of what is said of them."""

    backend: Mapping[str, Any]
    inputs: Mapping[str, Any]
    said: tuple[str, ...]


PROMPT = {
    "name": "support-triage",
    "model": "small",
    "messages": [{"role": "system", "content": "Sort."}, {"role": "user", "content": "Ticket: {{ticket}}"}],
    "marker": "organization/acme/dev/triage",
}
MISTAKES = {
    "bedrock": Mistakes(
        {"region": "us-east-1"},
        {
            "name": "support triage",
            "description": "x" * 201,
            "parameters": {"temperature": 2, "top_k": 5},
        },
        (
            "name: must be 1 to 100 letters and digits, `_` or `-` between them (bedrock)",
            "description: must have at most 200 characters, has 201 (bedrock)",
            "parameters.temperature: must be at most 1 (bedrock)",
            "parameters.top_k: bedrock cannot express this: "
            "put it into `options.bedrock.additional_model_request_fields`, as the model names it",
        ),
    ),
    "humanloop": Mistakes(
        {},
        {
            "name": "/triage",
            "provider": "mistral",
            "endpoint": "complete",
            "metadata": {"a": "b"},
            "parameters": {"reasoning_effort": "minimal"},
            "tools": [{"name": "find"}],
        },
        (
            "name: must be a path such as 'folder/name', with no `/` and no space at the ends of its parts (humanloop)",
            "metadata: humanloop cannot express this: put it into `tags`; "
            "in `options.humanloop.attributes` it would make versions of its own",
            "provider: must be 'anthropic' or ",
            "parameters.reasoning_effort: must be 'low' or 'medium' or 'high', or a number of tokens (humanloop)",
            "endpoint: 'chat' goes with `messages`, the others with `template` (humanloop); "
            "leave it out, which is 'chat'",
            "tools[0].description: is required (humanloop); say what the tool does",
        ),
    ),
    "mlflow": Mistakes(
        {"url": "https://mlflow.example.com"},
        {
            "name": "support triage",
            "parameters": {"max_tokens": 0},
            "metadata": {"a": "b"},
            "endpoint": "chat",
        },
        (
            "name: must be letters, digits, `_`, `-` and `.`, and not begin with `..` (mlflow)",
            "metadata: mlflow cannot express this: put it into `tags`",
            "endpoint: mlflow cannot express this: it follows from `template` or `messages`",
            "parameters.max_tokens: must be at least 1 (mlflow)",
        ),
    ),
    "phoenix": Mistakes(
        {"url": "https://phoenix.example.com"},
        {
            "name": "Support-Triage",
            "provider": "anthropic",
            "tags": {"a": "b"},
            "parameters": {"seed": 1},
            "options": {"phoenix": {"invocation_parameters": {"logprobs": True}}},
        },
        (
            "name: must be small letters, digits, `_` and `-`, a letter or a digit at both ends (phoenix)",
            "tags: phoenix cannot express this: put them into `metadata`",
            "parameters.seed: is no parameter of anthropic (phoenix); "
            "put it into `options.phoenix.invocation_parameters.extra_body`",
            "parameters.max_tokens: is required for anthropic (phoenix)",
            "options.phoenix.invocation_parameters.logprobs: is no parameter of anthropic (phoenix); leave it out",
        ),
    ),
    "truefoundry": Mistakes(
        {"url": "https://tfy.example.com", "ml_repo": "desk"},
        {
            "name": "support triage",
            "provider": None,
            "tags": {"a": "b"},
            "parameters": {"max_tokens": -1},
            "options": {"truefoundry": {"version_alias": "latest", "manifest_extra": {"variables": {}}}},
        },
        (
            "name: must be letters, digits, `_` and `-` (truefoundry)",
            "tags: truefoundry cannot express this: put them into `metadata`",
            "provider: is required with `model` (truefoundry)",
            "parameters.max_tokens: must be at least 0 (truefoundry)",
            "options.truefoundry.version_alias: must be `v`, then letters, digits, `.` and `-`, "
            "the last one a letter or a digit (`v1.0.0`, `v1-prod`) (truefoundry)",
            "options.truefoundry.manifest_extra: must not have 'variables'; "
            "say it as `options.truefoundry.variable_defaults` (truefoundry)",
        ),
    ),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_all_of_them_are_told(kind: str) -> None:
    mistakes = MISTAKES[kind]
    inputs = {**PROMPT, "backend": {"kind": kind, **mistakes.backend}, **mistakes.inputs}
    told = sorted(map(str, Declaration.of(inputs).failures))
    assert [line[: len(said)] for line, said in zip(told, sorted(mistakes.said), strict=True)] == sorted(mistakes.said)
