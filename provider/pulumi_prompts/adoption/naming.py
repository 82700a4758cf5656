"""What prompts are called in a program: resources, files and variables, each name once."""

import keyword
import re
from collections.abc import Callable, Iterable

_NO_FILE = re.compile(r"[^\w.-]+")
_NO_IDENTIFIER = re.compile(r"\W+", re.ASCII)


class Names:
    """Names of one kind, each given once; those that differ in case alone are the same file on some systems.

    Args:
        made_of: Makes a name of any text.
        taken: Names that are not to be given.
    """

    def __init__(self, made_of: Callable[[str], str], taken: Iterable[str] = ()) -> None:
        self._made_of = made_of
        self._taken = {each.casefold() for each in taken}

    def of(self, text: str) -> str:
        """A name that was not given yet, as close to the text as one may be."""
        first = self._made_of(text)
        name, number = first, 1
        while name.casefold() in self._taken:
            number += 1
            name = self._made_of(f"{first}-{number}")
        self._taken.add(name.casefold())
        return name


def resource_name(text: str) -> str:
    """The text as the name of a resource, which names a file as well."""
    return _NO_FILE.sub("-", text).strip(".-") or "prompt"


def identifier(text: str) -> str:
    """The text as a variable of Python."""
    name = _NO_IDENTIFIER.sub("_", text).strip("_") or "prompt"
    return f"prompt_{name}" if name[0].isdigit() or keyword.iskeyword(name) else name
