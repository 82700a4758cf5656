"""What the script makes of a `pulumi` that ends in one way or the other; the engine itself is in tests/acceptance."""

import os
import sys
from pathlib import Path

import pytest

from github_actions.example import REPORT, run_script, told_by_ci
from pulumi_prompts.cli.exits import Exit

RECORDED = Path(__file__).parents[1] / "report" / "recorded"
PULUMI = """#!/bin/sh
echo "$1 ${PULUMI_ENABLE_STREAMING_JSON_PREVIEW:-}" >> "$CALLS"
[ "$1" = preview ] || exit 0
cat "$PREVIEW"
exit "$CODE"
"""


class Ci:
    """A job whose `pulumi` prints a recorded preview, and ends with a code."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.calls, self.temporary = folder, folder / "calls", folder / "temporary"
        (bin_ := folder / "bin").mkdir()
        self.temporary.mkdir()
        (bin_ / "pulumi").write_text(PULUMI)
        (bin_ / "pulumi").chmod(0o755)
        path = os.pathsep.join([str(bin_), str(Path(sys.executable).parent), os.environ["PATH"]])
        self.env = told_by_ci("http://127.0.0.1:9") | {"PATH": path, "CALLS": str(self.calls)}
        self.env |= {"TMPDIR": str(self.temporary)}

    def run(self, *arguments: str, preview: str = "edit", code: int = 0) -> tuple[int, list[str]]:
        """How the script ended, and what it asked of Pulumi."""
        self.calls.write_text("")
        env = self.env | {"PREVIEW": str(RECORDED / f"{preview}.json"), "CODE": str(code)}
        done = run_script(*arguments, folder=self.folder, env=env)
        return done.returncode, [line.strip() for line in self.calls.read_text().splitlines()]


@pytest.fixture
def ci(tmp_path: Path) -> Ci:
    return Ci(tmp_path)


def test_nothing_but_the_report_is_left(ci: Ci) -> None:
    """The preview itself has the plain configuration."""
    assert ci.run("preview", "acme/desk/dev", "acme/desk/production") == (0, ["preview"] * 2)
    assert sorted(path.name for path in (ci.folder / REPORT).iterdir()) == ["comment.md", "report.html", "report.json"]
    assert list(ci.temporary.iterdir()) == []


def test_what_was_reported_ships(ci: Ci) -> None:
    ci.run("preview", "dev")
    assert ci.run("ship", "dev") == (0, ["preview", "up"])


def test_what_was_not_reported_does_not_ship(ci: Ci) -> None:
    ci.run("preview", "dev", preview="create")
    assert ci.run("ship", "dev") == (Exit.REFUSED, ["preview"])


def test_a_preview_that_fails_is_asked_for_its_reasons_and_never_ships(ci: Ci) -> None:
    """Whatever it printed, it may have more to say."""
    asked_twice = ["preview", "preview 1"]
    assert ci.run("preview", "dev", code=1) == (Exit.UNUSABLE, asked_twice)
    ci.run("preview", "dev")
    assert ci.run("ship", "dev", code=1) == (Exit.UNUSABLE, asked_twice)


def test_without_a_report_nothing_ships(ci: Ci) -> None:
    assert ci.run("ship", "dev") == (Exit.UNUSABLE, ["preview"])


@pytest.mark.parametrize("arguments", [(), ("destroy",), ("preview",), ("ship",), ("ship", "dev", "production")])
def test_a_slip_of_the_one_who_writes_the_workflow(ci: Ci, arguments: tuple[str, ...]) -> None:
    assert ci.run(*arguments) == (Exit.UNUSABLE, [])
