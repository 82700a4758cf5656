"""Records previews and updates of a real engine for the tests of the report: `python -m report.record [NAME]...`.

Run it in `tests`, with an engine on PATH, after a change of what resources tell or of the engine's version. Each is
written to `recorded/NAME.json`, without what differs from machine to machine: paths, times, stack traces.
"""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from acceptance.stack import Stack
from report.scenarios import DESK, SCENARIOS, Scenario

RECORDED = Path(__file__).parent / "recorded"

_NOISE = (
    re.compile(r'"(created|modified)": "[^"]*",?\s*'),
    re.compile(r',\s*"stackTrace": \[.*?\]', re.DOTALL),
)
_DEBUG = '"severity":"debug"'


def recorded(scenario: Scenario, folder: Path) -> str:
    """What the engine tells of it."""
    stack = Stack(folder, scenario.stack)
    for given in scenario.before:
        stack.write(DESK, **given)
        stack.up()
    stack.write(DESK, **scenario.then)
    scenario.meanwhile(stack)
    return _scrubbed(scenario.recorded(stack), folder)


def _scrubbed(text: str, folder: Path) -> str:
    text = "".join(line for line in text.splitlines(keepends=True) if _DEBUG not in line)
    for noise in _NOISE:
        text = noise.sub("", text)
    for place in (str(folder), sys.prefix):
        text = text.replace(place, "/project")
    return re.sub(r"project:///(\.\./)+[^#]*/", "project:///../", text)


def main() -> None:
    """Record those that are named; without a name, all."""
    for name in sys.argv[1:] or SCENARIOS:
        with TemporaryDirectory() as folder:
            (RECORDED / f"{name}.json").write_text(recorded(SCENARIOS[name], Path(folder)))
        print(name, flush=True)


if __name__ == "__main__":
    main()
