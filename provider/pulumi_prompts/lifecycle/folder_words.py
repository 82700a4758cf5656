"""What is said of a folder that is one resource."""

from collections.abc import Sequence
from math import ceil

from pulumi_prompts.errors import PromptsError
from pulumi_prompts.lifecycle.answers import Values
from pulumi_prompts.lifecycle.crew import Outcome

_TOLD = 20
"""How many failures are told; of the others, their number."""

REMEDY = "correct what is wrong and run the command again: it goes on with these, and does nothing twice"
UNPROTECT = "keep their files as they were; or run `pulumi up` with `protect=False` first"
DIFFERS = "differs from what the last `up` left; the next one writes it again"
GONE = "is gone from the registry; the next `up` makes it again"


def takes_long(kind: str, number: int, prompts_a_second: float) -> str:
    """Said before it begins."""
    minutes = ceil(number / prompts_a_second / 60)
    return (
        f"{number:,} prompts are to be written; the quota of {kind} is {prompts_a_second:g} a second, so this takes "
        f"{minutes} minutes or more; if it is interrupted, the next `pulumi up` goes on"
    )


def would_be_deleted(names: Sequence[str]) -> str:
    """Said of the prompts of a protected folder that the program gives up."""
    return f"the folder is protected, but these prompts would be deleted: {', '.join(_first_of(names))}"


def many_failed(number: int) -> str:
    """Said after the lines of those that failed."""
    return f"{number:,} {'prompt' if number == 1 else 'prompts'} of the folder failed"


def more_failed(number: int) -> str:
    """Said in the place of further lines."""
    return f"... and {number:,} more"


def not_tried(number: int) -> str:
    """Said of those that nobody tried."""
    verb = "was" if number == 1 else "were"
    return f"{number:,} more {verb} not tried: the registry is out of reach, or lets nobody in"


def failure_of(failed: Sequence[tuple[str, Outcome]], left: tuple[str, Values] | None = None) -> PromptsError:
    """One error for all that failed, with what the state is to keep (`PromptsError.left`)."""
    lines = [f"{name}: {outcome.said}" for name, outcome in failed if outcome.error is not None]
    untried = len(failed) - len(lines)
    more = [not_tried(untried)] if untried else []
    error = PromptsError(many_failed(len(failed)), REMEDY, "\n".join([*_first_of(lines), *more]))
    error.left = left
    return error


def _first_of(said: Sequence[str]) -> list[str]:
    untold = len(said) - _TOLD
    return [*said[:_TOLD], *([more_failed(untold)] if untold > 0 else [])]
