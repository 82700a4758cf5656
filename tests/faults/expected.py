"""What may come of a fault: the operation goes through, or it ends with one line. The table of both."""

import re
from collections.abc import Mapping
from typing import Final, Literal

from faults.operations import Operation
from faults.proxy import (
    BAD_GATEWAY,
    FORBIDDEN,
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
    ROUTE_NOT_FOUND,
    SERVICE_UNAVAILABLE,
    SLOW,
    STORAGE_IS_FULL,
    TOO_MANY_REQUESTS,
    TOO_MANY_REQUESTS_RETRY_AFTER,
    TRUNCATED,
    UNAUTHORIZED,
    Fault,
)
from faults.registries import Registry, Traits
from pulumi_prompts.registries.transport import failures
from pulumi_prompts.registries.transport.http_failures import CHECK_THE_WAY
from remedies import AGAIN, BUG, LOST, PERMISSION, REFRESH, STRANGER

Lasting = Literal["once", "for good"]

NO_501, NO_507 = failures.FINAL[501].remedy, failures.FINAL[507].remedy
_REACH = re.escape(CHECK_THE_WAY)
_CREDENTIALS = r"check the credentials, which are missing, wrong or expired: looked at were {places}"
_NO_PREFIX = f"no prompt registry answers at {{api}}/api/svc/v1 nor api/ml/v1; {STRANGER}"


def _maybe_done(said: str) -> str:
    """What may have been carried out is not said to be none."""
    return f"{said}; ({AGAIN}|{LOST})"


def _stranger(status: str, kind: str) -> str:
    return f"({{api}} answered {status} with a body of type {kind}; {STRANGER}|{_NO_PREFIX})"


_NOT_UNDERSTOOD = rf"the answer to [A-Z]+ /[^\s?]* is not understood: ([a-z_0-9\[\].]+: )?Input should be [^;]+; {BUG}"
_MISREAD = f"({_NOT_UNDERSTOOD}|{_stranger('4..', 'application/json')})"
"""A refusal of the registry may be misread as well."""

TRANSIENT: Final[Mapping[Fault, str]] = {
    REFUSED: f"Connection refused; {_REACH}",
    RESET_BEFORE: _maybe_done("Connection reset by peer"),
    RESET_AFTER: _maybe_done("Connection reset by peer"),
    SLOW: _maybe_done("no answer came in time"),
    LATE: _maybe_done("no answer came in time"),
    TRUNCATED: _maybe_done("the connection ended without a whole answer"),
    TOO_MANY_REQUESTS: f"429 Too Many Requests; {AGAIN}",
    TOO_MANY_REQUESTS_RETRY_AFTER: f"429 Too Many Requests; {AGAIN}",
    INTERNAL_ERROR: _maybe_done("500 Internal Server Error"),
    BAD_GATEWAY: _maybe_done("502 Bad Gateway"),
    SERVICE_UNAVAILABLE: _maybe_done("503 Service Unavailable"),
}
"""What passes: it does not stop an operation when it happens once. What the line says where it does not pass."""

FINAL: Final[Mapping[Fault, str]] = {
    LOGIN_PAGE: _stranger("200", "text/html"),
    NUMBERS_FOR_STRINGS: _MISREAD,
    LISTS_FOR_OBJECTS: _MISREAD,
    UNAUTHORIZED: f"401 Unauthorized; {_CREDENTIALS}",
    FORBIDDEN: f"403 Forbidden; {PERMISSION}; a proxy on the way may refuse as well",
    NOT_IMPLEMENTED: f"501 Not Implemented; {NO_501}",
    STORAGE_IS_FULL: f"507 Insufficient Storage; {NO_507}",
    PAGE_NOT_FOUND: _stranger("404", "text/html"),
    ROUTE_NOT_FOUND: _stranger("404", "application/json"),
}
"""What the same request would meet again, or what is not known to pass: what the line says."""

