"""The `.prompt` text form of Humanloop, read and written: a YAML header with the parameters, then the text.

    ---
    model: gpt-4o
    temperature: 0.7
    ---
    <system>
      You are a friendly assistant.
    </system>

A chat has a tag for each message. If a message has several texts, each has a `<text>` tag. The line breaks next to the
tags do not belong to the text, nor does an indentation that all lines share. A file without tags is a template. (The
documentation of Humanloop shows this form, but does not define its white space.)

A text that cannot be told from the form is not written: `pulumi-prompts show` refuses it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pulumi_prompts.errors import FileError
from pulumi_prompts.files.header import headed, with_header
from pulumi_prompts.files.text import spot

_ROLES = "system|developer|user|assistant|tool"
_TAG = rf"<(?P<role>{_ROLES})(?P<attributes>(?:\s+\w+=\"[^\"]*\")*)\s*>(?P<content>.*?)</(?P=role)>"
_MESSAGE = re.compile(_TAG, re.DOTALL)
_ATTRIBUTE = re.compile(r"(\w+)=\"([^\"]*)\"")
_PART = r"<text>(?:(?!</text>).)*</text>|<image\b[^>]*>(?:</image>)?|<tool\b(?:(?!</tool>).)*</tool>"
_PARTS = re.compile(rf"\s*(?:(?:{_PART})\s*)+", re.DOTALL)
_VISIBLE = re.compile(r"\S[^\n]*")
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
HEADER: Final = {
    **{name: name for name in _DIRECT},
    **{name: f"parameters.{name}" for name in _PARAMETERS},
    **{name: f"options.humanloop.{name}" for name in _OPTIONS},
}
"""The keys of the header, each with the argument of a `Prompt` that it says."""

NO_HEADER: Final = "must begin with a header between two lines `---`"
_NOTE = "pulumi-prompts"
"""The attribute that our own versions carry; it is never declared."""


def loads(text: str, file: str) -> dict[str, Any]:
    """The inputs of a `Prompt` that `text` declares. Raises FileError, which names `file`."""
    found = headed(text)
    if found is None:
        raise FileError(file, NO_HEADER, None, 1)
    header = found.entries(file)
    if strange := [name for name in header if name not in HEADER]:
        said = f"`{strange[0]}` in the header is no parameter of a prompt"
        raise FileError(file, said, None, *found.spot_of(strange[0]))
    return {**_inputs_of(header), **_texts_of(text, found.start, header.get("endpoint"), file)}


def messages_at(text: str, start: int) -> list[int]:
    """Where the messages begin in a file whose body begins at `start`."""
    return [found.start() for found in _MESSAGE.finditer(text, start)]


def _inputs_of(header: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in header.items() if value not in (None, [], {})}
    attributes = said.pop("attributes", {})
    if own := {name: value for name, value in attributes.items() if name != _NOTE}:
        said["attributes"] = own
    parameters, options = _chosen(said, _PARAMETERS), _chosen(said, _OPTIONS)
    grouped = {"parameters": parameters, "options": {"humanloop": options} if options else {}}
    return {**_chosen(said, _DIRECT), **{name: group for name, group in grouped.items() if group}}


def _chosen(said: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: said[name] for name in names if name in said}


def _texts_of(text: str, start: int, endpoint: Any, file: str) -> dict[str, Any]:
    messages = list(_MESSAGE.finditer(text, start))
    outside = _first_outside(text, start, messages)
    if endpoint not in (None, "chat") or (endpoint is None and outside):
        return {"template": text[start:]}
    if outside:
        said = f"{outside[0].rstrip()!r} stands outside of the tags of the messages"
        raise FileError(file, said, None, *spot(text, outside.start()))
    return {"messages": [_message(index, found, file) for index, found in enumerate(messages)]}


def _first_outside(text: str, start: int, messages: Iterable[re.Match[str]]) -> re.Match[str] | None:
    """The first that is neither in a tag nor white space, to the end of its line or to the next tag."""
    for found in messages:
        if outside := _VISIBLE.search(text, start, found.start()):
            return outside
        start = found.end()
    return _VISIBLE.search(text, start)


def _message(index: int, found: re.Match[str], file: str) -> dict[str, Any]:
    attributes = dict(_ATTRIBUTE.findall(found["attributes"]))
    beyond = [f"`{name}`" for name in sorted(attributes.keys() - {"name"})] or [*_beyond_texts(found["content"])]
    if beyond:
        said = f"messages[{index}] has {beyond[0]}, which a prompt has no words for"
        raise FileError(file, said, None, *spot(found.string, found.start()))
    return {"role": found["role"], **attributes, "content": _content(found["content"])}


def _beyond_texts(written: str) -> Iterator[str]:
    if _PARTS.fullmatch(written) and (beyond := _TEXT_PART.sub("", written).strip()):
        yield "an image" if beyond.startswith("<image") else "a tool call"


def _content(written: str) -> Any:
    if _PARTS.fullmatch(written) is None:
        return _undressed(written)
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


def rendered(inputs: Mapping[str, Any]) -> str:
    """The text form of the inputs of a `Prompt`. `writing.written` looks whether it holds all of them."""
    return with_header("".join(_entry(name, value) for name, value in _header(inputs).items()), _body(inputs))


def _entry(name: str, value: Any) -> str:
    """A line of the header; lists and objects are JSON there."""
    from pulumi_prompts.files.yaml_form import quoted, scalar

    return f"{name}: {quoted(value) if isinstance(value, list | dict) else scalar(value)}\n"


def _header(inputs: Mapping[str, Any]) -> dict[str, Any]:
    options = inputs.get("options", {}).get("humanloop", {})
    said = {**inputs, **inputs.get("parameters", {}), **options}
    return _chosen(said, HEADER)


def _body(inputs: Mapping[str, Any]) -> str:
    return "".join(_written_messages(inputs.get("messages", ()))) or str(inputs.get("template", ""))


def _written_messages(messages: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for message in messages:
        role, content, name = message["role"], message["content"], message.get("name")
        parts = [content] if isinstance(content, str) else [f"<text>\n{text}\n</text>" for text in content]
        attribute = f' name="{name}"' if name else ""
        yield "\n".join([f"\n<{role}{attribute}>", *parts, f"</{role}>\n"])
