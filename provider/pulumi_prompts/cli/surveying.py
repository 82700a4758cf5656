"""`pulumi-prompts status`: read the states and, with `--live`, the registries; then write the status."""

from collections.abc import Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from pulumi_prompts.cli.documents import write_one
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.project import Project
from pulumi_prompts.cli.sources import session
from pulumi_prompts.cli.states import states_of
from pulumi_prompts.errors import ConfigurationError
from pulumi_prompts.status.between import Between
from pulumi_prompts.status.building import Table
from pulumi_prompts.status.live import live_of
from pulumi_prompts.status.model import Status
from pulumi_prompts.status.states import State, seen_in


@dataclass(frozen=True)
class Order:
    """The arguments of the command.

    Attributes:
        stacks: The stacks, which `pulumi` exports. Without stacks and files it is the selected stack.
        files: Files with exported states, or `-`.
        live: Whether to read the registries.
        between: A prompt and two environments, to show how its text differs.
    """

    stacks: Sequence[str]
    files: Sequence[str]
    live: bool
    between: tuple[str, str, str] | None


@dataclass(frozen=True)
class Forms:
    """Where each form of the status goes: a file, or `-`. Without any, the status is shown."""

    markdown: str | None
    json: str | None
    html: str | None

    def of(self, status: Status) -> Iterator[tuple[str, str]]:
        """Each text with its destination."""
        if self.markdown is not None:
            from pulumi_prompts.status.forms.markdown import markdown

            yield self.markdown, markdown(status)
        if self.json is not None:
            from pulumi_prompts.status.forms.json_form import dumps

            yield self.json, dumps(status)
        if self.html is not None:
            from pulumi_prompts.status.forms.html import page

            yield self.html, page(status)


def status(order: Order, forms: Forms) -> Exit:
    """Write the status, also if a registry cannot be read.

    Raises:
        ConfigurationError: A stack cannot be read.
        InputError: A file cannot be read or written, or there is no such prompt or environment.
        RegistryError: A content to compare cannot be read.
    """
    names = order.stacks if order.stacks or order.files else (None,)
    states = states_of(names, order.files)
    with chdir(_program()):
        made = _told(states, order)
    texts = [*forms.of(made)]
    for name, text in texts:
        write_one(name, text)
    if not texts:
        _show(made)
    return Exit.DONE if made.is_whole else Exit.UNREACHABLE


def _program() -> Path:
    """The folder of the program, where its relative paths start; without a program, the working folder."""
    try:
        return Project.around(Path.cwd()).program
    except ConfigurationError:
        return Path.cwd()


def _told(states: Sequence[State], order: Order) -> Status:
    seen = seen_in(states)
    with doing("comparing") as tell:
        registries = session(tell)
        live = live_of(seen, registries, tell) if order.live else None
        table = Table([state.stack for state in states], seen, live)
        if order.between is None:
            return table.status()
        return Between(table, states, registries).status(*order.between)


def _show(made: Status) -> None:
    from rich.console import Console

    from pulumi_prompts.status.forms.terminal import show

    show(made, Console(highlight=False))
