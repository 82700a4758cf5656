"""A header of YAML between two lines `---`, with a text below it that is taken as it stands."""

import re
from typing import Any, Final, NamedTuple

from pulumi_prompts.errors import FileError
from pulumi_prompts.files.nodes import composed, entries_on
from pulumi_prompts.files.text import Spot
from pulumi_prompts.files.yaml import parse_yaml

HEADED: Final = (".prompt", ".md")
"""The suffixes of files that have such a header."""

_LINE: Final = "--- *"
_FORM = re.compile(rf"(?P<header>{_LINE}\n(?:[^\n]*\n)*?){_LINE}(?:\n(?P<body>.*))?", re.DOTALL)
_FIRST_LINE = re.compile(rf"{_LINE}(?:\n|$)")


class Headed(NamedTuple):
    """A text in its two parts.

    Attributes:
        header: With its first line, so that its lines count as those of the file.
        body: All below the line that ends the header.
        start: The index in the text at which the body begins.
    """

    header: str
    body: str
    start: int

    def entries(self, file: str) -> dict[str, Any]:
        """What the header says. Raises FileError, which names `file`, where that is no mapping."""
        said = parse_yaml(self.header, file)
        if said is not None and not isinstance(said, dict):
            raise FileError(file, NO_MAPPING, None, 1)
        return said or {}

    def spot_of(self, name: str) -> Spot:
        """Where one of its entries begins."""
        (entry,) = entries_on(composed(self.header), [name])
        return entry.spot


NO_MAPPING: Final = "the header must be a mapping with the parameters (`model`, ...)"


def headed(text: str) -> Headed | None:
    """The parts of `text`; None where it has no header."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    start = found.end() if found["body"] is None else found.start("body")
    return Headed(found["header"], text[start:], start)


def document_in(text: str, suffix: str) -> Any:
    """The root node of what a file says: of its header, where such files have one, else of all of it; or None."""
    if suffix not in HEADED:
        return composed(text, is_json=suffix == ".json")
    found = headed(text)
    return composed(found.header) if found else None


def begins_with_header(text: str) -> bool:
    """Whether the first line is that of a header, even if none ends it."""
    return _FIRST_LINE.match(text) is not None


def with_header(entries: str, body: str) -> str:
    """The text of these parts; `entries` are the lines between the two."""
    return f"---\n{entries}---\n{body}"
