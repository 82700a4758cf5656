"""`pulumi-prompts report` and `verify`: what goes where, and how they end. What a report says, its own tests tell."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from pulumi_prompts.cli.app import app
from pulumi_prompts.cli.documents import STANDARD_INPUT
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.verifying import SAME
from pulumi_prompts.report.changes.building import report_of
from pulumi_prompts.report.forms.facts import FAILED, INCOMPLETE
from pulumi_prompts.report.forms.html import page
from pulumi_prompts.report.forms.json_form import dumps
from pulumi_prompts.report.forms.markdown import comment
from pulumi_prompts.report.forms.terminal import show
from pulumi_prompts.report.model import Report
from pulumi_prompts.report.previews.failing import EMPTY
from pulumi_prompts.report.previews.reading import read

RECORDED = Path(__file__).parents[1] / "report" / "recorded"
EDIT, CREATE = (RECORDED / f"{name}.json" for name in ("edit", "create"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str | Path, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)], stdin)


def report(*files: Path, source_url: str | None = None) -> Report:
    return report_of(read((str(file), file.read_text()) for file in files), source_url)


def shown(of: Report) -> str:
    show(of, Console(file=(written := io.StringIO()), highlight=False))
    return written.getvalue()


class TestReport:
    @pytest.mark.parametrize("arguments", [(), ("-",)])
    def test_from_a_pipe_it_is_shown(self, arguments: tuple[str, ...]) -> None:
        done = run("report", *arguments, stdin=EDIT.read_bytes())
        assert (done.exit_code, done.stdout, done.stderr) == (Exit.DONE, shown(report(EDIT)), "")

    def test_several_files_are_one_report_in_each_form_that_is_asked_for(self) -> None:
        url = "https://example.com/blob/main"
        files = ("--markdown", "c.md", "--json", "r.json", "--html", "r.html")
        options = ("--comment-key", "prompts", "--whole-url", "https://example.com/whole", "--source-url", url)
        done = run("report", EDIT, CREATE, *files, *options)
        assert (done.exit_code, done.stdout, done.stderr) == (Exit.DONE, "", "")
        made = report(EDIT, CREATE, source_url=url)
        assert Path("c.md").read_text() == comment(made, key="prompts", whole="https://example.com/whole")
        assert Path("r.json").read_text() == dumps(made)
        assert Path("r.html").read_text() == page(made)

    def test_a_form_may_go_to_standard_output(self) -> None:
        assert run("report", EDIT, "--json", "-").stdout == dumps(report(EDIT))

    def test_of_a_preview_that_failed_it_is_written_all_the_same(self) -> None:
        done = run("report", EDIT, "-", "--json", "r.json")
        assert (done.exit_code, done.stdout) == (Exit.UNUSABLE, "")
        assert done.stderr.splitlines() == [f"{FAILED}: {STANDARD_INPUT}", f"  {EMPTY}"]
        assert len(json.loads(Path("r.json").read_text())["stacks"]) == 2

    def test_one_that_is_shown_tells_of_it_itself_and_once(self) -> None:
        done = run("report")
        assert (done.exit_code, done.stderr) == (Exit.UNUSABLE, "")
        first, why, verdict, _, stack = done.stdout.splitlines()
        assert (first, why, verdict) == (f"{FAILED}: {STANDARD_INPUT}", f"  {EMPTY}", INCOMPLETE)
        assert stack.startswith(f"{STANDARD_INPUT}: preview, ")

    @pytest.mark.parametrize("name", ["none/r.json", "."])
    def test_what_cannot_be_written(self, name: str) -> None:
        done = run("report", EDIT, "--json", name)
        assert (done.exit_code, done.stderr.startswith(f"error: {name}: cannot be written: ")) == (Exit.UNUSABLE, True)


class TestVerify:
    @pytest.fixture(autouse=True)
    def approved(self) -> None:
        run("report", EDIT, CREATE, "--json", "approved.json")

    @pytest.mark.parametrize("files", [(EDIT,), (CREATE, EDIT)])
    def test_the_same_or_less(self, files: tuple[Path, ...]) -> None:
        done = run("verify", "approved.json", *files)
        assert (done.exit_code, done.stdout) == (Exit.DONE, f"{SAME}\n")

    def test_something_else(self) -> None:
        done = run("verify", "approved.json", "-", stdin=(RECORDED / "delete.json").read_bytes())
        assert done.exit_code == Exit.REFUSED
        assert "now delete" in done.stdout

    def test_a_preview_that_failed_before_or_now(self) -> None:
        assert run("verify", "approved.json", "-").exit_code == Exit.UNUSABLE
        run("report", EDIT, "-", "--json", "failed.json")
        assert run("verify", "failed.json", EDIT).exit_code == Exit.UNUSABLE

    def test_what_is_no_report(self) -> None:
        done = run("verify", EDIT, EDIT)
        assert (done.exit_code, done.stderr.startswith(f"error: {EDIT}: ")) == (Exit.UNUSABLE, True)
