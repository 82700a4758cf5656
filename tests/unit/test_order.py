"""The order of the tests."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from order import mixed


def item(path: str, name: str, *, engine: bool = False, fixtures: tuple[str, ...] = ()) -> Any:
    """What pytest tells of a test."""
    return SimpleNamespace(
        path=Path(path),
        nodeid=f"{path}::{name}",
        fixturenames=list(fixtures),
        get_closest_marker=lambda mark: engine or None,
    )


def test_the_engine_s_tests_stand_between_the_modules_of_the_others_and_phoenix_s_together() -> None:
    waiting = [item("acceptance/a", str(number), engine=True) for number in range(4)]
    unit = [item(f"unit/{module}", str(number)) for module in "abcd" for number in range(2)]
    phoenix = [
        item("faults/a", "[phoenix]", fixtures=("phoenix_server",)),
        item("acceptance/p[phoenix]", "", engine=True),
    ]
    ordered = mixed([phoenix[1], *waiting, phoenix[0], *unit])
    assert [each.nodeid.partition(":")[0] for each in ordered] == [
        *["unit/a", "unit/a"],
        *["unit/b", "unit/b", "acceptance/a"],
        *["acceptance/p[phoenix]", "faults/a", "acceptance/a"],
        *["unit/c", "unit/c", "acceptance/a"],
        *["unit/d", "unit/d", "acceptance/a"],
    ]


def test_without_any_other_tests_of_the_engine_keep_their_order() -> None:
    waiting = [item("acceptance/a", str(number), engine=True) for number in range(3)]
    assert mixed(waiting) == waiting
