"""The `.prompt` text form of Humanloop, read and written: a YAML header with the parameters, then the text.

    ---
    model: gpt-4o
    temperature: 0.7
    ---
    <system>
      You are a friendly assistant.
    </system>

A chat is a tag for each message; several texts of one message stand in `<text>` tags. A line break after the opening
and before the closing tag belongs to the form, and so does an indentation that all lines have. Any other text is a
template as it stands. (The vendor's documentation shows the form and does not define it: the white space is inferred.)

`Prompt.from_file` reads such a file; who writes one, a team that moves its prompts, calls `dumps`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pulumi_prompts.errors import InputError
from pulumi_prompts.files.yaml import parse_yaml

_FORM = re.compile(r"(?P<header>---\n(?:[^\n]*\n)*?)---(?:\n(?P<body>.*))?", re.DOTALL)
_ROLES = "system|developer|user|assistant|tool"
_TAG = rf"<(?P<role>{_ROLES})(?P<attributes>(?:\s+\w+=\"[^\"]*\")*)\s*>(?P<content>.*?)</(?P=role)>"
_MESSAGE = re.compile(_TAG, re.DOTALL)
_ATTRIBUTE = re.compile(r"(\w+)=\"([^\"]*)\"")
_PART = r"<text>(?:(?!</text>).)*</text>|<image\b[^>]*>(?:</image>)?|<tool\b(?:(?!</tool>).)*</tool>"
_PARTS = re.compile(rf"\s*(?:(?:{_PART})\s*)+", re.DOTALL)
_TEXT_PART = re.compile(r"<text>(.*?)</text>", re.DOTALL)

_DIRECT = ("model", "provider", "endpoint", "tools", "response_format")
_PARAMETERS = (
    "temperature",
    "top_p",
    "max_tokens",
    "stop",
    "presence_penalty",
    "frequency_penalty",
    "seed",
    "reasoning_effort",
)
_OPTIONS = ("template_language", "other", "linked_tools", "attributes")
_NOTE = "pulumi-prompts"
"""The attribute that our own versions carry; it is never declared."""


def loads(text: str, file: str) -> dict[str, Any]:
    """The inputs of a `Prompt` that `text` declares. Raises InputError, which names `file`."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise InputError(f"{file}: must begin with a header between two lines `---`")
    header = parse_yaml(found["header"], file)
    if not isinstance(header, dict):
        raise InputError(f"{file}: the header must be a mapping with the parameters (`model`, ...)")
    return {**_inputs_of(header, file), **_texts_of(found["body"] or "", header.get("endpoint"), file)}


def _inputs_of(header: Mapping[str, Any], file: str) -> dict[str, Any]:
    known = {*_DIRECT, *_PARAMETERS, *_OPTIONS}
    for name in header:
        if name not in known:
            raise InputError(f"{file}: `{name}` in the header is no parameter of a prompt")
    said = {name: value for name, value in header.items() if value not in (None, [], {})}
    attributes = said.pop("attributes", {})
    if own := {name: value for name, value in attributes.items() if name != _NOTE}:
        said["attributes"] = own
    parameters, options = _chosen(said, _PARAMETERS), _chosen(said, _OPTIONS)
    grouped = {"parameters": parameters, "options": {"humanloop": options} if options else {}}
    return {**_chosen(said, _DIRECT), **{name: group for name, group in grouped.items() if group}}


def _chosen(said: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}


def _texts_of(body: str, endpoint: Any, file: str) -> dict[str, Any]:
    outside = _MESSAGE.sub("", body).strip()
    if endpoint not in (None, "chat") or (endpoint is None and outside):
        return {"template": body}
    if outside:
        raise InputError(f"{file}: {outside.splitlines()[0]!r} stands outside of the tags of the messages")
    return {"messages": [_message(index, found, file) for index, found in enumerate(_MESSAGE.finditer(body))]}


def _message(index: int, found: re.Match[str], file: str) -> dict[str, Any]:
    attributes = dict(_ATTRIBUTE.findall(found["attributes"]))
    if beyond := attributes.keys() - {"name"}:
        raise InputError(f"{file}: messages[{index}] has `{min(beyond)}`, which a prompt has no words for")
    return {"role": found["role"], **attributes, "content": _content(index, found["content"], file)}


def _content(index: int, written: str, file: str) -> Any:
    if _PARTS.fullmatch(written) is None:
        return _undressed(written)
    if beyond := _TEXT_PART.sub("", written).strip():
        what = "an image" if beyond.startswith("<image") else "a tool call"
        raise InputError(f"{file}: messages[{index}] has {what}, which a prompt has no words for")
    return [_undressed(part) for part in _TEXT_PART.findall(written)]


def _undressed(written: str) -> str:
    """The text without what belongs to the form."""
    text = re.fullmatch(r"(?:[^\S\n]*\n)?(.*?)(?:\n[^\S\n]*)?", written, re.DOTALL)
    assert text is not None, "every text has that form"  # noqa: S101 (for the type checker)
    lines = text[1].split("\n")
    margin = _shared_by(line[: len(line) - len(line.lstrip(" \t"))] for line in lines if line.strip())
    return "\n".join(line.removeprefix(margin) for line in lines)


def _shared_by(indentations: Iterable[str]) -> str:
    """The white space that all lines begin with."""
    ordered = sorted(indentations) or [""]
    least, most = ordered[0], ordered[-1]
    return next((least[:size] for size in range(len(least), 0, -1) if most.startswith(least[:size])), "")


def dumps(inputs: Mapping[str, Any]) -> str:
    """The text form of a content, which is given as the inputs of a `Prompt`.

    Raises:
        InputError: The form has no words for it: what is read back would be another content.
    """
    header = "".join(_entry(name, value) for name, value in _header(inputs).items())
    text = f"---\n{header}---\n{_body(inputs)}"
    if loads(text, "(the text)") != _without_nothing(inputs):
        raise InputError("a text of the prompt cannot be told from the form of a .prompt file; write another file")
    return text


def _entry(name: str, value: Any) -> str:
    """A line of the header; lists and objects are JSON there."""
    import yaml

    from pulumi_prompts.files.yaml_form import quoted

    if isinstance(value, list | dict):
        return f"{name}: {quoted(value)}\n"
    return yaml.safe_dump({name: value}, allow_unicode=True, width=2**20)


def _header(inputs: Mapping[str, Any]) -> dict[str, Any]:
    options = inputs.get("options", {}).get("humanloop", {})
    said = {**inputs, **inputs.get("parameters", {}), **options}
    return _chosen(said, (*_DIRECT, *_PARAMETERS, *_OPTIONS))


def _body(inputs: Mapping[str, Any]) -> str:
    return "".join(_written_messages(inputs.get("messages", ()))) or str(inputs.get("template", ""))


def _written_messages(messages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for message in messages:
        role, content, name = message["role"], message["content"], message.get("name")
        parts = [content] if isinstance(content, str) else [f"<text>\n{text}\n</text>" for text in content]
        attribute = f' name="{name}"' if name else ""
        yield "\n".join([f"\n<{role}{attribute}>", *parts, f"</{role}>\n"])


def _without_nothing(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in inputs.items() if value not in (None, [], {})}
