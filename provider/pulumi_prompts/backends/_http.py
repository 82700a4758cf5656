"""One HTTP layer for all registries that speak JSON: kept-alive connections, retries, and errors in our words.

A backend says how its registry authenticates and how it says no; everything else is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError

from pulumi_prompts import errors
from pulumi_prompts.backends._retry import Retry, longest_answer, longest_connect
from pulumi_prompts.backends.base import Environment
from pulumi_prompts.parsing import property_path

if TYPE_CHECKING:
    import httpx

_NOT_PROCESSED = frozenset({408, 425, 429, 503})
"""Statuses that say that the request was not carried out, so that any request may be sent again."""


class Answer(BaseModel):
    """The base of a registry's answers: what is not asked for is ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, populate_by_name=True)


A = TypeVar("A", bound=Answer)


@dataclass(frozen=True)
class Refusal:
    """A registry's own word that it did not do what was asked.

    Attributes:
        said: In its words, without what was sent.
        kind: The class of error, where the status alone does not say it.
    """

    said: str
    kind: type[errors.PromptsError] | None = None


@dataclass(frozen=True)
class Dialect:
    """What differs from registry to registry.

    Attributes:
        headers: The headers that authenticate a request; may raise CredentialsError.
        refusal: Reads a body (parsed JSON) as the registry's own refusal, or None where it is not the registry's own: a
            not-found that is not its own is never believed.
    """

    headers: Callable[[], Mapping[str, str]]
    refusal: Callable[[int, Any], Refusal | None]


