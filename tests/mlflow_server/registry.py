"""A look into an MLflow server, and changes behind the provider's back, with nothing but the standard library."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

TEXT = "mlflow.prompt.text"
IS_PROMPT = "mlflow.prompt.is_prompt"
_SECONDS = 60


@dataclass(frozen=True)
class StoredVersion:
    version: str
    description: str
    tags: Mapping[str, str]
    created: int

    @property
    def text(self) -> str:
        return self.tags[TEXT]


@dataclass(frozen=True)
class StoredPrompt:
    name: str
    description: str
    tags: Mapping[str, str]
    aliases: Mapping[str, str]
    versions: tuple[StoredVersion, ...]

    @property
    def texts(self) -> dict[str, str]:
        """The text of each version by its number."""
        return {version.version: version.text for version in self.versions}


class MlflowRegistry:
    """The registry as its protocol shows it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def call(self, method: str, path: str, **body: Any) -> dict[str, Any]:
        """One request; the parameters of a GET are its query."""
        address = f"{self.url}/api/2.0/mlflow/{path}"
        if method == "GET":
            request = Request(f"{address}?{urlencode(body)}")
        else:
            headers = {"Content-Type": "application/json"}
            request = Request(address, json.dumps(body).encode(), headers, method=method)
        with urlopen(request, timeout=_SECONDS) as answer:
            return dict(json.loads(answer.read()))

    @property
    def prompts(self) -> list[StoredPrompt]:
        """All prompts by name, with their versions, the oldest first."""
        return [self.stored(name) for name in sorted(self._names())]

    @property
    def only_prompt(self) -> StoredPrompt:
        (prompt,) = self.prompts
        return prompt

    def empty(self) -> None:
        for name in list(self._names()):
            self.call("DELETE", "registered-models/delete", name=name)

    def overwrite(self, name: str, version: str, key: str, value: str) -> None:
        """Set a tag of a version, which is how a published text is altered."""
        self.call("POST", "model-versions/set-tag", name=name, version=version, key=key, value=value)

    def add_version(self, name: str, description: str = "", **tags: str) -> str:
        """Another version, with these tags and nothing else."""
        listed = [{"key": key, "value": value} for key, value in tags.items()]
        body = {"name": name, "source": "dummy-source", "description": description, "tags": listed}
        return str(self.call("POST", "model-versions/create", **body)["model_version"]["version"])

    def add_alias(self, name: str, alias: str, version: str) -> None:
        self.call("POST", "registered-models/alias", name=name, alias=alias, version=version)

    def _names(self) -> Iterator[str]:
        """Of prompts and of models, which the search shows apart."""
        for filter_ in (f"tags.`{IS_PROMPT}` = 'true'", ""):
            found = self.call("GET", "registered-models/search", filter=filter_, max_results=1000)
            yield from (model["name"] for model in found.get("registered_models", ()))

    def stored(self, name: str) -> StoredPrompt:
        """A prompt, with its versions, the oldest first."""
        model = self.call("GET", "registered-models/get", name=name)["registered_model"]
        found = self.call("GET", "model-versions/search", filter=f"name = '{name}' AND tag.`{IS_PROMPT}` = 'true'")
        versions = sorted(found.get("model_versions", ()), key=lambda each: int(each["version"]))
        return StoredPrompt(
            name=name,
            description=model.get("description", ""),
            tags=_entries(model.get("tags", ()), "key", "value"),
            aliases=_entries(model.get("aliases", ()), "alias", "version"),
            versions=tuple(_version(version) for version in versions),
        )


def _version(version: Mapping[str, Any]) -> StoredVersion:
    tags = _entries(version.get("tags", ()), "key", "value")
    return StoredVersion(version["version"], version.get("description", ""), tags, version["creation_timestamp"])


def _entries(listed: Any, key: str, value: str) -> dict[str, str]:
    return {each[key]: each[value] for each in listed}
