"""The calls of MLflow's model registry that keep prompts, and what it answers."""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pulumi_prompts import errors
from pulumi_prompts.backends._http import Answer, Dialect, HttpClient, Refusal
from pulumi_prompts.backends.base import Environment
from pulumi_prompts.backends.mlflow.settings import DEFAULT_WORKSPACE, MlflowSettings
from pulumi_prompts.backends.mlflow.wire import IS_PROMPT

if TYPE_CHECKING:
    import httpx

_API = "/api/2.0/mlflow"
_PAGE = 1000
_SOURCE = "dummy-source"
"""What the protocol asks for and a prompt does not have; the server takes no other word (it is the client's own)."""


class Tag(Answer):
    """One tag."""

    key: str
    value: str = ""


class Alias(Answer):
    """One alias."""

    alias: str
    version: str


class ModelVersion(Answer):
    """A version of a prompt."""

    version: str
    description: str | None = None
    tags: tuple[Tag, ...] = ()

    @property
    def tagged(self) -> dict[str, str]:
        """The tags by their keys."""
        return {tag.key: tag.value for tag in self.tags}


class RegisteredModel(Answer):
    """A prompt; `latest_versions` has the newest version of each stage, and prompts have one stage."""

    name: str
    creation_timestamp: int
    description: str | None = None
    tags: tuple[Tag, ...] = ()
    aliases: tuple[Alias, ...] = ()
    latest_versions: tuple[ModelVersion, ...] = ()

    @property
    def tagged(self) -> dict[str, str]:
        """The tags by their keys."""
        return {tag.key: tag.value for tag in self.tags}

    @property
    def newest(self) -> ModelVersion | None:
        """The newest version: the head."""
        return max(self.latest_versions, key=lambda each: int(each.version), default=None)


class _Model(Answer):
    registered_model: RegisteredModel


class _Version(Answer):
    model_version: ModelVersion


class _Versions(Answer):
    model_versions: tuple[ModelVersion, ...] = ()
    next_page_token: str | None = None


class _Done(Answer):
    """An answer that says no more than that."""


class MlflowClient:
    """One method for each request."""

    def __init__(
        self,
        settings: MlflowSettings,
        environment: Environment,
        transport: "httpx.BaseTransport | None" = None,
    ) -> None:
        dialect = Dialect(headers=lambda: _headers(settings, environment), refusal=_refusal)
        self._http = HttpClient(settings.url + _API, dialect, settings.timeout, environment, transport)

    def create_prompt(self, name: str, description: str | None, tags: Mapping[str, str]) -> RegisteredModel:
        """Sent again, it finds that the name is taken: by what the first one made."""
        body = {"name": name, "description": description or "", "tags": _listed({IS_PROMPT: "true", **tags})}
        return self._http.call("POST", "/registered-models/create", _Model, json=body).registered_model

    def prompt(self, name: str) -> RegisteredModel:
        """The prompt with its newest version. A model of that name is no prompt."""
        model = self._http.call("GET", "/registered-models/get", _Model, params={"name": name}).registered_model
        if IS_PROMPT not in model.tagged:
            raise errors.NotFoundError(f"{name!r} is a registered model, and no prompt")
        return model

    def describe_prompt(self, name: str, description: str | None) -> None:
        """An empty description is none."""
        body = {"name": name, "description": description or ""}
        self._http.call("PATCH", "/registered-models/update", _Model, json=body)

    def tag_prompt(self, name: str, key: str, value: str) -> None:
        """One tag."""
        self._http.call("POST", "/registered-models/set-tag", _Done, json={"name": name, "key": key, "value": value})

    def untag_prompt(self, name: str, key: str) -> None:
        """One tag; its absence is no error."""
        self._http.call("DELETE", "/registered-models/delete-tag", _Done, json={"name": name, "key": key})

    def delete_prompt(self, name: str) -> None:
        """With its versions and its aliases."""
        self._http.call("DELETE", "/registered-models/delete", _Done, json={"name": name})

    def create_version(self, name: str, tags: Mapping[str, str]) -> None:
        """Sent twice, it makes two versions."""
        body = {"name": name, "source": _SOURCE, "tags": _listed(tags)}
        self._http.call("POST", "/model-versions/create", _Version, json=body, repeatable=False)

    def version(self, name: str, version: str) -> ModelVersion:
        """One version."""
        query = {"name": name, "version": version}
        return self._http.call("GET", "/model-versions/get", _Version, params=query).model_version

    def versions(self, name: str) -> Iterator[ModelVersion]:
        """All versions, page by page; none where there is no such prompt."""
        query: dict[str, Any] = {
            "filter": f"name = '{name}' AND tag.`{IS_PROMPT}` = 'true'",
            "order_by": "version_number ASC",
            "max_results": _PAGE,
        }
        while True:
            page = self._http.call("GET", "/model-versions/search", _Versions, params=query)
            yield from page.model_versions
            if not page.next_page_token:
                return
            query["page_token"] = page.next_page_token

    def describe_version(self, name: str, version: str, description: str | None) -> None:
        """An empty description is none. MLflow's client calls it the commit message."""
        body = {"name": name, "version": version, "description": description or ""}
        self._http.call("PATCH", "/model-versions/update", _Version, json=body)

    def delete_version(self, name: str, version: str) -> None:
        """One version; its number is not used again."""
        self._http.call("DELETE", "/model-versions/delete", _Done, json={"name": name, "version": version})