class HttpClient:
    """Sends requests to one registry.

    Args:
        base_url: Where the registry is; paths are put behind it.
        dialect: How it authenticates and refuses.
        timeout: Seconds until a request that keeps failing is given up.
        environment: Its clock, and where long waits are reported.
        transport: Of httpx; None is the network.
    """

    def __init__(
        self,
        base_url: str,
        dialect: Dialect,
        timeout: float,
        environment: Environment,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._dialect = dialect
        self._timeout = timeout
        self._retry = Retry(timeout, environment)
        self._transport = transport
        self._lock = Lock()

    def call(
        self,
        method: str,
        path: str,
        answer: type[A],
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        repeatable: bool = True,
    ) -> A:
        """Send a request and parse its answer.

        Args:
            method: Of HTTP.
            path: Below the base URL, percent-encoded where needed.
            answer: What the body must be.
            params: The query; entries that are None are left out.
            json: The body.
            repeatable: Whether sending it twice is as good as once. If not, it is sent again only where the registry
                surely did not carry it out, and a lost answer is a LostAnswerError: look up what became of it.
        """
        query = {name: value for name, value in (params or {}).items() if value is not None}
        body = self._retry.run(lambda: self._send(method, path, query, json, repeatable))
        return _parsed(answer, body, f"{method} {path}")

    def _send(self, method: str, path: str, query: Mapping[str, Any], json: Any, repeatable: bool) -> Any:
        import httpx

        headers = dict(self._dialect.headers())
        try:
            response = self._ready().request(method, self._base_url + path, params=query, json=json, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise _of_transport(error, self._base_url, repeatable) from None
        body = _json_or_none(response)
        if response.is_success and body is not None:
            return body
        raise self._refused(response, body, repeatable)

    def _refused(self, response: httpx.Response, body: Any, repeatable: bool) -> errors.PromptsError:
        status = response.status_code
        refusal = None if body is None else self._dialect.refusal(status, body)
        if refusal is None and (status < 500 and status not in (401, *_NOT_PROCESSED)):
            return errors.AnswerError(f"{self._base_url} answered {status} with {_form_of(response)}", NOT_THE_REGISTRY)
        said = f"{status}: {refusal.said}" if refusal else f"{status} {response.reason_phrase}"
        kind = (refusal and refusal.kind) or _by_status(status)
        if issubclass(kind, errors.UnavailableError) and not repeatable and status not in _NOT_PROCESSED:
            kind = errors.LostAnswerError
        error = kind(said, _REMEDIES.get(kind))
        if isinstance(error, errors.UnavailableError):
            error.retry_after = _seconds(response.headers.get("retry-after", ""))
        return error

    def _ready(self) -> httpx.Client:
        with self._lock:
            return self._client

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        timeout = httpx.Timeout(longest_answer(self._timeout), connect=longest_connect(self._timeout))
        agent = {"User-Agent": "pulumi-prompts", "Accept": "application/json"}
        return httpx.Client(timeout=timeout, headers=agent, transport=self._transport)


NOT_THE_REGISTRY = "check the backend's URL and proxies on the way: this is not how the registry answers"
_REMEDIES: dict[type[errors.PromptsError], str] = {
    errors.CredentialsError: "check the credentials: they are missing, wrong or expired",
    errors.RejectedError: "correct what it names",
    errors.QuotaError: "delete what is not needed, or ask for a larger quota",
}


def credential(environment: Environment, variable: str, key: str) -> str:
    """A credential from an environment variable or the stack's secret configuration.

    Raises:
        CredentialsError: It is set in neither, or is nothing that a header can carry.
    """
    value = environment.variable(variable) or environment.secret(key)
    remedy = f"set {variable}, or `pulumi config set --secret {key}`"
    if not value:
        raise errors.CredentialsError("there are no credentials", remedy)
    if not re.fullmatch(r"[!-~]+( +[!-~]+)*", value):
        raise errors.CredentialsError("the credentials hold what no header can carry, such as a line break", remedy)
    return value


def url_of(what: str, without_credentials: str) -> Callable[[str], str]:
    """A check of a setting that holds a URL.

    Args:
        what: What it is the URL of, with an example.
        without_credentials: What to say where the URL holds credentials.
    """

    def checked(value: str) -> str:
        if re.match(r"[a-z]+://[^/]*@", value):
            raise PydanticCustomError("credentials", without_credentials)
        if re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value) is None:
            raise PydanticCustomError("url", f"must be the URL of {what}")
        return value.rstrip("/")

    return checked


def _by_status(status: int) -> type[errors.PromptsError]:
    if status == 429:
        return errors.ThrottledError
    if status >= 500 or status in _NOT_PROCESSED:
        return errors.UnavailableError
    return _BY_STATUS.get(status, errors.RejectedError)


_BY_STATUS: dict[int, type[errors.PromptsError]] = {
    401: errors.CredentialsError,
    402: errors.QuotaError,
    403: errors.AccessError,
    404: errors.NotFoundError,
    409: errors.AlreadyExistsError,
}


def _of_transport(error: Exception, base_url: str, repeatable: bool) -> errors.PromptsError:
    """What httpx raises, as our error. Its own text may hold a URL with a query, so only its class is told."""
    import httpx

    said = f"{base_url}: {type(error).__name__}"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return errors.ConfigurationError(said, "correct the backend's URL: it begins with https:// or http://")
    if isinstance(error, httpx.DecodingError | httpx.TooManyRedirects):
        return errors.AnswerError(said, NOT_THE_REGISTRY)
    if repeatable or isinstance(
        error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout | httpx.ProxyError
    ):
        return errors.UnavailableError(said)
    return errors.LostAnswerError(said)


def _json_or_none(response: httpx.Response) -> Any:
    """The body; `{}` for one that is empty, None for one that is no JSON."""
    if not response.content:
        return {}
    try:
        return response.json()
    except ValueError:
        return None


def _form_of(response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "").partition(";")[0]
    return f"a body of type {kind}" if kind else "a body of no type"


def _seconds(retry_after: str) -> float | None:
    return float(retry_after) if retry_after.isdecimal() else None


def _parsed(answer: type[A], body: Any, request: str) -> A:
    try:
        return answer.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        said = f"the answer to {request} is not understood: {property_path(first['loc'])}: {first['msg']}"
        raise errors.AnswerError(said) from None