_MAY_BE_DONE: Final = (RESET_AFTER, LATE, SERVICE_UNAVAILABLE)
"""The registry has done what was asked, does it later, or has not done it: backends look up which, and go on."""

_OF_EVERY_KIND = ("create", "destroy")
"""The operations that between them read, write what may be sent twice and what may not, and delete."""

_READING_ALL_ANSWERS = ("edit", "refresh")
"""The operations that need something of every answer: what is not read of one cannot be wrong."""

_LIKE_A_MOVE = ("set alias", "adopt alias", "remove alias")
"""The operations that differ from the move of an alias only in what they leave, and in whose that is.

What a call that never reaches the registry leaves is what a kill before it leaves, which is tried of all of them.
"""


def faults_of(traits: Traits) -> list[Fault]:
    """All that can happen to a registry."""
    own = (fault for fault, _ in traits.own.values())
    all_of_them = (*TRANSIENT, *FINAL, traits.no_route, *own, *traits.words, traits.another_account, traits.newer)
    never = {NUMBERS_FOR_STRINGS} if traits.trusts_types else set()
    return [fault for fault in dict.fromkeys(all_of_them) if fault not in never]


def line_of(fault: Fault, operation: Operation, registry: Registry) -> str:
    """A pattern of what the line says, after what was being done; `{api}` is the address."""
    for status, (own, said) in registry.traits.own.items():
        if fault == own:
            remedy = _CREDENTIALS if status == 401 else PERMISSION
            return f"{status}: {re.escape(said)}; {remedy}".replace("{places}", re.escape(registry.traits.places))
    if fault == registry.traits.another_account:
        unknown = f"{registry.traits.unknown}; {REFRESH}"
        return re.escape(registry.of_another) if operation.knows_where or not registry.traits.hides else unknown
    no_route = {registry.traits.no_route: _stranger("404", "application/json")}
    words = {**TRANSIENT, **FINAL, **no_route, **registry.traits.words}[fault]
    return words.replace("{places}", re.escape(registry.traits.places))


def is_transient(fault: Fault, traits: Traits) -> bool:
    """Whether it passes."""
    return fault in TRANSIENT or fault in traits.passing


def must_pass(fault: Fault, lasting: Lasting, traits: Traits) -> bool:
    """Whether the operation has to go through. A write that is late must not be sent again, and may be given up."""
    if fault == traits.newer:
        return True
    return is_transient(fault, traits) and lasting == "once" and fault != LATE


def may_pass(fault: Fault, lasting: Lasting, traits: Traits) -> bool:
    """Whether the operation is allowed to go through."""
    return fault == traits.newer or (is_transient(fault, traits) and lasting == "once")


def is_meant(fault: Fault, operation: Operation, traits: Traits) -> bool:
    """Whether it can happen: another account can only lack what there is."""
    return operation.is_existing or fault != traits.another_account


def is_tried(fault: Fault, operation: Operation, traits: Traits) -> bool:
    """Whether the tests have the cell: what the transport alone decides comes to the same with every operation.

    What may have been done, what is forbidden, what is not there, and whose it is, the backends and the life cycle tell
    apart. Of a slow registry less is tried: what one operation meets, and what others may have done or may not do. The
    table has all cells.
    """
    if fault in (NUMBERS_FOR_STRINGS, LISTS_FOR_OBJECTS):
        return operation.name in _READING_ALL_ANSWERS
    if operation.name in _LIKE_A_MOVE:
        return fault in (RESET_AFTER, traits.another_account)
    if traits.is_slow and operation.name != "create":
        return is_meant(fault, operation, traits) and fault in (RESET_AFTER, traits.forbidden, traits.another_account)
    told_apart = (*_MAY_BE_DONE, traits.forbidden, traits.no_route, traits.another_account, traits.newer)
    return is_meant(fault, operation, traits) and (fault in told_apart or operation.name in _OF_EVERY_KIND)
