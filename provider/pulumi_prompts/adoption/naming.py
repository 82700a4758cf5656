"""The names of prompts in a program: resources, files and variables. Each name is unique."""

import keyword
import re
from collections.abc import Callable, Iterable

_NO_FILE = re.compile(r"[^\w.-]+")
_NO_IDENTIFIER = re.compile(r"\W+", re.ASCII)


class Names:
    """Unique names of one kind. Upper and lower case count as the same, as in the file names of some systems.

    Args:
        made_of: Makes a name of any text.
        taken: Names that are not to be given.
    """

    def __init__(self, made_of: Callable[[str], str], taken: Iterable[str] = ()) -> None:
        self._made_of = made_of
        self._taken = {each.casefold() for each in taken}

    def of(self, text: str) -> str:
        """An unused name, as close to the text as possible."""
        first = self._made_of(text)
        name, number = first, 1
        while name.casefold() in self._taken:
            number += 1
            name = self._made_of(f"{first}-{number}")
        self._taken.add(name.casefold())
        return name


def resource_name(text: str) -> str:
    """The text as the name of a resource and a file."""
    return _NO_FILE.sub("-", text).strip(".-") or "prompt"


def identifier(text: str) -> str:
    """The text as the name of a Python variable."""
    name = _NO_IDENTIFIER.sub("_", text).strip("_") or "prompt"
    return f"prompt_{name}" if name[0].isdigit() or keyword.iskeyword(name) else name
