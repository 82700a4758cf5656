"""Prompts in files of their own: text that people review.

The suffix of a file says what it holds:

- `.yaml`, `.yml`, `.json`: the arguments of a `Prompt`, by their names.
- The same with a head (`promoted`), overrides and gates: a promoted file, which `pulumi-prompts promote` writes.
- The same with `type: chat_prompt`: a manifest of TrueFoundry, as `tfy apply` takes it. Its `ml_repo` is ignored,
  because `backend` says where the prompt is kept.
- `.prompt`: the text form of Humanloop: a YAML header with the parameters, then the text, or a tag for each message.
- `.txt`, `.md`: a text, which becomes the `template`.

In YAML and JSON, `template` and the `content` of a message may take the text of another file: `{file: <path>}`. That
path starts at the folder of the file that names it. The path of the prompt file starts at the folder of the program.

A text keeps every character, and also the line break at its end. Only line breaks of Windows become plain ones, so
that a checkout on Windows declares the same content.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

from pulumi_prompts.errors import FileError
from pulumi_prompts.files.text import text_of


def load(path: str | PathLike[str]) -> dict[str, Any]:
    """The inputs that a file declares. What is wrong with one of them, the provider's `check` says.

    Raises:
        FileError: There is no such file, or it is not what its suffix says.
    """
    file = Path(path)
    read = _READERS.get(file.suffix.lower())
    if read is None:
        raise FileError(str(file), f"a prompt's file ends in {', '.join(SUFFIXES)}")
    return read(file)


def _from_text(file: Path) -> dict[str, Any]:
    return {"template": text_of(file)}


def _from_yaml(file: Path) -> dict[str, Any]:
    from pulumi_prompts.files.yaml import parse_yaml

    return _inputs(file, parse_yaml(text_of(file), str(file)))


def _from_prompt_text(file: Path) -> dict[str, Any]:
    from pulumi_prompts.files import dotprompt

    return dotprompt.loads(text_of(file), str(file))


def _from_json(file: Path) -> dict[str, Any]:
    text = text_of(file)
    try:
        return _inputs(file, json.loads(text, object_pairs_hook=_without_repetition))
    except json.JSONDecodeError as error:
        raise FileError(str(file), f"is not JSON: {error.msg}", None, error.lineno, error.colno) from None
    except ValueError as error:  # a number of too many digits
        raise FileError(str(file), f"is not JSON: {error}") from None
    except _RepeatedKeyError as repeated:
        said = f"the key {str(repeated)!r} stands twice in one object"
        raise FileError(str(file), said, None, *_where_yaml_stops(text)) from None


_READERS: Mapping[str, Callable[[Path], dict[str, Any]]] = {
    ".yaml": _from_yaml,
    ".yml": _from_yaml,
    ".json": _from_json,
    ".prompt": _from_prompt_text,
    ".txt": _from_text,
    ".md": _from_text,
}

SUFFIXES: Final = tuple(_READERS)
"""Those of a prompt's file."""

DOCUMENTS: Final = tuple(suffix for suffix, read in _READERS.items() if read is not _from_text)
"""Those of a file that may say all of a prompt, and not only its text."""


class _RepeatedKeyError(Exception):
    """A key stands twice in one object of JSON."""


def _without_repetition(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for key, value in pairs:
        if key in entries:
            raise _RepeatedKeyError(key)
        entries[key] = value
    return entries


def _where_yaml_stops(text: str) -> Iterator[int]:
    """JSON's parser does not tell where a key stands that is there twice."""
    from pulumi_prompts.files.yaml import parse_yaml

    try:
        parse_yaml(text.replace("\t", " "), "")
    except FileError as error:
        if error.line is not None:
            yield from (error.line, error.column)


def _inputs(file: Path, document: Any) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise FileError(str(file), "must be a mapping with the inputs of a prompt (`name`, `template`, ...)")
    inputs = _from_manifest(file, document) if document.get("type") == "chat_prompt" else document
    return _with_texts(inputs, file.parent)


def _with_texts(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The inputs with the texts of other files in the place of their names."""
    if "template" in document:
        document["template"] = _text_or_that_of_file(document["template"], folder)
    if isinstance(document.get("messages"), list):
        document["messages"] = [_message(message, folder) for message in document["messages"]]
    return document


def _from_manifest(file: Path, manifest: dict[str, Any]) -> dict[str, Any]:
    from pulumi_prompts.content.chat_form import Obstacle
    from pulumi_prompts.files.truefoundry import inputs_of

    if "version" in manifest:
        raise FileError(str(file), "a manifest with a `version` is of one version", "leave it out: the registry counts")
    try:
        return inputs_of(manifest)
    except Obstacle as why:
        raise FileError(str(file), f"cannot be declared: {why}") from None


def _message(message: Any, folder: Path) -> Any:
    if not isinstance(message, dict) or "content" not in message:
        return message
    return {**message, "content": _text_or_that_of_file(message["content"], folder)}


def _text_or_that_of_file(value: Any, folder: Path) -> Any:
    match value:
        case {"file": str(path), **others} if not others:
            return text_of(folder / path)
        case _:
            return value
