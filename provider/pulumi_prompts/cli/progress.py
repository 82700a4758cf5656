"""What the command is doing, while that takes its time: on a terminal, and beside the output."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text


@contextmanager
def doing(what: str) -> Iterator[Callable[[str], None]]:
    """Shows `what` until it is done, or what it is told meanwhile. Nothing may be printed until then."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: None
        return
    with console.status(Text(what)) as status:
        yield lambda text: status.update(Text(text))
