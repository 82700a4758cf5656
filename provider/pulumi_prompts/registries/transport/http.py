"""One HTTP layer for all registries that answer in JSON: kept-alive connections, retries, and errors in our words.

A backend says how its registry authenticates and how it says no; everything else is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from pulumi_prompts import errors
from pulumi_prompts.content.parsing import Failure
from pulumi_prompts.content.properties import property_path
from pulumi_prompts.registries.base import THREADS, Environment
from pulumi_prompts.registries.transport.clock import RegistryClock
from pulumi_prompts.registries.transport.credentials import Credentials, Place, remedy_where_refused
from pulumi_prompts.registries.transport.failures import origin_of, state_by_answer
from pulumi_prompts.registries.transport.once import Once
from pulumi_prompts.registries.transport.retry import Retry, asked_to_wait, longest_answer, longest_connect, settling

if TYPE_CHECKING:
    import httpx

NOT_THE_REGISTRY = "check the backend's URL and proxies on the way: this is not how the registry answers"


class Answer(BaseModel):
    """The base of a registry's answers. Fields that a class does not name are ignored; this one ignores all of them."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, populate_by_name=True)


def _in_utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


Moment = Annotated[datetime, AfterValidator(_in_utc)]
"""A moment in an answer; one without a time zone is in UTC."""

A = TypeVar("A", bound=Answer)
T = TypeVar("T")


@dataclass(frozen=True)
class Refusal:
    """A registry's own word that it did not do what was asked.

    Attributes:
        said: In its words, without what was sent.
        kind: The class of error, where the status alone does not say it.
        remedy: What to do, where the class of error alone does not say it.
    """

    said: str
    kind: type[errors.PromptsError] | None = None
    remedy: str | None = None


@dataclass(frozen=True)
class Dialect:
    """What differs from registry to registry.

    Attributes:
        places: Where credentials are looked for, in this order.
        credentials: What authenticates a request, which no error and no log ever holds; may raise CredentialsError.
        refusal: Reads a body (parsed JSON, or the whole of a plain text) as the registry's own refusal, or None where
            it is not the registry's own: a not-found that is not its own is never believed, and web servers say theirs
            in plain text as well.
        signature: The name of a header that every answer of the registry has, where there is one: without it no refusal
            is its own.
        headers: What else every request carries.
        connections: How many requests are sent at once, where the registry takes fewer than there are threads; the
            others wait for their turn.
    """

    places: tuple[Place, ...]
    credentials: Callable[[Environment], Credentials]
    refusal: Callable[[int, Any], Refusal | None]
    headers: Mapping[str, str] = field(default_factory=dict)
    connections: int = THREADS
    signature: str | None = None

    def read_refusal(self, response: httpx.Response, said: Any) -> Refusal | None:
        """What the registry itself says; `said` is the body, None where it has none that is read."""
        is_anothers = self.signature is not None and self.signature not in response.headers
        return None if said is None or is_anothers else self.refusal(response.status_code, said)


