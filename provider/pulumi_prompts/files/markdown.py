"""Markdown with front matter, read and written: the arguments of a `Prompt`, then the text, byte for byte.

    ---
    model: gpt-4o
    parameters:
      temperature: 0.2
    ---
    Summarise this ticket in {{language}}:

    {{ticket}}

The text below the front matter is the `template`. Nothing is stripped: it begins right below the second line `---`. A
file that does not begin with a line `---` is a text without front matter. If the text itself begins with such a line,
an empty front matter stands above it (two lines `---`). A chat cannot be written in this form.
"""

from collections.abc import Mapping
from typing import Any, Final

from pulumi_prompts.errors import FileError
from pulumi_prompts.files.header import begins_with_header, headed, with_header

_TEXT: Final = "template"
_TEXTS: Final = (_TEXT, "messages")

NO_END: Final = "begins with a line `---`, but no such line ends its front matter"
AN_EMPTY_ONE: Final = "if that line belongs to the text, write two lines `---` above it"
NOT_THERE: Final = "cannot stand in the front matter, because the text below it is the template"
A_CHAT: Final = "write a chat as YAML"


def loads(text: str, file: str) -> dict[str, Any]:
    """The inputs of a `Prompt` that `text` declares. Raises FileError, which names `file`."""
    if not begins_with_header(text):
        return {_TEXT: text}
    found = headed(text)
    if found is None:
        raise FileError(file, NO_END, AN_EMPTY_ONE, 1)
    entries = found.entries(file)
    for name in _TEXTS:
        if name in entries:
            raise FileError(file, f"`{name}` {NOT_THERE}", A_CHAT, *found.spot_of(name))
    return {**entries, _TEXT: found.body}


def rendered(inputs: Mapping[str, Any]) -> str:
    """The text form of the inputs of a `Prompt`. `writing.written` looks whether it holds all of them."""
    from pulumi_prompts.files.yaml_form import document

    entries = {name: value for name, value in inputs.items() if name != _TEXT}
    return with_header(document(entries), str(inputs.get(_TEXT, "")))
