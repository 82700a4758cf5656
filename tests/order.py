"""The order of the tests: those that wait stand between those that compute, so that no processor is idle."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import pytest

from phoenix_server.fixtures import is_for_phoenix


def mixed(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Tests on the engine, which mostly wait, are spread evenly between the modules of the others.

    All that use the Phoenix server stay together: it serves one test at a time, and two processes would wait in turn.
    They come in the middle, when it has started.
    """
    of_a_kind = {kind: list(tests) for kind, tests in groupby(sorted(items, key=_kind), _kind)}
    modules = [list(tests) for _, tests in groupby(of_a_kind.get("computes", ()), lambda item: item.path)]
    middle = len(modules) // 2
    groups = [*modules[:middle], of_a_kind.get("phoenix", []), *modules[middle:]]
    return list(_spread(of_a_kind.get("engine", []), groups))


def _kind(item: pytest.Item) -> str:
    if is_for_phoenix(item):
        return "phoenix"
    return "engine" if item.get_closest_marker("engine") else "computes"


def _spread(few: Sequence[pytest.Item], groups: Sequence[Sequence[pytest.Item]]) -> Iterator[pytest.Item]:
    """In proportion to how many tests of the groups went before."""
    every, gone, given = sum(map(len, groups)) or 1, 0, 0
    for group in groups:
        yield from group
        gone += len(group)
        due = len(few) * gone // every
        yield from few[given:due]
        given = due
    yield from few[given:]
