"""What may come of a fault: the operation goes through, or it ends with one line. The table of both."""

import re
from collections.abc import Mapping
from typing import Final, Literal

from faults.operations import Operation
from faults.proxy import (
    BAD_GATEWAY,
    FORBIDDEN,
    INTERNAL_ERROR,
    LISTS_FOR_OBJECTS,
    LOGIN_PAGE,
    NUMBERS_FOR_STRINGS,
    PAGE_NOT_FOUND,
    REFUSED,
    RESET_AFTER,
    RESET_BEFORE,
    ROUTE_NOT_FOUND,
    SERVICE_UNAVAILABLE,
    SLOW,
    TOO_MANY_REQUESTS,
    TOO_MANY_REQUESTS_RETRY_AFTER,
    TRUNCATED,
    UNAUTHORIZED,
    Fault,
)
from faults.registries import Registry, Traits

Lasting = Literal["once", "for good"]

AGAIN = "nothing was lost: run `pulumi up` again when the registry answers"
LOST = "run `pulumi up` again: what was made is found, and nothing is made twice"
_CREDENTIALS = "check the credentials: they are missing, wrong or expired"
_PERMISSION = "grant the permission, or use other credentials"
_STRANGER = "check the backend's URL and proxies on the way: this is not how the registry answers"
_MISUNDERSTOOD = "check the address of the registry, then report this as a bug"

_NO_PREFIX = f"no prompt registry answers at {{api}}/api/svc/v1 nor api/ml/v1; {_STRANGER}"
_METHODS = "(GET|POST|PUT|PATCH|DELETE)"
_WRONG = rf"the answer to {_METHODS} /\S* is not understood: [a-z_0-9\[\].]*: Input should be a valid [^;]+"


def _broken(kind: str) -> str:
    """Where it is not known whether it was done, that is what the line says."""
    return rf"{{api}}: {kind}; ({AGAIN}|{LOST})"


def _status(said: str) -> str:
    return f"{said}; ({AGAIN}|{LOST})"


def _stranger(status: int, kind: str) -> str:
    return f"{{api}} answered {status} with a body of type {kind}; {_STRANGER}"


_MISREAD = f"({_WRONG}; {_MISUNDERSTOOD}|{_stranger(404, 'application/json')})"
"""What the registry says of what is not there may be misread, too."""

TRANSIENT: Final[Mapping[Fault, str]] = {
    REFUSED: rf"{{api}}: ConnectError; {AGAIN}",
    RESET_BEFORE: _broken("ReadError"),
    RESET_AFTER: _broken("ReadError"),
    SLOW: _broken("ReadTimeout"),
    TRUNCATED: _broken("RemoteProtocolError"),
    TOO_MANY_REQUESTS: f"429 Too Many Requests; {AGAIN}",
    TOO_MANY_REQUESTS_RETRY_AFTER: f"429 Too Many Requests; {AGAIN}",
    INTERNAL_ERROR: _status("500 Internal Server Error"),
    BAD_GATEWAY: _status("502 Bad Gateway"),
    SERVICE_UNAVAILABLE: f"503 Service Unavailable; {AGAIN}",
}
"""What passes: one of these does not stop an operation; what the line says where it does not pass."""

FINAL: Final[Mapping[Fault, str]] = {
    LOGIN_PAGE: _stranger(200, "text/html"),
    NUMBERS_FOR_STRINGS: _MISREAD,
    LISTS_FOR_OBJECTS: _MISREAD,
    UNAUTHORIZED: f"401 Unauthorized; {_CREDENTIALS}",
    FORBIDDEN: _stranger(403, "text/plain"),
    PAGE_NOT_FOUND: _stranger(404, "text/html"),
    ROUTE_NOT_FOUND: _stranger(404, "application/json"),
}
"""What the same request would meet again: what the line says."""

MISREAD: Final = (NUMBERS_FOR_STRINGS, LISTS_FOR_OBJECTS)
"""What is not read of an answer cannot be wrong: an operation may go through."""


def faults_of(traits: Traits) -> list[Fault]:
    """All that can happen to a registry."""
    own = (fault for fault, _ in traits.own.values())
    return [*TRANSIENT, *FINAL, *own, traits.another_account, traits.newer]


def line_of(fault: Fault, registry: Registry) -> str:
    """A pattern of what the line says, after what was being done; `{api}` is the address."""
    for status, (own, said) in registry.traits.own.items():
        if fault == own:
            return f"{status}: {re.escape(said)}; {_CREDENTIALS if status == 401 else _PERMISSION}"
    if fault == registry.traits.another_account:
        return re.escape(registry.of_another)
    line = {**TRANSIENT, **FINAL}[fault]
    return f"({line}|{_NO_PREFIX})"


def must_pass(fault: Fault, lasting: Lasting, traits: Traits) -> bool:
    """Whether the operation has to go through."""
    return fault == traits.newer or (fault in TRANSIENT and lasting == "once")


def may_pass(fault: Fault, lasting: Lasting, traits: Traits) -> bool:
    """Whether the operation is allowed to go through."""
    return fault in MISREAD or must_pass(fault, lasting, traits)


def is_meant(fault: Fault, operation: Operation, traits: Traits) -> bool:
    """Whether it can happen: another account can only lack what there is."""
    return operation.is_existing or fault != traits.another_account
