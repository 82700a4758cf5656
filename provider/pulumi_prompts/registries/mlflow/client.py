"""The calls of MLflow's model registry that keep prompts, and what it answers."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.mlflow.failures import refusal
from pulumi_prompts.registries.mlflow.settings import DEFAULT_WORKSPACE, PASSWORD, TOKEN, USERNAME, MlflowSettings
from pulumi_prompts.registries.mlflow.wire import IS_PROMPT
from pulumi_prompts.registries.transport.credentials import Credentials, basic, bearer, optional_credential
from pulumi_prompts.registries.transport.http import Answer, Dialect, HttpClient

if TYPE_CHECKING:
    import httpx

_API = "/api/2.0/mlflow"
_PAGE = 1000
_PROMPTS = 100
"""In one answer; each comes with the whole text of its newest version."""
_PLAIN = re.compile(r"[\w .-]+", re.ASCII)
"""A beginning of a name that needs no escape in a filter."""
_CONNECTIONS = 3
"""By default a server has 15 connections to its database. A creation of a name that is taken holds several of them for
a while (tried: four at once took all). Without a free connection, the server refuses a call after half a minute."""
_SOURCE = "dummy-source"
"""A required field that a prompt does not have. The server accepts only this word, which MLflow's client sends."""


class Tag(Answer):
    """One tag."""

    key: str
    value: str = ""


class Alias(Answer):
    """One alias."""

    alias: str
    version: str


class _Tagged(Answer):
    description: str | None = None
    tags: tuple[Tag, ...] = ()

    @property
    def tagged(self) -> dict[str, str]:
        """The tags by their keys."""
        return {tag.key: tag.value for tag in self.tags}


class ModelVersion(_Tagged):
    """A version of a prompt."""

    version: str
    creation_timestamp: int | None = None


class RegisteredModel(_Tagged):
    """A prompt; `latest_versions` has the newest version of each stage, and prompts have one stage."""

    name: str
    creation_timestamp: int
    aliases: tuple[Alias, ...] = ()
    latest_versions: tuple[ModelVersion, ...] = ()

    @property
    def newest(self) -> ModelVersion | None:
        """The newest version: the head."""
        return max(self.latest_versions, key=lambda each: int(each.version), default=None)


class _Model(Answer):
    registered_model: RegisteredModel


class _Version(Answer):
    model_version: ModelVersion


class _Page(Answer):
    next_page_token: str | None = None


class _Versions(_Page):
    model_versions: tuple[ModelVersion, ...] = ()


class _Models(_Page):
    registered_models: tuple[RegisteredModel, ...] = ()


P = TypeVar("P", bound=_Page)


