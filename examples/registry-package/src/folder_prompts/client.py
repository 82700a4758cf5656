"""The three requests of the registry."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from folder_prompts.settings import KEY, FolderSettings
from folder_prompts.wire import FilePrompt
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.transport.credentials import Credentials, bearer, credential
from pulumi_prompts.registries.transport.http import Answer, Dialect, HttpClient, Moment, Refusal

if TYPE_CHECKING:
    import httpx

WORDS = frozenset(
    {
        "the key is wrong",
        "this is no name of a prompt",
        "there is no such prompt",
        "the prompt has another revision",
    }
)
"""All that the registry says when it refuses. Any other text is that of somebody else, and its 404 is not believed."""


class Stored(Answer):
    """A prompt as the registry answers it."""

    id: str
    made: Moment
    revision: str
    prompt: FilePrompt


class FolderClient:
    """One method for each request."""

    def __init__(
        self, settings: FolderSettings, environment: Environment, transport: "httpx.BaseTransport | None" = None
    ) -> None:
        dialect = Dialect((KEY,), _credentials, _refusal)
        self._http = HttpClient(settings.url, dialect, settings.timeout, environment, transport)

    def get(self, name: str) -> Stored:
        """Raises NotFoundError."""
        return self._http.call("GET", _path(name), Stored)

    def put(self, name: str, prompt: FilePrompt, seen: str | None) -> Stored:
        """Write the prompt, as long as it has the revision that was `seen`; None makes it. Else AlreadyExistsError.

        A second write would be refused because of the first one: where an answer got lost, it is looked for.
        """
        body = prompt.model_dump(mode="json", exclude_none=True)

        def write() -> Stored:
            return self._call("PUT", name, seen, body)

        def landed() -> Stored | None:
            try:
                stored = self.get(name)
            except errors.NotFoundError:
                return None
            return stored if stored.prompt == prompt and stored.revision != seen else None

        return self._http.once(write, landed)

    def delete(self, name: str, seen: str) -> None:
        """Remove the prompt, as long as it has that revision. Raises NotFoundError, and AlreadyExistsError."""
        self._call("DELETE", name, seen, None)

    def _call(self, method: str, name: str, seen: str | None, body: Any) -> Stored:
        return self._http.call(method, _path(name), Stored, params={"seen": seen}, json=body, repeatable=body is None)

    def age_of(self, stored: Stored) -> timedelta | None:
        """By the registry's own clock."""
        return self._http.clock.age_of(stored.made)


def _path(name: str) -> str:
    return f"/prompts/{quote(name, safe='')}"


def _credentials(environment: Environment) -> Credentials:
    return bearer(credential(environment, KEY))


def _refusal(status: int, body: Any) -> Refusal | None:
    return Refusal(body) if isinstance(body, str) and body in WORDS else None
