"""The output formats of `validate`."""

from enum import StrEnum


class Format(StrEnum):
    """Lines for people and editors, or annotations that GitHub shows beside the lines of a pull request."""

    TEXT = "text"
    GITHUB = "github"
