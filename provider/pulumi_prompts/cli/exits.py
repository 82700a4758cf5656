"""How the command line ends."""

from enum import IntEnum

from pulumi_prompts.errors import ConfigurationError, PromptsError, RegistryError


class Exit(IntEnum):
    """The codes that a script, or CI, decides by."""

    DONE = 0
    """All is done, or there was nothing to do."""

    USAGE = 2
    """The command was given wrongly: nothing was looked at."""

    WAITS = 3
    """With `--check`: something waits to be promoted."""

    REFUSED = 4
    """A promotion is refused: by a gate, as a secret, or because the registry of the target cannot express it."""

    UNREACHABLE = 5
    """The stack or the registry could not be read."""


def exit_of(error: PromptsError) -> Exit:
    """The code of an error: whether the source could not be read, or what it has is refused."""
    return Exit.UNREACHABLE if isinstance(error, RegistryError | ConfigurationError) else Exit.REFUSED
