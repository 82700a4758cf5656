"""A prompt that has something of everything: as a program declares it, and the manifest that this is."""

from typing import Any

from fakes.truefoundry import ML_REPO

METADATA: dict[str, Any] = {"team": "support", "rating": 4.5, "nested": {"list": [1, None]}}
CONTENT: dict[str, Any] = {
    "model": "gpt-4o",
    "provider": "openai-main",
    "messages": [
        {"role": "system", "content": "You are {{role}}.", "name": "house"},
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": ["Hi {{name}}", "Bye"]},
        {"role": "assistant", "content": ""},
    ],
    "parameters": {
        "temperature": 0,
        "top_p": 0.9,
        "top_k": 3,
        "max_tokens": 10,
        "stop": ["X"],
        "seed": 1,
        "presence_penalty": 0.5,
        "reasoning_effort": "high",
    },
    "tools": [
        {"name": "f", "description": "d", "parameters": {"type": "object", "properties": {}}, "strict": True},
        {"name": "g", "strict": False},
    ],
    "tool_choice": {"name": "f"},
    "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}},
    "options": {
        "truefoundry": {
            "version_alias": "v1-prod",
            "variable_defaults": {"role": "a bot"},
            "extra_parameters": {"n": 2},
            "manifest_extra": {
                "guardrails": {"input_guardrails": ["pii"]},
                "cache_config": {"type": "exact-match", "ttl": 60},
                "sub_agents": [{"name": "helper"}],
            },
        }
    },
}
MANIFEST: dict[str, Any] = {
    "type": "chat_prompt",
    "name": "triage",
    "ml_repo": ML_REPO,
    "metadata": METADATA,
    "description": "Says hello.",
    "version_alias": "v1-prod",
    "messages": [
        {"role": "system", "content": "You are {{role}}.", "name": "house"},
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": [{"type": "text", "text": "Hi {{name}}"}, {"type": "text", "text": "Bye"}]},
        {"role": "assistant", "content": ""},
    ],
    "variables": {"role": "a bot", "name": ""},
    "model_configuration": {
        "provider": "openai-main",
        "model": "gpt-4o",
        "parameters": {"max_tokens": 10, "temperature": 0, "top_k": 3, "top_p": 0.9, "stop": ["X"]},
        "extra_parameters": {
            "n": 2,
            "seed": 1,
            "presence_penalty": 0.5,
            "reasoning_effort": "high",
            "tool_choice": {"type": "function", "function": {"name": "f"}},
        },
    },
    "tools": [
        {
            "type": "function",
            "function": {
                "name": "f",
                "description": "d",
                "parameters": {"type": "object", "properties": {}},
                "strict": True,
            },
        },
        {"type": "function", "function": {"name": "g", "strict": False}},
    ],
    "response_format": {"type": "json_schema", "json_schema": {"name": "s", "schema": {"type": "object"}}},
    "guardrails": {"input_guardrails": ["pii"]},
    "cache_config": {"type": "exact-match", "ttl": 60},
    "sub_agents": [{"name": "helper"}],
}


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value
