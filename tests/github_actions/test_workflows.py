"""What makes the workflows safe, beside what actionlint and zizmor look for (`make lint`)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from github_actions.example import SCRIPT, WORKFLOWS, workflow

NAMES = sorted(file.name for file in WORKFLOWS.glob("*.yml"))
SAME_REPOSITORY = "github.event.pull_request.head.repo.full_name == github.repository"


def jobs(file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from workflow(file)["jobs"].items()


def steps(file: str) -> Iterator[dict[str, Any]]:
    for _, job in jobs(file):
        yield from job["steps"]


@pytest.mark.parametrize("file", NAMES)
def test_no_program_of_a_stranger_runs_with_rights(file: str) -> None:
    """With these triggers a workflow has secrets, and whoever opens a pull request says what its program does."""
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(workflow(file)["on"])


def test_forks_get_nothing_but_a_validation() -> None:
    conditions = {name: (job.get("if", ""), job.get("needs")) for name, job in jobs("prompts-preview.yml")}
    assert conditions.pop("validate") == ("", None)
    assert conditions.pop("preview") == (SAME_REPOSITORY, None)
    (condition, needs) = conditions.pop("comment")
    assert (needs, "needs.preview.result != 'skipped'" in condition) == ("preview", True)
    assert conditions == {}
    validate = workflow("prompts-preview.yml")["jobs"]["validate"]
    assert validate["permissions"] == {"contents": "read"}
    assert re.findall(r"secrets\.|github\.token|GITHUB_TOKEN", str(validate)) == []


def test_the_program_gets_no_token_that_writes() -> None:
    rights = {name: job["permissions"] for name, job in jobs("prompts-preview.yml")}
    assert rights["preview"] == {"contents": "read"}
    assert rights["comment"] == {"contents": "read", "pull-requests": "write"}


@pytest.mark.parametrize("file", NAMES)
def test_no_checkout_leaves_its_token(file: str) -> None:
    """A program could read it."""
    checkouts = [step["with"] for step in steps(file) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts == [{"persist-credentials": "false"}] * len(checkouts) != []


def test_updates_of_a_stack_take_turns_and_none_is_cancelled() -> None:
    up = workflow("prompts-up.yml")["jobs"]["up"]
    assert up["concurrency"] == {"group": "prompts-${{ matrix.stack }}", "cancel-in-progress": "false"}
    assert (up["strategy"]["max-parallel"], up["environment"]) == ("1", "${{ matrix.stack }}")


@pytest.mark.parametrize("file", NAMES)
def test_a_run_has_no_expressions(file: str) -> None:
    """A name of a branch would be a part of the script."""
    assert [step["run"] for step in steps(file) if "${{" in step.get("run", "")] == []


@pytest.mark.parametrize("file", NAMES)
def test_pipes_fail_where_a_part_of_them_fails(file: str) -> None:
    assert workflow(file)["defaults"]["run"]["shell"] == "bash"


def test_nothing_but_the_report_is_uploaded() -> None:
    uploads = [step["with"]["path"] for file in NAMES for step in steps(file) if "upload" in step.get("uses", "")]
    assert uploads == ["prompts-report"]


def test_what_the_workflows_call_is_what_the_script_has() -> None:
    called = re.findall(r"review\.sh (\w+)", "".join((WORKFLOWS / name).read_text() for name in NAMES))
    assert sorted(called) == sorted(re.findall(r"^#   review\.sh (\w+)", SCRIPT.read_text(), re.MULTILINE))
