"""Langfuse's requests, over the one HTTP layer."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.langfuse.answers import FIRST, LATEST, Listed, Page, Projects, Version
from pulumi_prompts.registries.langfuse.failures import refusal
from pulumi_prompts.registries.langfuse.settings import PUBLIC_KEY, SECRET_KEY, LangfuseSettings
from pulumi_prompts.registries.transport.credentials import Credentials, basic, credential
from pulumi_prompts.registries.transport.http import Answer, Dialect, HttpClient
from pulumi_prompts.registries.transport.once import Once

if TYPE_CHECKING:
    import httpx

_PAGE = 100

T = TypeVar("T")


class LangfuseClient:
    """One method for each request. Prompts are read as they stand: with their references, past the cache."""

    def __init__(
        self,
        settings: LangfuseSettings,
        environment: Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        dialect = Dialect(settings.credentials, _credentials, refusal)
        self._http = HttpClient(f"{settings.url}/api/public", dialect, settings.timeout, environment, transport)
        self._project = Once(self._find_project)

    @property
    def project(self) -> str:
        """The id of the project that the keys belong to. Asked for once."""
        return self._project()

    def _find_project(self) -> str:
        found = self._http.call("GET", "/projects", Projects).data
        if not found:
            raise errors.AnswerError("the answer to GET /projects names no project")
        return found[0].id

    def age_of(self, made: datetime) -> timedelta | None:
        """By the registry's clock."""
        return self._http.clock.age_of(made)

    def newest(self, name: str) -> Version:
        """The version with the label `latest`.

        While its holder is being deleted nobody has it: so the list alone says that there is no such prompt.
        """
        try:
            return self.labelled(name, LATEST)
        except errors.NotFoundError:
            return self.version(name, max(self.listed(name).versions))

    def labelled(self, name: str, label: str) -> Version:
        """The version with that label."""
        return self._http.call("GET", _path(name), Version, params={"label": label, "resolve": "false"})

    def version(self, name: str, number: int) -> Version:
        """One version."""
        return self._http.call("GET", _path(name), Version, params={"version": number, "resolve": "false"})

    def listed(self, name: str) -> Listed:
        """The numbers and the labels of a prompt."""
        if found := next((each for each in self.prompts(name=name) if each.name == name), None):
            return found
        raise errors.NotFoundError(f"there is no prompt {name!r}")

    def prompts(self, **filters: str) -> Iterator[Listed]:
        """All that have a version, by their names, page by page."""
        page, last = 0, 1
        while page < last:
            page += 1
            answer = self._http.call("GET", "/v2/prompts", Page, params={**filters, "limit": _PAGE, "page": page})
            yield from (each for each in answer.data if each.versions)
            last = answer.meta.total_pages

    def add(self, fields: Mapping[str, Any]) -> Version:
        """Make a version, and the prompt where there is none of that name. Not to be repeated: see `once`."""
        return self._http.call("POST", "/v2/prompts", Version, json=dict(fields), repeatable=False)

    def once(self, write: Callable[[], T], landed: Callable[[], T | None]) -> T:
        """A write of which a second one would do something else: make one more, or remove what came in the place."""
        return self._http.once(write, landed)

    def label(self, version: Version, label: str) -> Version:
        """Give a version a label, which leaves the one that has it."""
        path = f"{_path(version.name)}/versions/{version.version}"
        return self._http.call("PATCH", path, Version, json={"newLabels": [label]})

    def delete_prompt(self, name: str) -> Answer:
        """All versions of a name. Not to be repeated."""
        return self._http.call("DELETE", _path(name), Answer, repeatable=False)

    def delete_version(self, name: str, number: int) -> Answer:
        """One version. Not to be repeated. The server takes 0 for no number, and would delete all."""
        if number < FIRST:
            raise ValueError(f"there is no version {number}")
        return self._http.call("DELETE", _path(name), Answer, params={"version": number}, repeatable=False)


def _credentials(environment: Environment) -> Credentials:
    return basic(credential(environment, PUBLIC_KEY), credential(environment, SECRET_KEY))


def _path(name: str) -> str:
    """With its slashes encoded; a name of dots would be another path."""
    if name in ("", ".", ".."):
        raise errors.NotFoundError(f"no prompt has the name {name!r}")
    return f"/v2/prompts/{quote(name, safe='')}"
