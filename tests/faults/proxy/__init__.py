"""An HTTP proxy on loopback that lets the way between a client and a registry go wrong, by script.

    with FaultProxy(fake.url) as proxy:
        backend = connect(url=proxy.url)                                # the fake's URL, with another host and port
        proxy.inject(RESET_AFTER, match="POST */prompts*", nth=2)       # the second such request, once
        proxy.inject(TOO_MANY_REQUESTS, match="GET *", times=None)      # every GET, until
        proxy.heal()
        assert [request.line for request in proxy.requests] == ["GET /prompts/1"]

What it forwards it forwards byte by byte. It knows neither the client nor the registry. The faults are in `faults.py`.
"""

from .faults import (
    BAD_GATEWAY,
    FORBIDDEN,
    HELD,
    INTERNAL_ERROR,
    LATE,
    LISTS_FOR_OBJECTS,
    LOGIN_PAGE,
    NOT_IMPLEMENTED,
    NUMBERS_FOR_STRINGS,
    PAGE_NOT_FOUND,
    REFUSED,
    RESET_AFTER,
    RESET_BEFORE,
    RETRY_AFTER_SECONDS,
    ROUTE_NOT_FOUND,
    SERVICE_UNAVAILABLE,
    SLOW,
    STORAGE_IS_FULL,
    TOO_MANY_REQUESTS,
    TOO_MANY_REQUESTS_RETRY_AFTER,
    TRUNCATED,
    UNAUTHORIZED,
    Fault,
    answering,
    extra_fields,
    replacing_in_header,
    with_header,
)
from .messages import Request, Response, json_response, text_response
from .proxy import FaultProxy, Recorded

__all__ = [
    "BAD_GATEWAY",
    "FORBIDDEN",
    "HELD",
    "INTERNAL_ERROR",
    "LATE",
    "LISTS_FOR_OBJECTS",
    "LOGIN_PAGE",
    "NOT_IMPLEMENTED",
    "NUMBERS_FOR_STRINGS",
    "PAGE_NOT_FOUND",
    "REFUSED",
    "RESET_AFTER",
    "RESET_BEFORE",
    "RETRY_AFTER_SECONDS",
    "ROUTE_NOT_FOUND",
    "SERVICE_UNAVAILABLE",
    "SLOW",
    "STORAGE_IS_FULL",
    "TOO_MANY_REQUESTS",
    "TOO_MANY_REQUESTS_RETRY_AFTER",
    "TRUNCATED",
    "UNAUTHORIZED",
    "Fault",
    "FaultProxy",
    "Recorded",
    "Request",
    "Response",
    "answering",
    "extra_fields",
    "json_response",
    "replacing_in_header",
    "text_response",
    "with_header",
]
