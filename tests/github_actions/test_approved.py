"""Which run's report counts as what was reviewed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.github import REPOSITORY, GitHubFake, Run
from github_actions.example import PULL_REQUEST, run_script, told_by_ci

HEAD, MERGED = "1" * 40, "2" * 40
PREVIEW = "prompts-preview.yml"


@pytest.fixture
def github() -> Iterator[GitHubFake]:
    with GitHubFake() as fake:
        yield fake
    assert fake.faults == []


def approved(github: GitHubFake, folder: Path, commit: str = MERGED) -> tuple[int, str, str]:
    done = run_script("approved", commit, folder=folder, env=told_by_ci(github.url))
    return done.returncode, done.stdout, done.stderr


def test_the_newest_preview_of_the_head_that_was_merged(github: GitHubFake, tmp_path: Path) -> None:
    github.merge(PULL_REQUEST, HEAD, MERGED)
    for id_ in (1, 2):
        github.ran(Run(id_, PREVIEW, HEAD, REPOSITORY))
    github.ran(Run(3, PREVIEW, "3" * 40, REPOSITORY))
    assert approved(github, tmp_path) == (0, "2\n", "")


@pytest.mark.parametrize(
    "run",
    [
        Run(1, PREVIEW, HEAD, "stranger/desk"),
        Run(1, PREVIEW, HEAD, REPOSITORY, event="workflow_dispatch"),
        Run(1, PREVIEW, HEAD, REPOSITORY, conclusion="failure"),
        Run(1, "tests.yml", HEAD, REPOSITORY),
    ],
    ids=["of a fork", "started by hand", "failed", "of another workflow"],
)
def test_a_run_that_proves_nothing(github: GitHubFake, tmp_path: Path, run: Run) -> None:
    github.merge(PULL_REQUEST, HEAD, MERGED)
    github.ran(run)
    code, run_id, said = approved(github, tmp_path)
    assert (code, run_id) == (1, "")
    assert f"no preview of {HEAD} has succeeded" in said


@pytest.mark.parametrize("commit", [HEAD, "4" * 40], ids=["a part of it", "another"])
def test_a_commit_that_is_no_merged_pull_request(github: GitHubFake, tmp_path: Path, commit: str) -> None:
    github.merge(PULL_REQUEST, HEAD, MERGED)
    github.ran(Run(1, PREVIEW, HEAD, REPOSITORY))
    code, run_id, said = approved(github, tmp_path, commit)
    assert (code, run_id) == (1, "")
    assert f"no pull request was merged as {commit}" in said
