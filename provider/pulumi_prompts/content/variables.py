"""Variables in texts, and what only looks like one.

A variable is `{{name}}`. White space around the name does not matter. Each registry has its own rule for names. All
else is text, and the model gets it unchanged: `{name}`, `{{ }}`, `{{#if x}}`, and names that the rule does not allow.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_BRACES = re.compile(r"\{\{([^{}]*)\}\}")


@dataclass(frozen=True)
class Grammar:
    """What a registry takes for the name of a variable.

    Attributes:
        name: The pattern of a name.
        form: The same in words, after "must have".
    """

    name: str
    form: str

    def is_name(self, text: str) -> bool:
        """Whether `{{text}}` is a variable."""
        return re.fullmatch(self.name, text) is not None

    def names_in(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The names of the variables in `texts`, each once, in the order of their first appearance."""
        return tuple(name for name in in_braces(texts) if self.is_name(name))

    def filled(self, text: str, values: Mapping[str, str]) -> str:
        """`text` with values for its variables, in one pass: what stands in a value is no variable."""
        return _BRACES.sub(lambda found: values.get(found[1].strip(), found[0]), text)

    def look_alikes_in(self, text: str) -> Iterator[str]:
        """What somebody may have meant for a variable, and is text: a line between braces that is no name."""
        return (inner for inner in in_braces([text]) if not self.is_name(inner) and "\n" not in inner)


OURS = Grammar(r"[A-Za-z0-9][A-Za-z0-9_-]*", "letters, digits, `_` and `-`, a letter or a digit first")
"""That of a registry which says no other; and of the digest, on every registry and for ever."""


def in_braces(texts: Iterable[str]) -> tuple[str, ...]:
    """What stands between double braces, each once, without the white space around it; `""` where there is no more."""
    return tuple(dict.fromkeys(inner.strip() for text in texts for inner in _BRACES.findall(text)))


def template_variables(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of the variables in `texts`, by our own grammar."""
    return OURS.names_in(texts)
