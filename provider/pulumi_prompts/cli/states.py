"""The states that a command names: of stacks, which `pulumi` exports, or in files."""

import json
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from pulumi_prompts.cli.documents import read_all
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.project import Project
from pulumi_prompts.errors import UsageError
from pulumi_prompts.status.states import HOW_TO_EXPORT, NO_EXPORT, State


def states_of(stacks: Sequence[str | None], files: Sequence[str]) -> list[State]:
    """The states, in the given order.

    Args:
        stacks: The stacks, which `pulumi` exports; None is the selected one.
        files: Files with exported states, or `-`.

    Raises:
        ConfigurationError: A stack cannot be read.
        UsageError: A file cannot be read, or two states are of one stack.
    """
    exports = exports_in(files)
    states = [*_of_stacks(stacks), *(State(name, export) for name, export in exports)]
    twice = [stack for stack, times in Counter(state.stack for state in states).items() if times > 1]
    if twice:
        raise UsageError(given_twice(twice[0]))
    return states


def exports_in(files: Sequence[str]) -> list[tuple[str, object]]:
    """The JSON in each file, with its name. Raises UsageError if a file cannot be read, or has no JSON."""
    return [(name, _parsed(name, text)) for name, text in read_all(files)]


def given_twice(stack: str) -> str:
    """The message if two states are of one stack."""
    return f"the stack {stack!r} is given twice"


def _of_stacks(names: Sequence[str | None]) -> list[State]:
    """The states, read in parallel: `pulumi` needs a second for each, and mostly waits."""
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
        raise UsageError(f"{name}: {NO_EXPORT}", HOW_TO_EXPORT) from None
