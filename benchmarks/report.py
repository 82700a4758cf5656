"""The measurements as tables for people and as JSON for programs."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from statistics import median
from typing import Any

from benchmarks.calls import Counted
from benchmarks.folders import BULK_SIZE, REGISTRY, BulkTiming, FolderTiming
from benchmarks.http_timing import HttpTiming
from benchmarks.imports import ImportTime
from benchmarks.stack import Operation
from benchmarks.state import ResourceBytes
from benchmarks.timing import Timing

AIM_RATIOS: Mapping[Operation, float] = {"up": 0.85, "update": 0.85, "destroy": 0.95, "preview": 1, "refresh": 1}
AIM_SIZE = 100
AIM_STATE_BYTES = 800


@dataclass
class Measured:
    """What was measured; what was not is empty."""

    timings: list[Timing] = field(default_factory=list)
    http: list[HttpTiming] = field(default_factory=list)
    folders: list[FolderTiming] = field(default_factory=list)
    bulk: list[BulkTiming] = field(default_factory=list)
    state: dict[str, ResourceBytes] = field(default_factory=dict)
    hooks: list[Counted] = field(default_factory=list)
    commands: Mapping[Operation, float] = field(default_factory=dict)
    imports: list[ImportTime] = field(default_factory=list)


def as_text(measured: Measured) -> str:
    tables = (
        _timings(measured.timings),
        _folders(measured.folders),
        _bulk(measured.bulk),
        _http(measured.http),
        _state(measured.state),
        _hooks(measured.hooks),
        _commands(measured.commands),
        _imports(measured.imports),
    )
    return "\n\n".join(filter(None, tables))


def as_json(measured: Measured) -> dict[str, Any]:
    return {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version(), "pulumi": version("pulumi")},
        "aims": {"ratios": AIM_RATIOS, "at": AIM_SIZE, "state_bytes_beyond": AIM_STATE_BYTES},
        "timings": [_timing(each) for each in measured.timings],
        "folders": [_folder_timing(each) for each in measured.folders],
        "bulk": [vars(each) | {"spent": each.spent._asdict(), "aim": each.aim} for each in measured.bulk],
        "http": [_http_timing(each) for each in measured.http],
        "state": {name: vars(each) | {"beyond": each.beyond} for name, each in measured.state.items()},
        "calls_of_hooks": [vars(each) | {"least": each.least} for each in measured.hooks],
        "calls_of_commands": dict(measured.commands),
        "imports": [vars(each) | {"added": each.added} for each in measured.imports],
    }


def _timing(timing: Timing) -> dict[str, Any]:
    return {
        "prompts": timing.size,
        "command": timing.operation,
        "ours": [spent._asdict() for spent in timing.ours],
        "floor": [spent._asdict() for spent in timing.floor],
        "ratio": timing.ratio,
        "cpu_ratio": timing.cpu_ratio,
    }


def _folder_timing(each: FolderTiming) -> dict[str, Any]:
    measured, against = each.timing.pair
    spent = _timing(each.timing)
    sides = {"measured": {measured: spent.pop("ours")}, "against": {against: spent.pop("floor")}}
    return {**spent, **sides, "kb": each.comparison.scale, "aim": each.comparison.aim}


def _http_timing(each: HttpTiming) -> dict[str, Any]:
    spent = _timing(each.timing)
    ordinary = {"ordinary": spent.pop("floor"), "waiting": each.waiting, "call_seconds": each.call_seconds}
    return {"registry": each.registry, **spent, **ordinary, "calls": each.calls, "least": each.least}


def _timings(timings: Sequence[Timing]) -> str:
    rows = [
        (
            *_spent(each),
            _of_command(each) if each.size == AIM_SIZE else "",
            f"{each.cpu_ratio:.2f}",
            str(len(each.ours)),
        )
        for each in timings
    ]
    head = ("prompts", "command", "ours", "floor", "ratio", "aim", "of processor time", "runs")
    return _table("Commands of the engine, each prompt with its version, `local`", head, rows)


def _folders(timings: Sequence[FolderTiming]) -> str:
    rows = [
        (
            " / ".join(each.timing.pair),
            f"{each.comparison.scale} kB",
            *_spent(each.timing),
            "" if each.comparison.aim is None else _of_aim(each.timing.ratio, each.comparison.aim),
            f"{each.timing.cpu_ratio:.2f}",
            str(each.comparison.runs),
        )
        for each in timings
    ]
    head = ("what", "each", "prompts", "command", "first", "second", "ratio", "aim", "of processor time", "runs")
    return _table("Commands of the engine, prompts of a folder with their versions, `local`", head, rows)


def _bulk(timings: Sequence[BulkTiming]) -> str:
    rows = [
        (
            each.operation,
            f"{each.spent.wall:.2f} s",
            f"{each.spent.cpu:.2f} s",
            str(each.calls),
            "" if each.aim is None else f"{each.aim:.1f} s: {_verdict(each.spent.wall, each.aim)}",
        )
        for each in timings
    ]
    each_call = f"{timings[0].call_seconds * 1000:.0f} ms a call" if timings else ""
    title = f"{BULK_SIZE} prompts with their versions in bulk on {REGISTRY}: {each_call}"
    return _table(title, ("command", "time", "of processors", "calls", "aim"), rows)


def _http(timings: Sequence[HttpTiming]) -> str:
    rows = [
        (
            each.registry,
            *_spent(each.timing),
            _of_command(each.timing),
            f"{each.timing.cpu_ratio:.2f}",
            f"{each.waiting:.2f} s",
            f"{median(each.calls):g}",
            str(each.least),
            f"{median(each.calls) / each.timing.size:.2g}",
            str(len(each.calls)),
        )
        for each in timings
    ]
    spent = ("prompts", "command", "ours", "ordinary", "ratio", "aim", "of processor time")
    head = ("registry", *spent, "waiting", "calls", "least", "a prompt", "runs")
    each_call = f"{timings[0].call_seconds * 1000:.0f} ms a call" if timings else ""
    return _table(f"Commands of the engine, each prompt with its version, over HTTP: {each_call}", head, rows)


def _spent(timing: Timing) -> tuple[str, ...]:
    walls = [f"{median(spent.wall for spent in side):.2f} s" for side in (timing.ours, timing.floor)]
    return (str(timing.size), timing.operation, *walls, f"{timing.ratio:.2f}")


def _state(state: Mapping[str, ResourceBytes]) -> str:
    rows = [
        (
            name,
            f"{each.total:.0f}",
            f"{each.content_once:.0f}",
            f"{each.stack_trace:.0f}",
            f"{each.beyond:.0f}",
            _verdict(each.beyond, AIM_STATE_BYTES) if name.startswith("ours") else "",
        )
        for name, each in state.items()
    ]
    head = ("resource", "bytes", "content once", "of which stack trace", "beyond", f"aim {AIM_STATE_BYTES}")
    return _table("Bytes of a resource in the state", head, rows)


def _hooks(hooks: Iterable[Counted]) -> str:
    rows = [
        (
            each.registry,
            each.hook,
            str(each.total),
            str(each.least),
            ", ".join(f"{count} {name}" for name, count in each.calls.items()),
        )
        for each in hooks
    ]
    return _table("Calls to the registry, by hook", ("registry", "hook", "calls", "least", "which"), rows)


def _commands(commands: Mapping[Operation, float]) -> str:
    rows = [(name, f"{calls:g}") for name, calls in commands.items()]
    return _table("Calls to Bedrock a prompt with its version, by command of the engine", ("command", "calls"), rows)


def _imports(imports: Iterable[ImportTime]) -> str:
    rows = [
        (each.where, f"{each.without:.2f} s", f"{each.with_ours:.2f} s", f"{each.added:+.2f} s") for each in imports
    ]
    return _table("Import time of a process", ("where", "without ours", "with ours", "added"), rows)


def _of_command(timing: Timing) -> str:
    return _of_aim(timing.ratio, AIM_RATIOS[timing.operation])


def _of_aim(ratio: float, aim: float) -> str:
    return f"{aim:g}: {_verdict(ratio, aim)}"


def _verdict(value: float, aim: float) -> str:
    return "yes" if value <= aim else "no"


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    ]
    return "\n".join([title, "", *lines])
