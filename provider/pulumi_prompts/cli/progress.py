"""What the command is doing, while that takes its time: on a terminal, and beside the output."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Shows `what` until it is done. Nothing may be printed meanwhile."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(Text(what)):
        yield
