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
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from os import PathLike
from pathlib import Path
from typing import Any, Final

from pulumi_prompts.content.properties import Step
from pulumi_prompts.errors import FileError
from pulumi_prompts.files.fragments import joined, parts_of
from pulumi_prompts.files.nodes import entries_on
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
    text = text_of(file)
    return _with_texts(parsed(suffix, text, str(file)), file, text)


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


def _with_texts(document: dict[str, Any], file: Path, text: str) -> dict[str, Any]:
    """The inputs of `file`, which has `text`, with the texts of other files in the place of their names."""
    if isinstance(document.get("messages"), list):
        document["messages"] = [copy(each) for each in document["messages"]]  # an anchor may stand elsewhere, too
    for holder, steps in _holders(document):
        try:
            parts = parts_of(holder[steps[-1]], file.parent)
        except FileError as error:
            if error.line is not None:
                raise
            place = _spot(str(file), text, *steps, *holder[steps[-1]])
            raise FileError(str(file), f"{error.file}: {error.what}", error.remedy, *place) from None
        if parts:
            holder[steps[-1]] = joined(parts)
    return document


def _holders(document: dict[str, Any]) -> Iterator[tuple[dict[Any, Any], tuple[Step, ...]]]:
    """What may have the text of another file, and the path of that text."""
    if "template" in document:
        yield document, ("template",)
    messages = document.get("messages")
    for index, message in enumerate(messages if isinstance(messages, list) else ()):
        if isinstance(message, dict) and "content" in message:
            yield message, ("messages", index, "content")


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
    from pulumi_prompts.files.header import document_in

    root = document_in(text, Path(file).suffix.lower())
    return next((entry.spot for entry in reversed(entries_on(root, steps))), Spot(1, 1))
