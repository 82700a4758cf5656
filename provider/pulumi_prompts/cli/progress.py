"""The progress of a command, on a terminal only, and on standard error."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text


@contextmanager
def doing(what: str) -> Iterator[Callable[[str], None]]:
    """Show `what`, or a text that is given later, until the block ends. The block must not print."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: None
        return
    with console.status(Text(what)) as status:
        yield lambda text: status.update(Text(text))
