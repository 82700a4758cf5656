"""What can go wrong between a client and a registry: each has a name, which test ids and the table of faults use."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final, Literal

from .messages import Request, Response, json_response, text_response

Ending = Literal["answer", "cut", "reset", "hold", "late", "refuse"]


def _as_it_is(request: Request) -> Request:
    return request


@dataclass(frozen=True)
class Fault:
    """What happens to one request.

    Attributes:
        name: In a few words.
        processed: Whether the registry gets the request.
        request: What the registry gets in place of it.
        response: What is sent in place of the true answer; of a request that was not processed that is 204.
        ending: `answer` sends all of it; `cut` half of it, then closes; `reset` sends a TCP reset instead; `hold` sends
            nothing until the client closes; `late` too, and the registry gets the request only after the next one;
            `refuse` closes the port, from the end of the request before to `heal()`.
    """

    name: str
    processed: bool = True
    request: Callable[[Request], Request] = _as_it_is
    response: Callable[[Response], Response] | None = None
    ending: Ending = "answer"

    def __str__(self) -> str:
        return self.name


def answering(name: str, response: Response) -> Fault:
    """Somebody answers in the registry's place; the request is not processed."""
    return Fault(name, processed=False, response=lambda _: response)


def with_header(name: str, header: str, value: str) -> Fault:
    """The request reaches the registry with another value of a header, such as another account's key."""
    return Fault(name, request=lambda request: request.with_header(header, value))


def replacing_in_header(name: str, header: str, old: str, new: str) -> Fault:
    """The request reaches the registry with another part of a header, such as another account's key in a signature."""
    return Fault(name, request=lambda request: request.with_header(header, request.header(header).replace(old, new)))


def _changing(name: str, change: Callable[[Any], Any]) -> Fault:
    """The request is processed; the JSON of the true answer is changed. Another body, or none, stays as it is.

    It is asked for unpacked, because what is packed is no JSON.
    """

    def changed(response: Response) -> Response:
        try:
            tree = json.loads(response.body)
        except ValueError:
            return response
        return response.with_body(json.dumps(change(tree)).encode())

    return Fault(name, request=lambda request: request.with_header("Accept-Encoding", "identity"), response=changed)


def extra_fields(but_in: Collection[str] = ()) -> Fault:
    """The registry is newer than we are: the objects of its answer have fields that nobody knows.

    Args:
        but_in: Names of fields whose values stay as they are: what is in them is somebody's own.
    """

    def added(tree: Any) -> Any:
        if isinstance(tree, list):
            return [added(value) for value in tree]
        if not isinstance(tree, dict):
            return tree
        more = {"x_unheard_of": {"since": "2031", "of": [1, None, "two"]}, "x_flag": True}
        return {**{name: value if name in but_in else added(value) for name, value in tree.items()}, **more}

    return _changing("extra fields", added)


def _numbers_for_strings(tree: Any) -> Any:
    return _everywhere(lambda value: 7 if isinstance(value, str) else value, tree)


def _lists_for_objects(tree: Any) -> Any:
    return _everywhere(lambda value: [*value.values()] if isinstance(value, dict) else value, tree)


def _everywhere(change: Callable[[Any], Any], tree: Any) -> Any:
    """`change` at every value, the innermost first."""
    if isinstance(tree, dict):
        return change({name: _everywhere(change, value) for name, value in tree.items()})
    if isinstance(tree, list):
        return change([_everywhere(change, value) for value in tree])
    return change(tree)


def _page(title: str) -> str:
    return f"<html>\r\n<head><title>{title}</title></head>\r\n<body><h1>{title}</h1></body>\r\n</html>\r\n"


REFUSED: Final = Fault("connection refused", processed=False, ending="refuse")
"""Nobody listens on the port, from the end of the request before the one that is meant until `heal()`."""

RESET_BEFORE: Final = Fault("reset before", processed=False, ending="reset")
"""The connection is reset when the request has been read; the registry never gets it."""

RESET_AFTER: Final = Fault("reset after", ending="reset")
"""The registry processes the request; its answer is lost with the connection."""

SLOW: Final = Fault("slow", ending="hold")
"""The registry processes the request; the answer does not come before the client gives up."""

HELD: Final = Fault("held", processed=False, ending="hold")
"""The request arrives, and the registry never gets it: who sent it is killed meanwhile."""

LATE: Final = Fault("late", processed=False, ending="late")
"""The request is on its way for so long that the client gives up and asks again before the registry gets it."""

TRUNCATED: Final = Fault("truncated", ending="cut")
"""The registry processes the request; the connection closes in the middle of the answer."""

TOO_MANY_REQUESTS: Final = answering("429", text_response(429, "Too many requests", "text/plain"))
"""A rate limit that does not say how long."""

RETRY_AFTER_SECONDS: Final = 1
TOO_MANY_REQUESTS_RETRY_AFTER: Final = answering(
    "429 Retry-After",
    text_response(429, "Too many requests", "text/plain", {"Retry-After": str(RETRY_AFTER_SECONDS)}),
)
"""A rate limit that says how long."""

INTERNAL_ERROR: Final = answering("500", text_response(500, "Internal Server Error", "text/plain"))
"""The registry breaks before it processes the request, which the status does not say."""

BAD_GATEWAY: Final = answering("502", text_response(502, _page("502 Bad Gateway"), "text/html"))
"""A gateway's page: it cannot reach the registry."""

SERVICE_UNAVAILABLE: Final = answering("503", text_response(503, _page("503 Service Unavailable"), "text/html"))
"""A gateway's page: the registry is being restarted."""

NOT_IMPLEMENTED: Final = answering("501", text_response(501, "Not Implemented", "text/plain"))
"""Something does not do what is asked for, whenever it is asked."""

STORAGE_IS_FULL: Final = answering("507", text_response(507, "Insufficient Storage", "text/plain"))
"""The registry has no room left."""

LOGIN_PAGE: Final = answering("200 login page", text_response(200, _page("Log in"), "text/html"))
"""Somebody else answers that all is well, with a page."""

NUMBERS_FOR_STRINGS: Final = _changing("numbers for strings", _numbers_for_strings)
"""The registry processes the request; every string of its answer is a number."""

LISTS_FOR_OBJECTS: Final = _changing("lists for objects", _lists_for_objects)
"""The registry processes the request; every object of its answer is a list."""

UNAUTHORIZED: Final = answering("401 plain", text_response(401, "Unauthorized", "text/plain"))
"""Something before the registry wants other credentials."""

FORBIDDEN: Final = answering("403 plain", text_response(403, "RBAC: access denied", "text/plain"))
"""Something before the registry forbids it, as a service mesh does."""

PAGE_NOT_FOUND: Final = answering("404 page", text_response(404, _page("404 Not Found"), "text/html"))
"""A proxy's page: nothing about what was asked for."""

ROUTE_NOT_FOUND: Final = answering("404 route", json_response(404, {"detail": "Not Found"}))
"""A web framework's answer to a path that it does not serve: a wrong prefix."""
