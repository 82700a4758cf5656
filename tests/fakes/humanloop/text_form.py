"""The `.prompt` text form: a YAML header with the parameters, then the template.

    ---
    model: gpt-4o
    temperature: 0.7
    tools: [{"name": "find", ...}]
    ---
    <system>
      You are a friendly assistant.
    </system>

Seen in the vendor's documentation: the header, `tools` as a JSON list in it, one tag for each message, `<text>` and
`<image url=...>` in a message, `<tool name=... id=...>` for tool calls. Inferred: which parameters are left out; how a
text of several lines is laid out (as it stands, between two line breaks: the documentation's examples are indented,
those in the vendor's tests are not); how a name is written; that a completion's text follows the header as it stands.
Only JSON and plain words are understood as values of the header.
"""

import json
import re
from typing import Any

from ..wire import Json
from .wire import invalid, problem

_HEADER = re.compile(r"---\n(.*?\n)---\n?(.*)", re.DOTALL)
_MESSAGE = re.compile(r"<(system|user|assistant|developer|tool)((?:\s+\w+=\"[^\"]*\")*)>\n?(.*?)\n?</\1>\s*", re.DOTALL)
_PART = re.compile(r"<text>\n?(.*?)\n?</text>\s*", re.DOTALL)
_ATTRIBUTE = re.compile(r"(\w+)=\"([^\"]*)\"")
_PLAIN = re.compile(r"[A-Za-z][\w./:-]*")
_WORDS = ("true", "false", "null", "yes", "no", "on", "off")


def serialized(kernel: Json) -> str:
    header = {name: value for name, value in kernel.items() if name != "template" and value not in (None, {})}
    lines = "".join(f"{name}: {_value(value)}\n" for name, value in header.items())
    return f"---\n{lines}---\n{_template(kernel['template'])}"


def _value(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def _template(template: Any) -> str:
    if isinstance(template, list):
        return "\n" + "\n".join(map(_message, template))
    return template or ""


def _message(message: Json) -> str:
    attributes = "".join(f' {name}="{message[name]}"' for name in ("name", "tool_call_id") if message.get(name))
    content = message.get("content") or ""
    inside = content if isinstance(content, str) else "\n".join(map(_part, content))
    return f"<{message['role']}{attributes}>\n{inside}\n</{message['role']}>\n"


def _part(part: Json) -> str:
    return (
        f"<text>\n{part['text']}\n</text>" if part["type"] == "text" else f'<image url="{part["image_url"]["url"]}" />'
    )


def deserialized(text: str) -> Json:
    found = _HEADER.fullmatch(text)
    if found is None:
        invalid([problem(("body", "prompt"), "a .prompt file begins with a header between `---`", "value_error")])
    header, body = found.groups()
    kernel = dict(_entry(line) for line in header.splitlines() if line.strip())
    return {**kernel, "template": _read_template(body, str(kernel.get("endpoint", "chat")))}


def _entry(line: str) -> tuple[str, Any]:
    name, _, value = line.partition(":")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value.strip()


def _read_template(body: str, endpoint: str) -> Any:
    if endpoint != "chat":
        return body
    rest = _MESSAGE.sub("", body).strip()
    if rest:
        invalid([problem(("body", "prompt"), "text stands outside of the messages", "value_error")])
    return [_read_message(*found) for found in _MESSAGE.findall(body)]


def _read_message(role: str, attributes: str, content: str) -> Json:
    parts = [{"type": "text", "text": text} for text in _PART.findall(content)]
    return {"role": role, **dict(_ATTRIBUTE.findall(attributes)), "content": parts or content}