def _listed(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in tags.items()]


def _headers(settings: MlflowSettings, environment: Environment) -> Mapping[str, str]:
    """Those of MLflow's own client. A server without accounts asks for no credentials, so that none are no error."""
    elsewhere = settings.workspace != DEFAULT_WORKSPACE
    workspace = {"X-MLFLOW-WORKSPACE": settings.workspace} if elsewhere else {}
    credentials = _credentials(environment)
    return {**workspace, "Authorization": credentials} if credentials else workspace


def _credentials(environment: Environment) -> str | None:
    username = _credential(environment, "MLFLOW_TRACKING_USERNAME", "prompts:mlflowTrackingUsername")
    password = _credential(environment, "MLFLOW_TRACKING_PASSWORD", "prompts:mlflowTrackingPassword")
    if username and password:
        return f"Basic {base64.b64encode(f'{username}:{password}'.encode()).decode()}"
    token = _credential(environment, "MLFLOW_TRACKING_TOKEN", "prompts:mlflowTrackingToken")
    return f"Bearer {token}" if token else None


def _credential(environment: Environment, variable: str, key: str) -> str | None:
    value = environment.variable(variable) or environment.secret(key)
    if value and re.search(r"[\x00-\x1f\x7f]", value):
        said = f"{variable} (or {key}) holds characters that HTTP does not allow"
        raise errors.CredentialsError(said, "look for a line break in it")
    return value


_KINDS: Mapping[str, type[errors.PromptsError]] = {
    "RESOURCE_DOES_NOT_EXIST": errors.NotFoundError,
    "RESOURCE_ALREADY_EXISTS": errors.AlreadyExistsError,
    "RESOURCE_LIMIT_EXCEEDED": errors.QuotaError,
    "PERMISSION_DENIED": errors.AccessError,
    "UNAUTHENTICATED": errors.CredentialsError,
}
"""By the codes of MLflow, whose statuses are odd: what exists already is 400."""


def _refusal(status: int, body: Any) -> Refusal | None:
    """`{"error_code": ..., "message": ...}`; a 404 with a code that we do not know is not about a prompt."""
    code, message = (body.get("error_code"), body.get("message")) if isinstance(body, dict) else (None, None)
    if not isinstance(code, str) or not isinstance(message, str):
        return None
    if status == 404 and code not in _KINDS:
        return None
    is_lost = message.startswith("Workspace ")  # in which nothing is found, and everything may still be
    kind = errors.ConfigurationError if is_lost else _KINDS.get(code)
    return Refusal(f"{code}: {_without_values(message)}", kind)


def _without_values(message: str) -> str:
    """A refusal that names parameters, without their values, which may be the text of a prompt."""
    return re.sub(r"\bInvalid value .* for parameter", "Invalid value for parameter", message, flags=re.DOTALL)
