"""What httpx raises and what answers that are no success mean, as our errors: one map by class, one by status."""

import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace

import httpx

from pulumi_prompts import errors
from pulumi_prompts.registries.transport.failures import (
    BROKE,
    FINAL,
    NO_ANSWER,
    NO_PROXY,
    NOT_TLS,
    PASSING,
    causes,
    is_unknown_host,
    unreached,
)
from pulumi_prompts.registries.transport.http import NOT_THE_REGISTRY, Refusal

_URL = "correct the backend's URL: it begins with https:// or http://, and a host follows"
CHECK_THE_WAY = (
    f"check the backend's URL, the network and its proxies (HTTPS_PROXY); {errors.UnavailableError.default_remedy}"
)
_HOST = "correct the host in the backend's URL, or connect to the network that knows it"
CORRECT_THE_PROXY = "correct HTTPS_PROXY, HTTP_PROXY, ALL_PROXY or NO_PROXY"
_TRUST = "set SSL_CERT_FILE to the certificates that this network uses, or correct the backend's URL"
_NO_TLS = "correct the backend's URL: what answers there does not speak https"
_MOVED = "set the backend's URL to where the registry itself answers: redirects are not followed"
_ACCESS = "grant the permission, or use other credentials; a proxy on the way may refuse as well"
_BUG = "report this as a bug"


@dataclass(frozen=True)
class _Meaning:
    """What an exception of httpx says.

    Attributes:
        kind: Where the request surely was not carried out, or may be sent twice.
        otherwise: Where it may have been carried out, and must not be sent twice.
        said: In our words, where the system has none: the exception's own text may hold a URL, or what was received.
        state: Of the registry, while it is waited for; the causes tell of one that cannot be connected to.
    """

    kind: type[errors.PromptsError]
    otherwise: type[errors.PromptsError]
    said: str
    remedy: str | None = None
    state: str | None = None


def _always(kind: type[errors.PromptsError], said: str, remedy: str | None = None) -> _Meaning:
    return _Meaning(kind, kind, said, remedy)


def _unreached(said: str, state: str | None = None) -> _Meaning:
    return _Meaning(errors.UnreachableError, errors.UnreachableError, said, CHECK_THE_WAY, state)


def _broken(said: str, state: str = BROKE) -> _Meaning:
    return _Meaning(errors.UnavailableError, errors.LostAnswerError, said, state=state)


_OUR_OWN = _always(errors.RejectedError, "the HTTP library was used in a way that it refuses", _BUG)
MEANINGS: dict[type[Exception], _Meaning] = {
    httpx.InvalidURL: _always(errors.ConfigurationError, "it is no URL", _URL),
    httpx.UnsupportedProtocol: _always(errors.ConfigurationError, "it is no URL of HTTP", _URL),
    httpx.ConnectError: _unreached("it cannot be connected to"),
    httpx.ConnectTimeout: _unreached("it cannot be connected to in time", NO_ANSWER),
    httpx.ProxyError: _unreached("the proxy makes no connection", NO_PROXY),
    httpx.PoolTimeout: _always(errors.UnavailableError, "all connections were busy"),
    httpx.ReadTimeout: _Meaning(
        errors.UnavailableError, errors.LateAnswerError, "no answer came in time", state=NO_ANSWER
    ),
    httpx.WriteTimeout: _broken("the request could not be sent in time", NO_ANSWER),
    httpx.ReadError: _broken("the connection broke before the answer came"),
    httpx.WriteError: _broken("the connection broke while the request was sent"),
    httpx.CloseError: _broken("the connection broke while it was closed"),
    httpx.RemoteProtocolError: _broken("the connection ended without a whole answer"),
    httpx.DecodingError: _always(errors.AnswerError, "the answer cannot be unpacked", NOT_THE_REGISTRY),
    httpx.TooManyRedirects: _always(errors.AnswerError, "it redirects for ever", NOT_THE_REGISTRY),
    httpx.LocalProtocolError: _OUR_OWN,
    httpx.HTTPStatusError: _OUR_OWN,
    httpx.StreamError: _OUR_OWN,
    httpx.CookieConflict: _OUR_OWN,
    # The bases, for what httpx may add: nobody knows whether such a request was carried out.
    httpx.HTTPError: _broken("the request failed"),
}
"""By class; the nearest base that is here decides. A test holds that every class of httpx is decided on purpose."""


def of_transport(error: Exception, repeatable: bool) -> errors.PromptsError:
    """The error of ours that says what `error`, which httpx raised in place of an answer, says."""
    meaning = _meaning(error)
    ours = (meaning.kind if repeatable else meaning.otherwise)(_of_system(error) or meaning.said, meaning.remedy)
    if isinstance(ours, errors.UnavailableError | errors.LostAnswerError):
        ours.state = meaning.state or unreached(error)
    return ours


def _meaning(error: Exception) -> _Meaning:
    if tls := next((cause for cause in causes(error) if isinstance(cause, ssl.SSLError)), None):
        return _of_tls(tls, error)
    if is_unknown_host(error):
        return replace(_unreached("there is no such host"), remedy=_HOST)
    if isinstance(error, UnicodeError):  # the host, which Python cannot encode for DNS
        return MEANINGS[httpx.InvalidURL]
    if isinstance(error, httpx.ProxyError) and (refused := _refusal_of_proxy(error)):
        return _always(errors.ConfigurationError, f"the proxy refuses with {refused}", CORRECT_THE_PROXY)
    return _meaning_of(error)


