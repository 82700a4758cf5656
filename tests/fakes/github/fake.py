"""The fake as tests hold it, with the operations that it knows."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..front import Front
from ..wire import Json, Refusal, Reply, Request
from .refusals import body_of_comment, check_headers, not_found, refusal_reply, refused
from .state import Comment, Merge, Run, State

REPOSITORY = "acme/desk"
BOT = "github-actions[bot]"
TOKEN = "ghs_fake_that_writes"
READING_TOKEN = "ghs_fake_that_reads"
PAGE, LARGEST_PAGE = 30, 100


@dataclass(frozen=True)
class Call:
    operation: str
    method: str
    path: str


class Route(NamedTuple):
    operation: str
    method: str
    pattern: str


ROUTES = (
    Route("list_comments", "GET", r"/issues/(\d+)/comments"),
    Route("create_comment", "POST", r"/issues/(\d+)/comments"),
    Route("update_comment", "PATCH", r"/issues/comments/(\d+)"),
    Route("list_pulls_of_commit", "GET", r"/commits/(\w+)/pulls"),
    Route("list_runs", "GET", r"/actions/workflows/([\w.-]+)/runs"),
)


class GitHubFake(Front[Call, Refusal]):
    """One repository. Use as a context manager, or `start()` and `stop()`."""

    def __init__(self, repository: str = REPOSITORY) -> None:
        super().__init__(Refusal)
        self._repository = repository
        self._state = State()
        self._tokens = {TOKEN: "write", READING_TOKEN: "read"}
        self._operations: Mapping[str, Callable[[str, Request], Reply]] = {
            "list_comments": self._list_comments,
            "create_comment": self._create_comment,
            "update_comment": self._update_comment,
            "list_pulls_of_commit": self._list_pulls_of_commit,
            "list_runs": self._list_runs,
        }

    # for tests

    @property
    def comments(self) -> Sequence[Comment]:
        return self._state.comments

    def open(self, pull_request: int) -> None:
        self._state.issues.add(pull_request)

    def say(self, pull_request: int, author: str, body: str) -> None:
        """Somebody writes a comment."""
        self._state.add_comment(pull_request, author, body)

    def merge(self, pull_request: int, head: str, merged_as: str) -> None:
        self._state.merges.append(Merge(pull_request, head, merged_as))

    def ran(self, run: Run) -> None:
        """A workflow ran."""
        self._state.runs.append(run)

    # requests

    def _respond(self, request: Request) -> Reply | None:
        return self._guarded(lambda: self._routed(request), refusal_reply)

    def _routed(self, request: Request) -> Reply | None:
        check_headers(request.headers)
        self._check_token(request)
        route, key = self._route_of(request)
        fault = self._arrived(Call(route.operation, request.method, request.path))
        return self._carried_out(fault, lambda: self._operations[route.operation](key, request), refusal_reply)

    def _check_token(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if not token:
            refused(401, "Requires authentication")
        if scheme.lower() not in ("bearer", "token") or token not in self._tokens:
            refused(401, "Bad credentials")
        if request.method != "GET" and self._tokens[token] != "write":
            refused(403, "Resource not accessible by integration")

    def _route_of(self, request: Request) -> tuple[Route, str]:
        ours = f"/repos/{re.escape(self._repository)}"
        routes = ((each, re.fullmatch(ours + each.pattern, request.path)) for each in ROUTES)
        found = ((each, match[1]) for each, match in routes if match and each.method == request.method)
        return next(found, None) or not_found()

    # operations

    def _list_comments(self, issue: str, request: Request) -> Reply:
        self._check_issue(int(issue))
        return self._page([each.as_json() for each in self.comments if each.issue == int(issue)], request)

    def _create_comment(self, issue: str, request: Request) -> Reply:
        self._check_issue(int(issue))
        return _reply(self._state.add_comment(int(issue), BOT, body_of_comment(request)).as_json(), 201)

    def _update_comment(self, id_: str, request: Request) -> Reply:
        comment = next((each for each in self.comments if each.id == int(id_)), None) or not_found()
        comment.body = body_of_comment(request)
        return _reply(comment.as_json())

    def _list_pulls_of_commit(self, commit: str, request: Request) -> Reply:
        """Those that it belongs to, and not only the one that was merged as it."""
        found = [each.as_json() for each in self._state.merges if commit in (each.head, each.merged_as)]
        return self._page(found, request)

    def _list_runs(self, workflow: str, request: Request) -> Reply:
        wanted = {name: values[-1] for name, values in request.query_values().items()}
        runs = [run.as_json() for run in self._state.runs_of(workflow, wanted)]
        return _reply({"total_count": len(runs), "workflow_runs": runs[:PAGE]})

    def _check_issue(self, number: int) -> None:
        if number not in self._state.issues:
            not_found()

    def _page(self, everything: Sequence[Json], request: Request) -> Reply:
        query = {name: int(values[-1]) for name, values in request.query_values().items()}
        size, number = min(query.get("per_page", PAGE), LARGEST_PAGE), query.get("page", 1)
        last = max(1, -(-len(everything) // size))
        address = f"{self.url}{request.path}?per_page={size}&page="
        there = {"prev": number - 1, "next": number + 1, "first": 1, "last": last} if last > 1 else {}
        links = [f'<{address}{page}>; rel="{name}"' for name, page in there.items() if 1 <= page <= last]
        headers = {"Link": ", ".join(links)} if links else {}
        return _reply(list(everything[(number - 1) * size : number * size]), headers=headers)


def _reply(answer: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    said = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    return Reply(status, json.dumps(answer).encode(), said)