class MlflowClient:
    """One method for each request."""

    def __init__(
        self,
        settings: MlflowSettings,
        environment: Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        headers = {} if settings.workspace == DEFAULT_WORKSPACE else {"X-MLFLOW-WORKSPACE": settings.workspace}
        dialect = Dialect(settings.credentials, _credentials, refusal, headers, _CONNECTIONS)
        self._http = HttpClient(settings.url + _API, dialect, settings.timeout, environment, transport)

    def age_of(self, prompt: RegisteredModel) -> timedelta | None:
        """By the server's clock."""
        return self._http.clock.age_of(datetime.fromtimestamp(prompt.creation_timestamp / 1000, UTC))

    def create_prompt(self, name: str, description: str | None, tags: Mapping[str, str]) -> RegisteredModel:
        """A repeat finds the name taken, by the prompt that the first attempt made."""
        body = {"name": name, "description": description or "", "tags": _listed({IS_PROMPT: "true", **tags})}
        return self._http.call("POST", "/registered-models/create", _Model, json=body).registered_model

    def prompt(self, name: str) -> RegisteredModel:
        """The prompt with its newest version. A model of that name is no prompt."""
        model = self._http.call("GET", "/registered-models/get", _Model, params={"name": name}).registered_model
        if IS_PROMPT not in model.tagged:
            raise errors.NotFoundError(f"{name!r} is a registered model, and no prompt")
        return model

    def prompts(self, prefix: str) -> Iterator[RegisteredModel]:
        """All prompts, page by page; models are none. The server's own filter of names takes patterns, and is wider."""
        named = f" AND name LIKE '{prefix}%'" if _PLAIN.fullmatch(prefix) else ""
        query = {"filter": f"tags.`{IS_PROMPT}` = 'true'{named}", "order_by": "name ASC", "max_results": _PROMPTS}
        found = self._pages("/registered-models/search", _Models, query)
        return (each for page in found for each in page.registered_models if each.name.startswith(prefix))

    def describe_prompt(self, name: str, description: str | None) -> None:
        """An empty description counts as none."""
        body = {"name": name, "description": description or ""}
        self._http.call("PATCH", "/registered-models/update", _Model, json=body)

    def tag_prompt(self, name: str, key: str, value: str) -> None:
        """One tag."""
        self._http.call("POST", "/registered-models/set-tag", Answer, json={"name": name, "key": key, "value": value})

    def tag_version(self, name: str, version: str, key: str, value: str) -> None:
        """One tag of a version."""
        body = {"name": name, "version": version, "key": key, "value": value}
        self._http.call("POST", "/model-versions/set-tag", Answer, json=body)

    def untag_prompt(self, name: str, key: str) -> None:
        """Remove one tag. If it does not exist, this is no error."""
        self._http.call("DELETE", "/registered-models/delete-tag", Answer, json={"name": name, "key": key})

    def point(self, name: str, alias: str, version: str) -> None:
        """Let an alias point at a version, wherever it points now. Raises NotFoundError for prompt or version."""
        body = {"name": name, "alias": alias, "version": version}
        self._http.call("POST", "/registered-models/alias", Answer, json=body)

    def unset(self, name: str, alias: str) -> None:
        """Remove one alias. If it does not exist, this is no error."""
        self._http.call("DELETE", "/registered-models/alias", Answer, json={"name": name, "alias": alias})

    def delete_prompt(self, name: str) -> None:
        """With its versions and its aliases."""
        self._http.call("DELETE", "/registered-models/delete", Answer, json={"name": name})

    def create_version(
        self, name: str, tags: Mapping[str, str], landed: Callable[[], ModelVersion | None]
    ) -> ModelVersion:
        """A repeat would make a second version, so `landed` first looks for the one of the first attempt."""
        body = {"name": name, "source": _SOURCE, "tags": _listed(tags)}

        def write() -> ModelVersion:
            path = "/model-versions/create"
            return self._http.call("POST", path, _Version, json=body, repeatable=False).model_version

        return self._http.once(write, landed)

    def version(self, name: str, version: str) -> ModelVersion:
        """One version."""
        query = {"name": name, "version": version}
        return self._http.call("GET", "/model-versions/get", _Version, params=query).model_version

    def versions(self, name: str) -> Iterator[ModelVersion]:
        """All versions, page by page; none if there is no such prompt."""
        of_prompt = f"name = '{name}' AND tag.`{IS_PROMPT}` = 'true'"
        query = {"filter": of_prompt, "order_by": "version_number ASC", "max_results": _PAGE}
        found = self._pages("/model-versions/search", _Versions, query)
        return (each for page in found for each in page.model_versions)

    def _pages(self, path: str, answer: type[P], query: Mapping[str, Any]) -> Iterator[P]:
        token: str | None = None
        while True:
            page = self._http.call("GET", path, answer, params={**query, "page_token": token})
            yield page
            token = page.next_page_token or None
            if token is None:
                return

    def describe_version(self, name: str, version: str, description: str | None) -> None:
        """An empty description counts as none. MLflow's client calls it the commit message."""
        body = {"name": name, "version": version, "description": description or ""}
        self._http.call("PATCH", "/model-versions/update", _Version, json=body)

    def delete_version(self, name: str, version: str) -> None:
        """One version; its number is not used again."""
        self._http.call("DELETE", "/model-versions/delete", Answer, json={"name": name, "version": version})


def _listed(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in tags.items()]


def _credentials(environment: Environment) -> Credentials:
    """The variables of MLflow's own client. A server without a login needs none, so missing ones are no error."""
    username = optional_credential(environment, USERNAME, encoded=True)
    password = optional_credential(environment, PASSWORD, encoded=True)
    if username and password:
        return basic(username, password)
    token = optional_credential(environment, TOKEN)
    return bearer(token) if token else Credentials()
