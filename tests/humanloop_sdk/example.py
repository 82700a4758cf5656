"""A prompt that has something of everything, as a program declares it, and our note in the version that this is."""

from typing import Any

TOOL = {"name": "find", "description": "Finds.", "parameters": {"type": "object"}, "strict": True}
SCHEMA = {"name": "answer", "description": "d", "schema": {"type": "object", "title": "A"}, "strict": True}
FULL: dict[str, Any] = {
    "model": "claude-3-7-sonnet-latest",
    "provider": "anthropic",
    "endpoint": "chat",
    "messages": [
        {"role": "system", "content": "You are {{role}}."},
        {"role": "user", "content": ["Document: {{document}}", "Question: {{question}}"], "name": "ada"},
    ],
    "parameters": {
        "temperature": 0.5,
        "top_p": 0.9,
        "max_tokens": 100,
        "stop": ["END"],
        "presence_penalty": 0.25,
        "frequency_penalty": -2,
        "seed": 7,
        "reasoning_effort": 1024,
    },
    "tools": [TOOL],
    "response_format": {"type": "json_schema", "json_schema": SCHEMA},
    "options": {
        "humanloop": {
            "template_language": "jinja",
            "other": {"top_k": 5, "list": [None, 1.5]},
            "attributes": {"team": "desk"},
            "linked_tools": ["tl_1"],
            "readme": "# Greets",
        }
    },
}
NOTE = {
    "declared": [
        "endpoint",
        "frequency_penalty",
        "max_tokens",
        "presence_penalty",
        "provider",
        "temperature",
        "template_language",
        "tools[0].strict",
        "top_p",
    ]
}
