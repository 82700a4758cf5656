"""Contents to try on a registry, as a program writes them: each property alone, and what registries mangle.

A sample says only what it is about; a text or a chat around it, and a model, are added where they are missing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_prompts.content.model import Parameters
from pulumi_prompts.content.parsing import parse

Tree = Mapping[str, Any]

PLAIN_TEXT: Tree = {"template": "Answer {{question}} in one sentence."}
PLAIN_CHAT: Tree = {"messages": [{"role": "user", "content": "Answer {{question}} in one sentence."}]}
MODEL: Tree = {"model": "anthropic.claude-3-haiku-20240307-v1:0"}
PROVIDER: Tree = {"provider": "openai"}

_TRIAGE = """\
# Task
You sort support tickets for **Nordwind GmbH**. Read the ticket between the tags, then answer with JSON only.

<ticket channel="{{channel}}">
{{ticket}}
</ticket>

Rules:
  1. Say `"team": "billing"` for refunds (up to 50 €), `"team": "tech"` for errors such as `KeyError: 'id'`.
  2. Never answer "I don't know"; ask back instead.
\t- indented with a tab
  3. Keep the customer's language: Grüezi, こんにちは, Привет.

```json
{"team": "tech", "urgent": false, "reasons": [{"text": "…"}]}
```
"""
_TERMINAL = (
    "I want you to act as a linux terminal. I will type commands and you will reply with what the terminal should "
    "show. I want you to only reply with the terminal output inside one unique code block, and nothing else. when i "
    "need to tell you something in english, i will do so by putting text inside curly brackets {like this}. "
    "my first command is pwd"
)
_TEXTS: Mapping[str, str] = {
    "plain": "Say hello.",
    "empty": "",
    "multi-line": _TRIAGE,
    "one long line": " ".join([_TERMINAL] * 20),
    "white space around": "  \n\tindented, and ended by\n\n",
    "windows line ends": "first\r\nsecond\r\n",
    "unicode": "Grüße, Ελλάδα, Привет, 你好, こんにちは, مرحبا, 👩🏽‍🚀, \U0001d4b3, \u2028, \u200b, \ufeff",
    "composed and decomposed": "\u00e9 e\u0301",
    "quotes": """He said "no", 'maybe', `code`, „ja“, \\backslash, \\n that is no line end, \\u0041, &amp; <b>""",
    "variables": "{{first}} {{ spaced }} {{first}} {{with-dash_and_1}}",
    "twenty variables": " ".join(f"{{{{v{number}}}}}" for number in range(20)),
    "braces that are no variables": '{"a": {"b": {}}} {{ }} {{#if x}}y{{/if}} {one} ${TWO} %s {% raw %} }} {{',
    "reads like a number": "42",
    "reads like null": "null",
    "reads like an object": '{"type": "text", "text": "x"}',
    "reads like a chat": '[{"role": "user", "content": "x"}]',
}


def _chat(*messages: tuple[str, Any]) -> Tree:
    return {"messages": [{"role": role, "content": content} for role, content in messages]}


_CHATS: Mapping[str, Tree] = {
    "user": _chat(("user", "Hello")),
    "system first": _chat(("system", "You are terse."), ("user", "Hello")),
    "several systems": _chat(("system", "You are terse."), ("system", "You are kind."), ("user", "Hello")),
    "system alone": _chat(("system", "You are terse.")),
    "system later": _chat(("user", "Hello"), ("system", "You are terse."), ("user", "And?")),
    "developer": _chat(("developer", "You are terse."), ("user", "Hello")),
    "turns": _chat(("user", "1 + 1?"), ("assistant", "2"), ("user", "{{sum}}?")),
    "answer begun": _chat(("user", "JSON, please."), ("assistant", "{")),
    "tool": _chat(("user", "Hello"), ("tool", "42")),
    "same role twice": _chat(("user", "Hello"), ("user", "Hello")),
    "several blocks": _chat(("user", ["Document: {{document}}", "Question: {{question}}"])),
    "several blocks of the system": _chat(("system", ["You are terse.", "You are kind."]), ("user", "Hello")),
    "block that is empty": _chat(("user", ["", "Hello"])),
    "message that is empty": _chat(("user", "Hello"), ("assistant", "")),
    "named": {"messages": [{"role": "user", "content": "Hello", "name": "ada"}]},
}


def _typical(name: str) -> Any:
    """A value that a sampling parameter takes."""
    return next(each for each in (1, "x", True, ["x"]) if not parse(Parameters, {name: each})[2])


PARAMETERS: Mapping[str, Sequence[Any]] = {
    **{name: [_typical(name)] for name in Parameters.model_fields},
    "temperature": (0, 0.1, 0.3333333333333333, 0.9, 1, 1.7, 1e-7),
    "top_p": (0, 0.1, 0.9, 1, 1e-7),
    "top_k": (0, 40),
    "max_tokens": (-1, 0, 1, 4096),
    "stop": (["END"], ["\n\nHuman:", "</answer>", "終", " "]),
    "presence_penalty": (-2, 0, 0.1, 1.5),
    "frequency_penalty": (-2, 0, 0.1, 1.5),
    "seed": (-1, 0, 42, 2**53 - 1),
    "reasoning_effort": ("none", "minimal", "low", "medium", "high", "xhigh", 0, 1024),
}
"""Values of each sampling parameter."""
_SCHEMA: Tree = {
    "type": "object",
    "title": "Lookup — «nested»",
    "properties": {
        "City": {"type": "string", "description": 'As in "Zürich".\nNot a code.', "default": ""},
        "ratio": {"type": "number", "minimum": 0.1, "maximum": 0.9, "multipleOf": 1e-7, "default": 0},
        "count": {"type": "integer", "minimum": -5, "maximum": 2**53 - 1, "exclusiveMaximum": 1e21},
        "flags": {"type": "array", "items": {"enum": ["a", None, 1, 0.5, True, False]}, "maxItems": 3},
        "where.to-go": {"anyOf": [{"$ref": "#/$defs/Place"}, {"type": "null"}]},
    },
    "required": ["City"],
    "additionalProperties": False,
    "$defs": {"Place": {"type": "object", "properties": {}, "required": []}},
}
_SMALL_SCHEMA: Tree = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
_FIND: Tree = {"name": "find", "description": "Finds a ticket.", "parameters": _SMALL_SCHEMA}
_CLOSE: Tree = {"name": "CloseTicket_2", "description": 'Closes "it".', "parameters": _SCHEMA}

_TOOLS: Mapping[str, Tree] = {
    "tool with a name": {"tools": [{"name": "ping"}]},
    "tool with an empty schema": {"tools": [{"name": "ping", "parameters": {}}]},
    "tool with a dash in its name": {"tools": [{**_FIND, "name": "find-ticket"}]},
    "tool with a description": {"tools": [_FIND]},
    "tool with a nested schema": {"tools": [_CLOSE]},
    "tool that is strict": {"tools": [{**_FIND, "strict": True}]},
    "tool that is not strict": {"tools": [{**_FIND, "strict": False}]},
    "two tools": {"tools": [_FIND, _CLOSE]},
    "tool choice auto": {"tools": [_FIND], "tool_choice": "auto"},
    "tool choice required": {"tools": [_FIND], "tool_choice": "required"},
    "tool choice none": {"tools": [_FIND], "tool_choice": "none"},
    "tool choice named": {"tools": [_FIND, {**_CLOSE, "strict": True}], "tool_choice": {"name": "CloseTicket_2"}},
}
_FORMATS: Mapping[str, Tree] = {
    "format text": {"type": "text"},
    "format object": {"type": "json_object"},
    "format schema": {"type": "json_schema", "json_schema": {"name": "answer", "schema": _SMALL_SCHEMA}},
    "format strict schema": {
        "type": "json_schema",
        "json_schema": {"name": "answer", "description": "An answer.", "schema": _SCHEMA, "strict": True},
    },
    "format schema that is not strict": {
        "type": "json_schema",
        "json_schema": {"name": "answer", "schema": {}, "strict": False},
    },
}


SAMPLES: Mapping[str, Tree] = {
    **{f"text {name}": {"template": text} for name, text in _TEXTS.items()},
    **{f"chat with a text {name}": _chat(("user", text)) for name, text in _TEXTS.items()},
    **{f"chat {name}": tree for name, tree in _CHATS.items()},
    "model": MODEL,
    "provider": {"provider": "anthropic"},
    "endpoint chat": {"endpoint": "chat"},
    "endpoint complete": {"endpoint": "complete"},
    **{
        f"{name} {value}".replace("\n", " "): {"parameters": {name: value}}
        for name, values in PARAMETERS.items()
        for value in values
    },
    **_TOOLS,
    **{name: {"response_format": value} for name, value in _FORMATS.items()},
    "variables as used": {"template": "{{a}} {{b}}", "variables": ["b", "a"]},
    "variables as used in a chat": {**_chat(("user", "{{a}} {{b}}")), "variables": ["a", "b"]},
    "empty lists and objects": {"tools": [], "parameters": {}, "variables": [], "options": {}},
}
"""A backend takes part with those that its own gate accepts."""

NAMES = ("a", "support-triage", "support_triage", "Triage2", "it's", "team/triage", "with space", "Grüße", "a.b:c")
DESCRIPTIONS = (
    "Sorts tickets.",
    "Grüße, 你好, 👩🏽‍🚀",
    'Says "no" & <b>, it\'s 100 %',
    "first\nsecond",
    " blanks around ",
    "a line, ended\n",
    "x" * 200,
)
TAGS: tuple[Mapping[str, str], ...] = (
    {"team": "support", "cost-center": "4711"},
    {"empty": ""},
    {"aa:bb/c": "x=+@y z"},
)
METADATA: tuple[Tree, ...] = (
    {"owner": "platform", "ticket": "OPS-1"},
    {"Empty": "", "Grüße": 'a "b"'},
    {"list": [1, None, 0.5, {"a": []}], "nested": {"flag": False, "zero": 0}},
)
