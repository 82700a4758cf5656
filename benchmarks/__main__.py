"""`python -m benchmarks`: measures, prints tables, and writes them as JSON, and a picture."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.calls import calls_of_commands, calls_of_hooks, calls_on_servers
from benchmarks.folders import bulk_timings, folder_timings
from benchmarks.http_timing import CALL_SECONDS, http_timings
from benchmarks.imports import import_times
from benchmarks.picture import draw
from benchmarks.report import Measured, as_json, as_text
from benchmarks.stack import EngineError
from benchmarks.state import state_bytes
from benchmarks.timing import timings

LATEST = Path(__file__).parent / "results" / "latest.json"
MEASUREMENTS = ("timing", "folders", "bulk", "http", "state", "calls", "imports")
REPEAT = 3
SLOWER = 4
"""How many runs without waiting take as long as one over HTTP: as many fewer are made."""
LARGE = 1000
"""From this size on, which takes most of an hour, there is one run."""


def _tell(what: str) -> None:
    print(f"- {what}", file=sys.stderr, flush=True)


def _measure(chosen: argparse.Namespace) -> Measured:
    only, sizes, repeat = chosen.only, chosen.sizes, chosen.repeat
    measured = Measured()
    if "state" in only:
        _tell("state")
        measured.state = state_bytes()
    if "calls" in only:
        _tell("calls")
        measured.hooks = [*calls_of_hooks(), *calls_on_servers()]
        measured.commands = calls_of_commands()
    if "imports" in only:
        _tell("imports")
        measured.imports = import_times()
    if "http" in only:
        options = () if chosen.parallel is None else ("--parallel", str(chosen.parallel))
        measured.http = http_timings(max(1, repeat // SLOWER), _tell, chosen.call_seconds, options)
    if "bulk" in only:
        measured.bulk = bulk_timings(_tell, chosen.call_seconds)
    if "folders" in only:
        measured.folders = folder_timings(_tell)
    if "timing" in only:
        measured.timings = timings(sizes, {size: 1 if size >= LARGE else repeat for size in sizes}, _tell)
    return measured


def _write(measured: Measured, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(as_json(measured), indent=2) + "\n")


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="10,100", help="how many prompts (default: %(default)s)")
    runs = f"runs of a size below {LARGE} (%(default)s); over HTTP one for every {SLOWER}"
    parser.add_argument("--repeat", type=int, default=REPEAT, help=runs)
    parser.add_argument("--only", default=",".join(MEASUREMENTS), help="which measurements (%(default)s)")
    each_call = "what each call takes over HTTP (%(default)s)"
    parser.add_argument("--call-seconds", type=float, default=CALL_SECONDS, help=each_call)
    parser.add_argument("--parallel", type=int, help="the engine's own option, over HTTP (unset: its default)")
    parser.add_argument("--json", type=Path, help="another file for the results")
    chosen = parser.parse_args(arguments)
    chosen.sizes = [int(size) for size in chosen.sizes.split(",")]
    chosen.only = chosen.only.split(",")
    if unknown := set(chosen.only) - set(MEASUREMENTS):
        parser.error(f"--only takes {', '.join(MEASUREMENTS)}, not {', '.join(sorted(unknown))}")
    return chosen


def main(arguments: Sequence[str]) -> int:
    chosen = _arguments(arguments)
    try:
        measured = _measure(chosen)
    except EngineError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    print(as_text(measured))
    for file in filter(None, (LATEST, chosen.json)):
        _write(measured, file)
    draw(measured, LATEST.with_suffix(".png"))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
