"""How a command ends."""

from enum import IntEnum
from typing import Self

from pulumi_prompts.errors import ConfigurationError, PromptsError, RegistryError, UsageError


class Exit(IntEnum):
    """The exit codes, for scripts and CI.

    Attributes:
        meaning: What the code means, for the help and the documentation.
    """

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """A code with its meaning."""
        made = int.__new__(cls, code)
        made._value_, made.meaning = code, meaning
        return made

    DONE = 0, "Success, or there was nothing to do."
    NOT_READ = 1, "The output was closed before its end (`| head`)."
    UNUSABLE = 2, "The command is wrong; or its input cannot be read, is incomplete, or is from a preview that failed."
    WAITS = 3, "A promotion is pending (`promote --check`), or no given stack manages something (`unmanaged`)."
    REFUSED = (
        4,
        "Refused: a promotion, an import, changes that were not approved, or a file with mistakes.",
    )
    UNREACHABLE = 5, "A stack or a registry could not be read."
    INTERRUPTED = 130, "Interrupted with Ctrl-C."


def unreachable_or_unusable(error: PromptsError) -> Exit:
    """The code for an error of a command that refuses nothing."""
    return Exit.UNREACHABLE if exit_of(error) is Exit.UNREACHABLE else Exit.UNUSABLE


def exit_of(error: PromptsError) -> Exit:
    """The code for an error: the command is wrong, a stack or a registry cannot be read, or a content is refused."""
    if isinstance(error, UsageError):
        return Exit.UNUSABLE
    return Exit.UNREACHABLE if isinstance(error, RegistryError | ConfigurationError) else Exit.REFUSED
