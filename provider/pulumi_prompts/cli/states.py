"""The states of stacks that a command line names: read through `pulumi`, or from files."""

import json
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pulumi_prompts.cli.documents import read_all
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.project import Project
from pulumi_prompts.errors import InputError
from pulumi_prompts.status.states import HOW_TO_EXPORT, NO_EXPORT, State


def states_of(stacks: Sequence[str | None], files: Sequence[str]) -> list[State]:
    """In the order in which they are given, each stack once.

    Args:
        stacks: Read through `pulumi`; None is the selected one.
        files: States in files, or `-`.

    Raises:
        ConfigurationError: A stack cannot be read.
        InputError: A file cannot be read, or a stack is given twice.
    """
    documents = read_all(files)
    states = [*_of_stacks(stacks), *(State(name, _parsed(name, text)) for name, text in documents)]
    twice = [stack for stack, times in Counter(state.stack for state in states).items() if times > 1]
    if twice:
        raise InputError(given_twice(twice[0]))
    return states


def given_twice(stack: str) -> str:
    """Said where two states are of one stack."""
    return f"the stack {stack!r} is given twice"


def _of_stacks(names: Sequence[str | None]) -> list[State]:
    """`pulumi` takes a second for each, most of which is waiting."""
    if not names:
        return []
    project = Project.around(Path.cwd())
    with doing("reading the stacks"), ThreadPoolExecutor(len(names)) as threads:
        exports = threads.map(project.export_of, names)
        return [State(name or "the selected stack", export) for name, export in zip(names, exports, strict=True)]


def _parsed(name: str, text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InputError(f"{name}: {NO_EXPORT}", HOW_TO_EXPORT) from None
