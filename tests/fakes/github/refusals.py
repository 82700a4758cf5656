"""What GitHub refuses, in its words."""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from ..scripting import Fault, refuse
from ..wire import Refusal, Reply, Request

LONGEST_BODY = 65_536
"""Characters of a comment, each counted once, however many bytes it has."""

DOCUMENTATION = "https://docs.github.com/rest"
VERSIONS = ("2022-11-28",)
_JSON_TYPES = (
    "*/*",
    "application/*",
    "application/json",
    "application/vnd.github+json",
    "application/vnd.github.v3+json",
)


def refusal_reply(refusal: Refusal) -> Reply:
    said = {**refusal.detail, "documentation_url": DOCUMENTATION, "status": str(refusal.status)}
    headers = {"Content-Type": "application/json; charset=utf-8", **refusal.headers}
    return Reply(refusal.status, json.dumps(said).encode(), headers)


def refused(status: int, message: str) -> NoReturn:
    raise Refusal(status, {"message": message})


def not_found() -> NoReturn:
    """Also what a token may not know of."""
    refused(404, "Not Found")


def invalid(message: str) -> NoReturn:
    error = {"resource": "IssueComment", "code": "unprocessable", "field": "data", "message": message}
    raise Refusal(422, {"message": "Validation Failed", "errors": [error]})


def rate_limit(seconds: int, status: int = 403) -> Fault:
    """The secondary limit: too much in a short time."""
    message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    return refuse(Refusal(status, {"message": message}, {"Retry-After": str(seconds)}))


def check_headers(headers: Mapping[str, str]) -> None:
    if not headers.get("user-agent"):
        refused(403, "Request forbidden by administrative rules.")
    accepted = headers.get("accept", "*/*")
    if not any(each.split(";")[0].strip() in _JSON_TYPES for each in accepted.split(",")):
        refused(415, f"Unsupported 'Accept' header: {accepted!r}. Must accept 'application/json'.")
    if (version := headers.get("x-github-api-version", VERSIONS[0])) not in VERSIONS:
        refused(400, f"The requested API version, {version}, is not supported.")


def body_of_comment(request: Request) -> str:
    try:
        given: Any = json.loads(request.body)
    except ValueError:
        refused(400, "Problems parsing JSON")
    text = given.get("body") if isinstance(given, dict) else None
    if not isinstance(text, str):
        refused(422, 'Invalid request.\n\n"body" wasn\'t supplied.')
    if not text.strip():
        invalid("Body cannot be blank")
    if len(text) > LONGEST_BODY:
        invalid(f"Body is too long (maximum is {LONGEST_BODY} characters)")
    return text