def _refusal_of_proxy(error: httpx.ProxyError) -> int | None:
    """The status with which a proxy refuses to connect for good."""
    found = re.match(r"[45]\d\d\b", str(error))
    status = int(found[0]) if found else None
    return None if status in PASSING else status


def of_client(error: Exception) -> errors.PromptsError:
    """What is wrong where httpx cannot even make a client: it reads proxies and certificates from the environment."""
    remedy = "correct SSL_CERT_FILE or SSL_CERT_DIR" if isinstance(error, OSError) else CORRECT_THE_PROXY
    return errors.ConfigurationError(f"the environment does not let us connect ({type(error).__name__})", remedy)


def _meaning_of(error: Exception) -> _Meaning:
    return next(MEANINGS[each] for each in type(error).__mro__ if each in MEANINGS)


def _of_tls(tls: ssl.SSLError, error: Exception) -> _Meaning:
    if isinstance(tls, ssl.SSLCertVerificationError):
        said = f"certificate verify failed: {tls.verify_message.rstrip('.')}"
        return _always(errors.ConfigurationError, said, _TRUST)
    said = f"TLS: {(tls.reason or 'failed').replace('_', ' ').lower()}"
    if tls.reason in NOT_TLS:
        return _always(errors.ConfigurationError, said, _NO_TLS)
    return replace(_meaning_of(error), said=said)


def _of_system(error: Exception) -> str | None:
    """The system's own words for a number of its own, such as "Connection refused": they hold nothing of a request."""
    for cause in causes(error):
        if isinstance(cause, OSError) and not isinstance(cause, ssl.SSLError) and cause.strerror:
            return cause.strerror
    return None


_NOT_PROCESSED = frozenset({408, 425, 429})
"""Statuses that say, whoever sends them, that the request was not carried out: any request may be sent again."""

_GATEWAY_GAVE_UP = frozenset({504, 524})
"""The statuses of a proxy that waited long enough; the registry may still be at it."""

_BY_STATUS: dict[int, type[errors.PromptsError]] = {
    401: errors.CredentialsError,
    402: errors.QuotaError,
    403: errors.AccessError,
    404: errors.NotFoundError,
    407: errors.ConfigurationError,
    409: errors.AlreadyExistsError,
    429: errors.ThrottledError,
    **{status: final.kind for status, final in FINAL.items()},
}
_BY_WHOEVER_ANSWERS = frozenset({401, 402, 403, 407, 413}) | FINAL.keys() | PASSING
"""Statuses that mean the same when a server or a proxy before the registry sends them."""

_REMEDIES: dict[type[errors.PromptsError], str] = {
    errors.RejectedError: "correct what it names",
    errors.QuotaError: "delete what is not needed, or ask for a larger quota",
}
_REMEDIES_OF_FINAL = {status: final.remedy for status, final in FINAL.items()}
_REMEDIES_BY_STATUS = {
    403: _ACCESS,
    407: CORRECT_THE_PROXY,
    413: "make the prompt smaller, or let the registry and the proxies before it take larger requests",
    **_REMEDIES_OF_FINAL,
}


def of_answer(
    response: httpx.Response, base_url: str, refusal: Refusal | None, repeatable: bool, clean: Callable[[str], str]
) -> errors.PromptsError:
    """The error that an answer means which is not what was asked for.

    Args:
        response: The answer.
        base_url: Of the registry.
        refusal: What the registry says in its own form, or None where somebody else, or its web server, answers: then
            only a status that means the same from everybody is believed. A not-found never is.
        repeatable: Whether sending the request again is as good as sending it once.
        clean: Takes the credentials out of what an answer says, before it is cut to a line.
    """
    status = response.status_code
    if response.has_redirect_location:
        return errors.AnswerError(clean(f"{base_url} answered {status}, which leads to {_place(response)}"), _MOVED)
    if refusal:
        kind, said = refusal.kind or _by_status(status), f"{status}: {refusal.said}"
        remedy = refusal.remedy or _REMEDIES_OF_FINAL.get(status)
    elif status in _BY_WHOEVER_ANSWERS:
        kind, said = _by_status(status), f"{status} {response.reason_phrase}".rstrip()
        remedy = _REMEDIES_BY_STATUS.get(status)
    else:
        return errors.AnswerError(clean(f"{base_url} answered {status} with {_form_of(response)}"), NOT_THE_REGISTRY)
    if not repeatable and issubclass(kind, errors.UnavailableError) and status not in _NOT_PROCESSED:
        kind = errors.LateAnswerError if status in _GATEWAY_GAVE_UP else errors.LostAnswerError
    error = kind(clean(said), remedy or _REMEDIES.get(kind))
    error.code = str(status)
    return error


def _by_status(status: int) -> type[errors.PromptsError]:
    """Known as passing, or final."""
    return _BY_STATUS.get(status, errors.UnavailableError if status in PASSING else errors.RejectedError)


def _form_of(response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "").partition(";")[0]
    return f"a body of type {kind}" if kind else "a body of no type"


def _place(response: httpx.Response) -> str:
    """Where a redirect leads, without credentials and without the query, which may be a session's."""
    target = response.url.join(response.headers["location"])
    return str(target.copy_with(username=None, password=None, query=None, fragment=None))
