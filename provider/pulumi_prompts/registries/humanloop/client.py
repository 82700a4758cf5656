"""Humanloop's requests, over the one HTTP layer."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.humanloop.answers import (
    Directories,
    Environments,
    File,
    Listed,
    Prompts,
    Record,
    Records,
)
from pulumi_prompts.registries.humanloop.answers import (
    Environment as Deployable,
)
from pulumi_prompts.registries.humanloop.history import History
from pulumi_prompts.registries.humanloop.settings import KEY, HumanloopSettings
from pulumi_prompts.registries.shared.fastapi import problems_in
from pulumi_prompts.registries.transport.credentials import Credentials, credential
from pulumi_prompts.registries.transport.http import Answer, Dialect, HttpClient, Refusal
from pulumi_prompts.registries.transport.once import Once

if TYPE_CHECKING:
    import httpx


_PAGE = 100
_OF_THE_FRAMEWORK = ("Not Found", "Method Not Allowed")
"""The framework's answers for a route that does not exist: they say nothing about a prompt."""


class HumanloopClient:
    """Sends Humanloop's requests. All can be repeated: a write sends the whole object and names it."""

    def __init__(
        self,
        settings: HumanloopSettings,
        environment: Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        dialect = Dialect(settings.credentials, _credentials, refusal)
        self._http = HttpClient(settings.url, dialect, settings.timeout, environment, transport)
        self._root = Once(self._find_root)

    @property
    def root(self) -> str:
        """The folder that holds all others; it identifies the organization of the key. Read once."""
        return self._root()

    def _find_root(self) -> str:
        found = self._http.call("GET", "/directories", Directories).items
        root = next((each.id for each in found if each.parent_id is None), None)
        if root is None:
            raise errors.AnswerError("the answer to GET /directories names no folder without a parent")
        return root

    def age_of(self, made: datetime) -> timedelta | None:
        """By the service's clock."""
        return self._http.clock.age_of(made)

    def file_at(self, path: str) -> File | None:
        """The file at a path, or None.

        Raises:
            AlreadyExistsError: There is a prompt without a version, which the service does not return (inferred: the
                refusal names the prompt, and not the path).
        """
        try:
            return self._http.call("POST", "/files/retrieve-by-path", File, json={"path": path})
        except errors.NotFoundError as error:
            if path in error.said:
                return None
            raise errors.AlreadyExistsError(error.said) from error

    def prompts(self) -> Iterator[Listed]:
        """All that have a version, the oldest first: what is made meanwhile comes last. How many a page is inferred."""
        page = 0
        while True:
            page += 1
            query = {"page": page, "size": _PAGE, "sort_by": "created_at", "order": "asc"}
            found = self._http.call("GET", "/prompts", Prompts, params=query)
            yield from found.records
            if not found.records or page * _PAGE >= found.total:
                return

    def history(self, prompt_id: str) -> History:
        """All versions."""
        return History(self._http.call("GET", f"{_prompt(prompt_id)}/versions", Records).records)

    def version(self, prompt_id: str, version_id: str) -> Record:
        """One version."""
        return self._http.call("GET", _prompt(prompt_id), Record, params={"version_id": version_id})

    def upsert(self, fields: Mapping[str, Any]) -> Record:
        """Write a prompt; this makes a version if none has these parameters."""
        return self._http.call("POST", "/prompts", Record, json=dict(fields))

    def move(self, prompt_id: str, path: str) -> None:
        """Give a prompt another path."""
        self._http.call("PATCH", _prompt(prompt_id), Answer, json={"path": path})

    def delete(self, prompt_id: str) -> None:
        """Remove a prompt with its versions."""
        self._http.call("DELETE", _prompt(prompt_id), Answer)

    def describe_version(self, prompt_id: str, version_id: str, description: str, name: str | None) -> Record:
        """Replace the description and the name of a version. Inferred: null removes a name."""
        fields = {"name": name, "description": description}
        return self._http.call("PATCH", _version(prompt_id, version_id), Record, json=fields)

    def delete_version(self, prompt_id: str, version_id: str) -> None:
        """Remove one version."""
        self._http.call("DELETE", _version(prompt_id, version_id), Answer)

    def environments(self, prompt_id: str) -> tuple[Deployable, ...]:
        """The environments to which versions can be deployed: all of the organization."""
        return self._http.call("GET", f"{_prompt(prompt_id)}/environments", Environments).items

    def deploy(self, prompt_id: str, environment_id: str, version_id: str) -> None:
        """Serve that version in an environment, instead of the one before."""
        path = _deployment(prompt_id, environment_id)
        self._http.call("POST", path, Answer, params={"version_id": version_id})

    def undeploy(self, prompt_id: str, environment_id: str) -> None:
        """Serve no version of the prompt in an environment any more."""
        self._http.call("DELETE", _deployment(prompt_id, environment_id), Answer)


def _credentials(environment: Environment) -> Credentials:
    key = credential(environment, KEY)
    return Credentials({"X-API-KEY": key}, (key,))


def _prompt(prompt_id: str) -> str:
    return f"/prompts/{quote(prompt_id, safe='')}"


def _version(prompt_id: str, version_id: str) -> str:
    return f"{_prompt(prompt_id)}/versions/{quote(version_id, safe='')}"


def _deployment(prompt_id: str, environment_id: str) -> str:
    return f"{_prompt(prompt_id)}/environments/{quote(environment_id, safe='')}"


def refusal(status: int, body: Any) -> Refusal | None:
    """The registry's own words: `{"detail": ...}` with a text, an object with one, or a list of errors."""
    said = _said(body.get("detail")) if isinstance(body, Mapping) else None
    return Refusal(said) if said else None


def _said(detail: Any) -> str | None:
    if isinstance(detail, list):
        return problems_in(detail)
    if isinstance(detail, Mapping):
        detail = detail.get("message") or detail.get("description")
    return detail if isinstance(detail, str) and detail not in _OF_THE_FRAMEWORK else None
