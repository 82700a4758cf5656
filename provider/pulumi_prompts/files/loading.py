r"""Prompts in files of their own: text that people review.

The suffix of a file says what it holds:

- `.yaml`, `.yml`, `.json`: the arguments of a `Prompt`, by their names.
- The same with a head (`promoted`), overrides and gates: a promoted file, which `pulumi-prompts promote` writes.
- The same with `type: chat_prompt`: a manifest of TrueFoundry, as `tfy apply` takes it. Its `ml_repo` is ignored,
  because `backend` says where the prompt is kept.
- `.prompt`: the text form of Humanloop: a YAML header with the parameters, then the text, or a tag for each message.
- `.md`: front matter with the arguments, and the `template` below it; or the `template` alone.
- `.txt`: a text, which becomes the `template`.

All but the last are written, too (`pulumi-prompts show`). In YAML and JSON, `template` and the `content` of a message
may take the text of another file: `{file: <path>}`, or `{include: <path>}`. The path of the prompt file starts at the
folder of the program.

A text keeps every character, and also the line break at its end. Only the line breaks of Windows that a file itself
has become plain ones, so that a checkout on Windows declares the same content. In YAML and JSON, a text that says
`"\r\n"` in quotes keeps them.
"""

from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

from pulumi_prompts.content.properties import Step
from pulumi_prompts.errors import FileError
from pulumi_prompts.files.fragments import joined, parts_of
from pulumi_prompts.files.nodes import composed, entries_on
from pulumi_prompts.files.schema import FILE, KEY
from pulumi_prompts.files.text import Spot, text_of


def load(path: str | PathLike[str]) -> dict[str, Any]:
    """The inputs that a file declares. What is wrong with one of them, the provider's `check` says.

    Raises:
        FileError: There is no such file, or it is not what its suffix says.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise FileError(str(file), f"a prompt's file ends in {', '.join(SUFFIXES)}")
    return _with_texts(parsed(suffix, text_of(file), str(file)), file.parent)


def parsed(suffix: str, text: str, file: str) -> dict[str, Any]:
    """The inputs in the text of a file with one of `SUFFIXES`; texts of other files are still named."""
    return _PARSERS[suffix](text, file)


def _from_text(text: str, file: str) -> dict[str, Any]:
    return {"template": text}


def _from_markdown(text: str, file: str) -> dict[str, Any]:
    from pulumi_prompts.files import markdown

    return markdown.loads(text, file)


def _from_yaml(text: str, file: str) -> dict[str, Any]:
    from pulumi_prompts.files.yaml import parse_yaml

    return _inputs(file, text, parse_yaml(text, file))


def _from_prompt_text(text: str, file: str) -> dict[str, Any]:
    from pulumi_prompts.files import dotprompt

    return dotprompt.loads(text, file)


def _from_json(text: str, file: str) -> dict[str, Any]:
    from pulumi_prompts.files import json_form

    return _inputs(file, text, json_form.loads(text, file))


_PARSERS: Mapping[str, Callable[[str, str], dict[str, Any]]] = {
    ".yaml": _from_yaml,
    ".yml": _from_yaml,
    ".json": _from_json,
    ".prompt": _from_prompt_text,
    ".txt": _from_text,
    ".md": _from_markdown,
}

SUFFIXES: Final = tuple(_PARSERS)
"""Those of a prompt's file."""

DOCUMENTS: Final = tuple(suffix for suffix, parse in _PARSERS.items() if parse is not _from_text)
"""Those of a file that may say all of a prompt, and not only its text."""


def is_document(file: Path) -> bool:
    """Whether a file may say all of a prompt; of Markdown, what has front matter; of JSON, all but our schema."""
    suffix = file.suffix.lower()
    if suffix != ".md":
        return suffix in DOCUMENTS and file.name != FILE
    with file.open("rb") as opened:
        return opened.readline().removeprefix(BOM_UTF8).rstrip() == b"---"


def _inputs(file: str, text: str, document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise FileError(file, "must be a mapping with the inputs of a prompt (`name`, `template`, ...)", None, 1)
    if document.get("type") == "chat_prompt":
        return _from_manifest(file, text, document)
    return {name: value for name, value in document.items() if name != KEY}


def _with_texts(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The inputs with the texts of other files in the place of their names."""
    if "template" in document:
        document["template"] = _text(document["template"], folder)
    if isinstance(document.get("messages"), list):
        document["messages"] = [_message(message, folder) for message in document["messages"]]
    return document


def _from_manifest(file: str, text: str, manifest: dict[str, Any]) -> dict[str, Any]:
    from pulumi_prompts.content.chat_form import Obstacle
    from pulumi_prompts.files.truefoundry import inputs_of

    if "version" in manifest:
        said = "a manifest with a `version` is of one version"
        raise FileError(file, said, "leave it out: the registry counts", *_spot(file, text, "version"))
    try:
        return inputs_of(manifest)
    except Obstacle as why:
        raise FileError(file, f"cannot be declared: {why}", None, *_spot(file, text, *why.steps)) from None


def _spot(file: str, text: str, *steps: Step) -> Spot:
    """Where that stands, or else what it would stand in."""
    root = composed(text, is_json=file.lower().endswith(".json"))
    return next((entry.spot for entry in reversed(entries_on(root, steps))), Spot(1, 1))


def _message(message: Any, folder: Path) -> Any:
    if not isinstance(message, dict) or "content" not in message:
        return message
    return {**message, "content": _text(message["content"], folder)}


def _text(value: Any, folder: Path) -> Any:
    """That of other files, where the value names one."""
    parts = parts_of(value, folder)
    return joined(parts) if parts else value
