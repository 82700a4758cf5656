"""The forms in which a prompt is written to a file."""

from enum import StrEnum
from typing import Self


class Form(StrEnum):
    """What a file may look like.

    Attributes:
        suffix: How the name of such a file ends.
        noun: What a message calls such a file.
    """

    suffix: str
    noun: str

    def __new__(cls, word: str, suffix: str, noun: str) -> Self:
        """A form by the word for it."""
        made = str.__new__(cls, word)
        made._value_, made.suffix, made.noun = word, suffix, noun
        return made

    YAML = "yaml", ".yaml", "a YAML file"
    JSON = "json", ".json", "a JSON file"
    MARKDOWN = "markdown", ".md", "a Markdown file"
    PROMPT = "prompt", ".prompt", "a .prompt file"
    TRUEFOUNDRY = "truefoundry", ".yaml", "a manifest of TrueFoundry"
