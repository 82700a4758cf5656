"""What GitHub knows of one repository, as far as the fake has it."""

from dataclasses import dataclass, field

from ..wire import Json


@dataclass
class Comment:
    id: int
    issue: int
    author: str
    body: str

    def as_json(self) -> Json:
        return {"id": self.id, "user": {"login": self.author}, "body": self.body}


@dataclass(frozen=True)
class Merge:
    """A pull request that was merged."""

    number: int
    head: str
    merged_as: str

    def as_json(self) -> Json:
        head = {"sha": self.head}
        return {"number": self.number, "state": "closed", "merge_commit_sha": self.merged_as, "head": head}


@dataclass(frozen=True)
class Run:
    """A run of a workflow; `repository` is where its commit comes from."""

    id: int
    workflow: str
    head: str
    repository: str
    event: str = "pull_request"
    conclusion: str = "success"

    def as_json(self) -> Json:
        said = {"id": self.id, "head_sha": self.head, "event": self.event, "status": "completed"}
        return {**said, "conclusion": self.conclusion, "head_repository": {"full_name": self.repository}}


@dataclass
class State:
    issues: set[int] = field(default_factory=set)
    comments: list[Comment] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)

    def add_comment(self, issue: int, author: str, body: str) -> Comment:
        self.comments.append(comment := Comment(1000 + len(self.comments), issue, author, body))
        return comment

    def runs_of(self, workflow: str, wanted: dict[str, str]) -> list[Run]:
        """The newest first; `status` is also asked for a conclusion."""
        found = [run for run in self.runs if run.workflow == workflow and _is_wanted(run, wanted)]
        return sorted(found, key=lambda run: -run.id)


def _is_wanted(run: Run, wanted: dict[str, str]) -> bool:
    has = {"head_sha": (run.head,), "event": (run.event,), "status": ("completed", run.conclusion)}
    return all(wanted[name] in values for name, values in has.items() if name in wanted)
