"""The calls of Phoenix's REST API that keep prompts, and what it answers."""

from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

from pydantic import model_validator

from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.phoenix.settings import KEY, PhoenixSettings
from pulumi_prompts.registries.phoenix.wire import Note
from pulumi_prompts.registries.shared.fastapi import problems_in
from pulumi_prompts.registries.transport.credentials import Credentials, bearer, optional_credential
from pulumi_prompts.registries.transport.http import Answer, Dialect, HttpClient, Refusal

if TYPE_CHECKING:
    import httpx

_PAGE = 100
_SIGNATURE = "x-phoenix-server-version"


class _Kept(Answer):
    id: str
    description: str | None = None
    metadata: dict[str, Any] | None = None

    @property
    def note(self) -> Note:
        """Ours."""
        return Note.of(self.metadata or {})


class Prompt(_Kept):
    """A prompt, without its versions."""

    name: str


class Version(_Kept):
    """A version.

    Attributes:
        fields: All of it but its id, as it stands: what another version like this is made of.
    """

    fields: dict[str, Any]

    @model_validator(mode="before")
    @classmethod
    def _with_fields(cls, answer: Any) -> Any:
        if not isinstance(answer, Mapping):
            return answer
        return {**answer, "fields": {name: value for name, value in answer.items() if name != "id"}}


class Tag(Answer):
    """A tag of a version."""

    name: str
    description: str | None = None


K = TypeVar("K", bound=_Kept)
T = TypeVar("T", bound=Answer)
Landed = Callable[[], Version | None]


class _One(Answer, Generic[T]):
    data: T


class _Page(Answer, Generic[T]):
    data: tuple[T, ...]
    next_cursor: str | None = None


class PhoenixClient:
    """One method for each request. A prompt is called by its id, or by its name."""

    def __init__(
        self,
        settings: PhoenixSettings,
        environment: Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        dialect = Dialect(settings.credentials, _credentials, refusal, signature=_SIGNATURE)
        self._http = HttpClient(f"{settings.url}/v1", dialect, settings.timeout, environment, transport)

    @property
    def now(self) -> datetime | None:
        """By the server's clock."""
        return self._http.clock.now

    def age_of(self, made: datetime | None) -> timedelta | None:
        """By the server's clock."""
        return self._http.clock.age_of(made)

    def prompts(self) -> Iterator[Prompt]:
        """All, the newest first, page by page."""
        return self._pages("/prompts", Prompt)

    def prompt(self, prompt_id: str) -> Prompt | None:
        """One, which only the list of all tells."""
        return self._sought("/prompts", Prompt, prompt_id)

    def versions(self, prompt: str) -> Iterator[Version]:
        """All of a prompt, the newest first, page by page; none where there is no such prompt."""
        return self._pages(f"{_prompt(prompt)}/versions", Version)

    def newest(self, prompt: str) -> Version | None:
        """The newest version."""
        return next(iter(self._page(f"{_prompt(prompt)}/versions", Version, limit=1).data), None)

    def version(self, prompt: str, version_id: str) -> Version | None:
        """One version of a prompt; asked for by its id alone, the server tells that of any prompt."""
        is_one = _is_id_of_version(version_id)
        return self._sought(f"{_prompt(prompt)}/versions", Version, version_id) if is_one else None

    def create(self, prompt: Mapping[str, Any], version: Mapping[str, Any], landed: Landed) -> Version:
        """Make a prompt with its first version, or a version of the prompt that has the name."""
        return self._write("/prompts", {"prompt": prompt, "version": version}, landed)

    def add_version(self, prompt: str, version: Mapping[str, Any], landed: Landed) -> Version:
        """Make another version, which is the newest then."""
        return self._write(f"{_prompt(prompt)}/versions", {"version": version}, landed)

    def patch(self, prompt_id: str, fields: Mapping[str, Any]) -> None:
        """Replace the description, the metadata, or both."""
        self._http.call("PATCH", _prompt(prompt_id), _One[Prompt], json=fields)

    def delete(self, prompt_id: str) -> None:
        """Remove a prompt with its versions and their tags."""
        self._http.call("DELETE", _prompt(prompt_id), Answer)

    def tags(self, version_id: str) -> Iterator[Tag]:
        """Those of a version, page by page: each page begins with the last one of the page before."""
        return self._pages(_tags(version_id), Tag)

    def tagged(self, prompt: str, tag: str) -> Version:
        """The version that has the tag."""
        return self._http.call("GET", f"{_prompt(prompt)}/tags/{_quoted(tag)}", _One[Version]).data

    def tag(self, version_id: str, tag: Tag) -> None:
        """Give a version a tag, which no other version of its prompt has any more."""
        self._http.call("POST", _tags(version_id), Answer, json=tag.model_dump())

    def untag(self, version_id: str, tag: str) -> None:
        """Remove a tag of the prompt, whichever of its versions has it."""
        self._http.call("DELETE", f"{_tags(version_id)}/{_quoted(tag)}", Answer)

    def _write(self, path: str, body: Mapping[str, Any], landed: Landed) -> Version:
        """Sent twice, it makes two versions: `landed` looks for the one that it made."""

        def write() -> Version:
            return self._http.call("POST", path, _One[Version], json=body, repeatable=False).data

        return self._http.once(write, landed)

    def _sought(self, path: str, answer: type[K], id_: str) -> K | None:
        """By the cursor, which says where a page begins; the whole list where it does not begin there."""
        at = self._page(path, answer, limit=1, cursor=id_).data
        return next((each for each in chain(at, self._pages(path, answer)) if each.id == id_), None)

    def _pages(self, path: str, answer: type[T]) -> Iterator[T]:
        cursor: str | None = None
        while True:
            page = self._page(path, answer, limit=_PAGE, cursor=cursor)
            yield from page.data
            if not (cursor := page.next_cursor):
                return

    def _page(self, path: str, answer: type[T], **query: Any) -> _Page[T]:
        return self._http.call("GET", path, _Page[answer], params=query)  # type: ignore[valid-type]


def _credentials(environment: Environment) -> Credentials:
    """A server without users asks for none, so that none are no error."""
    key = optional_credential(environment, KEY)
    return bearer(key) if key else Credentials()


def refusal(status: int, body: Any) -> Refusal | None:
    """The server's own words: a text, or what FastAPI says of a body."""
    match body:
        case {"detail": list(detail)}:
            return Refusal(problems_in(detail))
        case str(text):
            return Refusal(text)
    return None


def _is_id_of_version(text: str) -> bool:
    """Of others the server says that they are wrong, and not that there is no such version."""
    try:
        return b64decode(text, validate=True).startswith(b"PromptVersion:")
    except ValueError:
        return False


def _prompt(prompt: str) -> str:
    return f"/prompts/{_quoted(prompt)}"


def _tags(version_id: str) -> str:
    return f"/prompt_versions/{_quoted(version_id)}/tags"


def _quoted(name: str) -> str:
    return quote(name, safe="")
