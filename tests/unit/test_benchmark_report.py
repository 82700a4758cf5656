"""The report of the benchmarks: its form, and what its rows say."""

import json
from dataclasses import replace

import pytest
from benchmarks.folders import BulkTiming, Comparison, FolderTiming
from benchmarks.http_timing import HttpTiming
from benchmarks.report import Measured, as_json, as_text
from benchmarks.stack import OPERATIONS, Spent
from benchmarks.timing import Life, Timing, timings_of

OURS = (Spent(6.0, 3.0), Spent(8.0, 3.0), Spent(20.0, 3.0))
FLOOR = (Spent(5.0, 2.0), Spent(8.0, 2.0), Spent(10.0, 2.0))
UP = HttpTiming("humanloop", Timing(100, "up", OURS, FLOOR), calls=(301, 301, 302), call_seconds=0.05)
"""Ratios of 1.2, 1 and 2."""


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def row(measured: Measured) -> dict[str, str]:
    """The only row of the only table."""
    _title, _, head, values = as_text(measured).splitlines()
    return dict(zip(cells(head), cells(values), strict=True))


def test_a_row_of_an_http_registry() -> None:
    assert as_text(Measured(http=[UP])).startswith(
        "Commands of the engine, each prompt with its version, over HTTP: 50 ms"
    )
    assert row(Measured(http=[UP])) == {
        "registry": "humanloop",
        "prompts": "100",
        "command": "up",
        "ours": "8.00 s",
        "ordinary": "8.00 s",
        "ratio": "1.20",
        "aim": "0.85: no",
        "of processor time": "1.50",
        "waiting": "5.00 s",
        "calls": "301",
        "least": "400",
        "a prompt": "3",
        "runs": "3",
    }


def test_an_http_registry_as_json() -> None:
    (found,) = json.loads(json.dumps(as_json(Measured(http=[UP]))))["http"]
    assert found == {
        "registry": "humanloop",
        "prompts": 100,
        "command": "up",
        "ours": [{"wall": wall, "cpu": cpu} for wall, cpu in OURS],
        "ordinary": [{"wall": wall, "cpu": cpu} for wall, cpu in FLOOR],
        "ratio": 1.2,
        "cpu_ratio": 1.5,
        "waiting": 5.0,
        "call_seconds": 0.05,
        "calls": [301, 301, 302],
        "least": 400,
    }


def test_a_row_of_timings() -> None:
    assert row(Measured(timings=[Timing(100, "refresh", OURS, FLOOR)])) == {
        "prompts": "100",
        "command": "refresh",
        "ours": "8.00 s",
        "floor": "8.00 s",
        "ratio": "1.20",
        "aim": "1: no",
        "of processor time": "1.50",
        "runs": "3",
    }


def test_nothing_measured_is_an_empty_report() -> None:
    assert as_text(Measured()) == ""
    assert as_json(Measured())["http"] == []


def test_each_command_pairs_what_both_sides_took() -> None:
    lives: list[Life] = [
        {operation: {"ours": ours, "floor": floor} for operation in OPERATIONS}
        for ours, floor in zip(OURS, FLOOR, strict=True)
    ]
    assert timings_of(100, lives) == [Timing(100, operation, OURS, FLOOR) for operation in OPERATIONS]


def test_a_folder_says_what_was_measured_against_what() -> None:
    comparison = Comparison(("bulk", "floor"), 100, runs=3, aim=0.1)
    measured = Measured(folders=[FolderTiming(comparison, replace(UP.timing, pair=comparison.pair))])
    said = row(measured)
    assert (said["what"], said["each"], said["first"], said["ratio"], said["aim"]) == (
        "bulk / floor",
        "1 kB",
        "8.00 s",
        "1.20",
        "0.1: no",
    )
    (found,) = json.loads(json.dumps(as_json(measured)))["folders"]
    assert (*found["measured"], *found["against"], found["ratio"], found["aim"]) == ("bulk", "floor", 1.2, 0.1)


def test_bulk_over_http_is_held_against_seconds() -> None:
    measured = Measured(
        bulk=[BulkTiming("up", Spent(8.1, 4.0), 3001, 0.05), BulkTiming("refresh", Spent(2.0, 1.0), 2001, 0.05)]
    )
    assert as_text(measured).splitlines()[-2:] == [
        "up       8.10 s  4.00 s         3001   8.2 s: yes",
        "refresh  2.00 s  1.00 s         2001",
    ]
    assert [each["aim"] for each in as_json(measured)["bulk"]] == [pytest.approx(8.16, abs=0.01), None]
