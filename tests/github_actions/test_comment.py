"""One comment on a pull request, made and then updated, by the script that the workflows run."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakes.github import BOT, LONGEST_BODY, GitHubFake, rate_limit
from github_actions.example import PULL_REQUEST, REPORT, run_script, told_by_ci

MARKER = "<!-- pulumi-prompts report: desk -->"
OTHER_KEY = "<!-- pulumi-prompts report: desk-two -->"
HOSTILE = '\n"quoted" \\n $(id) `id` @file \N{SNOWMAN} \N{GRINNING FACE}\n'


@pytest.fixture
def github() -> Iterator[GitHubFake]:
    with GitHubFake() as fake:
        fake.open(PULL_REQUEST)
        yield fake
    assert fake.faults == []


class Ci:
    """A job that comments."""

    def __init__(self, folder: Path, github: GitHubFake) -> None:
        self.folder = folder
        self.env = told_by_ci(github.url)

    def comment(self, text: str) -> tuple[int, str]:
        (report := self.folder / REPORT).mkdir(exist_ok=True)
        (report / "comment.md").write_text(text, encoding="utf-8")
        done = run_script("comment", folder=self.folder, env=self.env)
        return done.returncode, done.stderr


@pytest.fixture
def ci(tmp_path: Path, github: GitHubFake) -> Ci:
    return Ci(tmp_path, github)


def bodies(github: GitHubFake) -> list[str]:
    return [comment.body for comment in github.comments]


def test_a_comment_is_made_and_then_updated_behind_120_others(ci: Ci, github: GitHubFake) -> None:
    others = [f"comment {number}" for number in range(120)]
    for text in others:
        github.say(PULL_REQUEST, BOT, text)
    assert ci.comment(MARKER + HOSTILE) == (0, "")
    assert bodies(github) == [*others, MARKER + HOSTILE]
    assert ci.comment(f"{MARKER}\nsecond\n") == (0, "")
    assert bodies(github) == [*others, f"{MARKER}\nsecond\n"]
    assert github.call_counts() == {"list_comments": 4, "create_comment": 1, "update_comment": 1}


@pytest.mark.parametrize(
    ("author", "text"),
    [(BOT, f"{OTHER_KEY}\n"), (BOT, f"> {MARKER}\n"), ("stranger", f"{MARKER}\n")],
    ids=["another key", "a quotation", "a stranger's"],
)
def test_a_comment_that_is_not_ours_is_left_alone(ci: Ci, github: GitHubFake, author: str, text: str) -> None:
    github.say(PULL_REQUEST, author, text)
    assert ci.comment(f"{MARKER}\nfirst\n") == (0, "")
    assert bodies(github) == [text, f"{MARKER}\nfirst\n"]


def test_the_comment_of_another_pull_request_is_left_alone(ci: Ci, github: GitHubFake) -> None:
    github.open(8)
    github.say(8, BOT, f"{MARKER}\n")
    assert ci.comment(f"{MARKER}\nfirst\n") == (0, "")
    assert bodies(github) == [f"{MARKER}\n", f"{MARKER}\nfirst\n"]


@pytest.mark.parametrize("status", [403, 429])
def test_the_script_has_patience_where_github_asks_for_it(ci: Ci, github: GitHubFake, status: int) -> None:
    github.inject("create_comment", rate_limit(seconds=1, status=status), times=2)
    assert ci.comment(f"{MARKER}\n") == (0, "")
    assert bodies(github) == [f"{MARKER}\n"]
    assert github.pending_faults == 0


def test_patience_ends(ci: Ci, github: GitHubFake) -> None:
    github.inject("create_comment", rate_limit(seconds=0), times=9)
    code, said = ci.comment(f"{MARKER}\n")
    assert code == 1
    assert f"POST {github.url}/repos/acme/desk/issues/{PULL_REQUEST}/comments: 403 " in said
    assert github.pending_faults == 4


def test_what_github_refuses_is_told(ci: Ci, github: GitHubFake) -> None:
    code, said = ci.comment(MARKER + "x" * LONGEST_BODY)
    assert code == 1
    assert f"Body is too long (maximum is {LONGEST_BODY} characters)" in said
    ci.env["GITHUB_TOKEN"] = "another"
    assert "401 " in ci.comment(f"{MARKER}\n")[1]
    assert bodies(github) == []


def test_where_nobody_answers_the_script_says_so(ci: Ci) -> None:
    ci.env["GITHUB_API_URL"] = "http://127.0.0.1:9"
    code, said = ci.comment(f"{MARKER}\n")
    assert code != 0
    assert "curl: (7)" in said