class HttpClient:
    """Sends requests to one registry, over connections that are kept. Redirects are not followed.

    Args:
        base_url: Where the registry is; paths are put behind it.
        dialect: How it authenticates and refuses.
        timeout: Seconds until a request that keeps failing is given up.
        environment: Where credentials stand, its clock, and where long waits are reported.
        transport: Of httpx; None is the network.

    Attributes:
        clock: The registry's own, as far as it was heard.
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
        self._environment = environment
        self._retry = Retry(timeout, environment, origin_of(base_url))
        self._settling = settling(timeout)
        self.clock = RegistryClock(environment.clock)
        self._client = Once(lambda: _new_client(timeout, dialect, transport))

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
                surely did not carry it out, and a lost answer is a LostAnswerError (see `once`).
        """
        query = {name: value for name, value in (params or {}).items() if value is not None}
        body = self._retry.run(lambda: self._send(method, path, query, json, repeatable))
        return _parsed(answer, body, f"{method} {path}")

    def once(self, write: Callable[[], T], landed: Callable[[], T | None]) -> T:
        """Carry out a write of which a second one would make something else.

        Args:
            write: Sends it (`call`, not repeatable).
            landed: Looks up, a moment later, what became of one whose answer was lost: what it made, or None where it
                made nothing. Only then it is sent again; and never where no answer came in time: it may still arrive,
                and is looked for until the deadline.

        Raises:
            UnavailableError: Nobody knows by the deadline whether it was carried out.
        """
        lost: errors.LostAnswerError | None = None

        def attempt() -> T:
            nonlocal lost
            if lost and (found := landed()):
                return found
            if not isinstance(lost, errors.LateAnswerError):
                try:
                    return write()
                except errors.LostAnswerError as error:
                    lost = error
            raise self._not_known(lost)

        return self._retry.run(attempt)

    def _not_known(self, lost: errors.LostAnswerError) -> errors.UnavailableError:
        error = errors.UnavailableError(lost.said, lost.default_remedy)
        error.state = lost.state
        error.retry_after = max(self._settling, lost.retry_after or 0.0)
        return error

    def _send(self, method: str, path: str, query: Mapping[str, Any], json: Any, repeatable: bool) -> Any:
        credentials = self._dialect.credentials(self._environment)
        request = {"method": method, "url": self._base_url + path, "params": query, "json": json}
        response = self._answer({**request, "headers": credentials.headers}, repeatable)
        self.clock.hear(response.headers)
        body = _json_or_none(response)
        if response.is_success and body is not None:
            return body
        raise self._refused(response, body, repeatable, credentials)

    def _answer(self, request: Mapping[str, Any], repeatable: bool) -> httpx.Response:
        import httpx

        from pulumi_prompts.registries.transport.http_failures import of_transport

        try:
            return self._client().request(**request)
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, httpx.CookieConflict, UnicodeError) as error:
            raise of_transport(error, repeatable) from None

    def _refused(
        self, response: httpx.Response, body: Any, repeatable: bool, credentials: Credentials
    ) -> errors.PromptsError:
        from pulumi_prompts.registries.transport.http_failures import of_answer

        said = body if body is not None or response.is_success else _text_or_none(response)
        refusal = self._dialect.read_refusal(response, said)
        error = of_answer(response, self._base_url, refusal, repeatable, credentials.struck_out)
        if isinstance(error, errors.UnavailableError | errors.LostAnswerError):
            error.retry_after = asked_to_wait(response.headers, self._environment.clock.time())
            error.state = state_by_answer(error, response.status_code)
        elif isinstance(error, errors.CredentialsError):
            error.remedy = remedy_where_refused(self._dialect.places)
        return error


def _new_client(timeout: float, dialect: Dialect, transport: httpx.BaseTransport | None) -> httpx.Client:
    import httpx

    from pulumi_prompts.registries.transport.http_failures import of_client

    patience = httpx.Timeout(longest_answer(timeout), connect=longest_connect(timeout))
    connections = httpx.Limits(max_connections=dialect.connections, max_keepalive_connections=dialect.connections)
    ours = {"User-Agent": "pulumi-prompts", "Accept": "application/json", **dialect.headers}
    try:
        return httpx.Client(timeout=patience, limits=connections, headers=ours, transport=transport)
    except (OSError, ValueError, ImportError, httpx.InvalidURL) as error:
        raise of_client(error) from None


def _json_or_none(response: httpx.Response) -> Any:
    """The body; `{}` for one that is empty, None for one that is no JSON."""
    if not response.content:
        return {}
    try:
        return response.json()
    except (ValueError, RecursionError):
        return None


def _text_or_none(response: httpx.Response) -> str | None:
    """A refusal in plain text; None of any other form, such as a web page."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return response.text if kind == "text/plain" else None


def _parsed(answer: type[A], body: Any, request: str) -> A:
    try:
        return answer.model_validate(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        wrong = "Input should be an object" if first["type"] == "model_type" else first["msg"]
        failure = Failure(property_path(first["loc"]), wrong)
        raise errors.AnswerError(f"the answer to {request} is not understood: {failure}") from None
