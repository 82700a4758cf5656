"""`pulumi-prompts status`: read the states, ask the registries where that is wanted, and write what serves where."""

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
    """What is to be told.

    Attributes:
        stacks: Read through `pulumi`; the selected one, where nothing is named.
        files: States in files, or `-`.
        live: Whether the registries are asked.
        between: A prompt and two environments, whose difference is shown.
    """

    stacks: Sequence[str]
    files: Sequence[str]
    live: bool
    between: tuple[str, str, str] | None


@dataclass(frozen=True)
class Forms:
    """Where the status goes, each a file or `-`; with none of them it is shown."""

    markdown: str | None
    json: str | None
    html: str | None

    def of(self, status: Status) -> Iterator[tuple[str, str]]:
        """The texts, each with where it goes."""
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
    """Write it, also where a registry cannot be read.

    Raises:
        ConfigurationError: A stack cannot be read.
        InputError: What was given cannot be read, or written; or there is no such prompt or environment.
        RegistryError: The content of a difference cannot be read.
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
    """Where relative paths of the program start, if there is one: a state from elsewhere may be read anywhere."""
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
