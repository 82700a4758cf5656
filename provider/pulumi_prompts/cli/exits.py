"""How the command line ends."""

from enum import IntEnum
from typing import Self

from pulumi_prompts.errors import ConfigurationError, PromptsError, RegistryError


class Exit(IntEnum):
    """The codes that a script, or CI, decides by.

    Attributes:
        meaning: What one says, for the help and the documentation.
    """

    meaning: str

    def __new__(cls, code: int, meaning: str) -> Self:
        """A code with its meaning."""
        made = int.__new__(cls, code)
        made._value_, made.meaning = code, meaning
        return made

    DONE = 0, "All is done, or there was nothing to do."
    NOT_READ = 1, "Whoever read the output went away (`| head`)."
    UNUSABLE = 2, "The command was given wrongly, or what it was given cannot be read, failed, or is incomplete."
    WAITS = 3, "Something waits: to be promoted (`promote --check`), or to be managed (`unmanaged`)."
    REFUSED = 4, "Something is refused: a promotion, a preview that is not what was approved, a file that is wrong."
    UNREACHABLE = 5, "The stack or the registry could not be read."
    INTERRUPTED = 130, "It was interrupted with Ctrl-C."


def unreachable_or_unusable(error: PromptsError) -> Exit:
    """The code of an error of a command that refuses nothing."""
    return Exit.UNREACHABLE if exit_of(error) is Exit.UNREACHABLE else Exit.UNUSABLE


def exit_of(error: PromptsError) -> Exit:
    """The code of an error: whether the source could not be read, or what it has is refused."""
    return Exit.UNREACHABLE if isinstance(error, RegistryError | ConfigurationError) else Exit.REFUSED
