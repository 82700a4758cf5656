"""What goes wrong on the way to any registry, whichever library notices it: what of it passes, and our words for it."""

import errno
import re
import socket
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pulumi_prompts import errors

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
"""The statuses that are known to pass: those of HTTP, 520 to 524 of Cloudflare, 529 of services with too much to do."""


class Final(NamedTuple):
    """What a status means that is as final as a refusal, though it is one of the server's own failures."""

    kind: type[errors.PromptsError]
    remedy: str


FINAL: Mapping[int, Final] = {
    501: Final(errors.ConfigurationError, "use a release of the registry that can do this"),
    507: Final(errors.QuotaError, "free space where the registry keeps its data"),
}
"""Whoever sends them. Any other status from 500 on that is not known to pass is final, too, and says less."""

NO_ANSWER = "did not answer in time"
BROKE = "broke the connection"
NO_PROXY = "cannot be reached through the proxy"

NOT_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNKNOWN_PROTOCOL"})
"""The reasons that OpenSSL gives where what answers does not speak TLS."""

_NO_SUCH_HOST = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_NO_WAY = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})


def origin_of(url: str) -> str:
    """Who is connected to: scheme, host and port, and nothing that may be a secret."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{re.split('[/?#]', rest, maxsplit=1)[0].rpartition('@')[2]}"


def state_by_answer(error: errors.RegistryError, status: int) -> str:
    """The state of a registry that answered with this status, which means `error`."""
    return error.state if isinstance(error, errors.ThrottledError) else f"answered {status}"


def causes(error: BaseException) -> Iterator[BaseException]:
    """What is behind `error`, and not behind an error of ours that was being handled when the request was sent."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, errors.PromptsError):
        yield cause
        cause = cause.__cause__ or cause.__context__


def is_unknown_host(error: BaseException) -> bool:
    """Whether DNS has said that there is no such host; that it did not answer is something else."""
    return any(isinstance(cause, socket.gaierror) and cause.errno in _NO_SUCH_HOST for cause in causes(error))


def unreached(error: BaseException) -> str:
    """The state of what could not be connected to."""
    if is_unknown_host(error):
        return "is an unknown host"
    return next(filter(None, map(_why_unreached, causes(error))), "cannot be connected to")


def _why_unreached(cause: BaseException) -> str | None:
    match cause:
        case socket.gaierror():
            return "cannot be looked up: DNS does not answer"
        case ConnectionRefusedError():
            return "refused the connection"
        case TimeoutError():
            return NO_ANSWER
        case OSError(errno=number) if number in _NO_WAY:
            return "is out of reach: no network leads to it"
    return None
