"""examples/github-actions as it stands, on the real engine: from a branch with a changed prompt to what is served."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.stack import environment_of
from acceptance.test_example_promotion import EXAMPLE as PROGRAM
from fakes.github import BOT, REPOSITORY, GitHubFake, Run
from github_actions.example import EXAMPLE, PULL_REQUEST, REPORT, run_script, told_by_ci
from github_actions.runner import Job, Runner
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.report.forms.facts import FAILED

STACKS = ("dev", "staging", "production")
PREVIEW, UP, PROMOTE = "prompts-preview.yml", "prompts-up.yml", "prompts-promote.yml"
ANSWERS = "Answer with one word: billing, bug or other."


@pytest.fixture
def github() -> Iterator[GitHubFake]:
    with GitHubFake() as fake:
        fake.open(PULL_REQUEST)
        for number in range(120):
            fake.say(PULL_REQUEST, BOT, f"comment {number}")
        yield fake
    assert fake.faults == []


@dataclass
class Desk:
    """A repository with the workflows and a program, and the machine that checks it out."""

    root: Path
    github: GitHubFake
    runs: int = 0
    previewed: int = 0
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = {f"GIT_{who}_{what}": "tester" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        engine = environment_of(self.root.parent / "engine") | people | {"GIT_CONFIG_GLOBAL": "/dev/null"}
        program = str(self.program.relative_to(self.root))
        self.env = told_by_ci(self.github.url) | engine | {"PROGRAM": program}

    @property
    def program(self) -> Path:
        return self.root / "examples" / "promotion"

    def prompt(self, stack: str) -> Path:
        return self.program / "prompts" / stack / "triage.yaml"

    def edit(self, stack: str, before: str, after: str) -> None:
        text = self.prompt(stack).read_text()
        assert before in text
        self.prompt(stack).write_text(text.replace(before, after))

    def served(self, stack: str) -> str | None:
        """The text that the registry of a stack has, where it has one."""
        prompts = LocalRegistry(self.program / f"{stack}.db").prompts
        return prompts[0].text if prompts else None

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=self.root, env=self.env, stdout=subprocess.PIPE, text=True, check=True
        )
        return done.stdout.strip()

    def commit(self, message: str) -> str:
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", message)
        return self.git("rev-parse", "HEAD")

    def push(self, message: str) -> tuple[Job, Job]:
        """A commit of the pull request reaches GitHub: what that makes of it together with main is previewed."""
        head = self.commit(message)
        self.git("switch", "--quiet", "--detach", "main")
        self.git("merge", "--quiet", "--no-edit", "branch")
        preview = self.job(PREVIEW, "preview", **{"github.event.pull_request.head.sha": head})
        comment = self.job(PREVIEW, "comment")
        self.previewed = self.runs
        conclusion = "failure" if preview.code or comment.code else "success"
        self.github.ran(Run(self.previewed, PREVIEW, head, REPOSITORY, conclusion=conclusion))
        self.git("switch", "--quiet", "branch")
        return preview, comment

    def merge(self) -> None:
        head = self.git("rev-parse", "branch")
        self.git("switch", "--quiet", "main")
        self.git("merge", "--quiet", "--no-ff", "--no-edit", "branch")
        self.github.merge(PULL_REQUEST, head, self.git("rev-parse", "HEAD"))

    def up(self, stack: str) -> Job:
        return self.job(UP, "up", **{"matrix.stack": stack})

    def job(self, file: str, name: str, **event: str) -> Job:
        if name != "comment":  # it belongs to the run of the preview
            self.runs += 1
        github = {
            "github.event.pull_request.number": str(PULL_REQUEST),
            "github.repository": REPOSITORY,
            "github.run_id": str(self.runs),
            "github.server_url": "https://github.com",
            "github.token": self.env["GITHUB_TOKEN"],
            "secrets.PULUMI_ACCESS_TOKEN": "",
            "secrets.PULUMI_PREVIEW_TOKEN": "",
            "vars.AWS_REGION": "",
            "vars.AWS_ROLE": "",
        }
        env = self.env | {"GITHUB_SHA": self.git("rev-parse", "HEAD")}
        return Runner(self.root, env, self.artifacts).run(file, name, github | event)

    @property
    def artifacts(self) -> Path:
        return self.root.parent / "artifacts"

    @property
    def summary(self) -> str:
        """What the jobs say to people."""
        return (self.artifacts / "summary").read_text()


@pytest.fixture
def desk(tmp_path: Path, github: GitHubFake) -> Desk:
    """Three stacks that are not deployed; the branch of the pull request is checked out."""
    root = tmp_path / "desk"
    ignored = shutil.ignore_patterns("*.db*", "__pycache__")
    shutil.copytree(PROGRAM, root / "examples" / "promotion", ignore=ignored)
    shutil.copytree(EXAMPLE / ".github", root / ".github")
    (root / ".venv").symlink_to(sys.prefix)
    (root / ".gitignore").write_text(f"/.venv\n/{REPORT}\n__pycache__\n")
    desk = Desk(root, github)
    desk.artifacts.mkdir()
    for stack in STACKS:
        subprocess.run(["pulumi", "stack", "init", stack], cwd=desk.program, env=desk.env, check=True)
        desk.prompt(stack).parent.mkdir(exist_ok=True)
        desk.prompt(stack).write_text(desk.prompt("dev").read_text())
    desk.git("init", "--quiet", "--initial-branch", "main")
    desk.commit("The program")
    desk.git("switch", "--quiet", "--create", "branch")
    return desk


def comments(desk: Desk) -> list[str]:
    """Those after the 120 that are none of ours."""
    assert [each.body for each in desk.github.comments[:120]] == [f"comment {number}" for number in range(120)]
    return [each.body for each in desk.github.comments[120:]]


def test_what_was_reviewed_ships(desk: Desk) -> None:
    desk.edit("production", "one word:", "one word, please:")
    assert desk.job(PREVIEW, "validate").code == 0
    preview, comment = desk.push("Please")
    assert (preview.code, comment.code) == (0, 0), preview.said + comment.said
    (first,) = comments(desk)
    assert "one word, please:" in first
    line = f"https://github.com/{REPOSITORY}/blob/{desk.git('rev-parse', 'HEAD')}/examples/promotion/__main__.py#L"
    assert line in first

    desk.edit("production", "please:", "and no more:")
    desk.push("No more")
    (second,) = comments(desk)
    assert "one word, and no more:" in second
    assert "please" not in second
    assert sorted(path.name for path in (desk.artifacts / str(desk.previewed) / REPORT).iterdir()) == [
        "comment.md",
        "report.html",
        "report.json",
    ]

    desk.merge()
    for stack in ("dev", "production"):
        up = desk.up(stack)
        assert up.code == 0, up.said
    assert ANSWERS in str(desk.served("dev"))
    assert "one word, and no more:" in str(desk.served("production"))


def test_nothing_ships_where_main_has_moved(desk: Desk) -> None:
    desk.edit("production", "one word:", "one word, please:")
    desk.push("Please")
    desk.git("switch", "--quiet", "main")
    desk.edit("production", "max_tokens: 200", "max_tokens: 400")
    desk.commit("Longer answers, which nobody has seen beside the other change")
    desk.merge()
    up = desk.up("production")
    assert up.code == Exit.REFUSED, up.said
    assert desk.served("production") is None
    assert desk.up("dev").code == 0  # what changes there is what was shown


def test_a_failed_preview_is_told_and_approves_nothing(desk: Desk) -> None:
    desk.edit("production", "temperature: 0", "temperature: high")
    assert desk.job(PREVIEW, "validate").code == Exit.REFUSED
    preview, comment = desk.push("A slip")
    assert (preview.code, comment.code) == (Exit.UNUSABLE, 0), preview.said + comment.said
    (said,) = comments(desk)
    assert FAILED in said
    desk.merge()
    refused = desk.up("dev")
    assert refused.code == 1
    assert "has succeeded" in refused.said
    assert desk.served("dev") is None

    report = desk.artifacts / str(desk.previewed) / REPORT
    assert json.loads((report / "report.json").read_text())["stacks"]
    shutil.copytree(report, desk.root / REPORT, dirs_exist_ok=True)
    assert run_script("ship", "dev", folder=desk.root, env=desk.env).returncode == Exit.UNUSABLE
    assert desk.served("dev") is None


def test_a_promotion_becomes_a_branch_that_people_open(desk: Desk, tmp_path: Path) -> None:
    """`gh` only hands git the token of the run, and the remote of the test asks for none."""
    (gh := tmp_path / "bin" / "gh").parent.mkdir()
    gh.symlink_to("/bin/true")
    desk.env["PATH"] = f"{gh.parent}:{desk.env['PATH']}"
    desk.git("init", "--quiet", "--bare", remote := str(tmp_path / "remote.git"))
    desk.git("remote", "add", "origin", remote)
    desk.prompt("staging").unlink()
    desk.commit("Staging has nothing yet")
    assert run_script("preview", "dev", folder=desk.root, env=desk.env).returncode == 0
    assert run_script("ship", "dev", folder=desk.root, env=desk.env).returncode == 0

    event = {"inputs.from": "dev", "inputs.to": "staging"}
    promote = desk.job(PROMOTE, "promote", **event)
    assert promote.code == 0, promote.said
    changed = desk.git("diff", "--name-only", "branch~", "origin/promote-to-staging")
    assert "examples/promotion/prompts/staging/triage.yaml" in changed
    assert "(https://github.com/acme/desk/compare/promote-to-staging?expand=1)" in desk.summary
    assert desk.job(PROMOTE, "promote", **event).code == 0
    assert "Nothing waits: staging has what dev serves." in desk.summary
