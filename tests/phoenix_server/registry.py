"""A look into a Phoenix server, and changes behind the provider's back, with nothing but the standard library."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

NOTE = "pulumi-prompts"
_SECONDS = 60


@dataclass(frozen=True)
class StoredVersion:
    """A version.

    Attributes:
        fields: As the server answers it.
    """

    id: str
    fields: Mapping[str, Any]
    tags: Mapping[str, str | None]

    @property
    def text(self) -> str:
        """What it says to the model first."""
        return str(self.fields["template"]["messages"][0]["content"])

    @property
    def note(self) -> Mapping[str, Any]:
        return dict(self.fields.get("metadata", {}).get(NOTE, {}))


@dataclass(frozen=True)
class StoredPrompt:
    """A prompt.

    Attributes:
        versions: The oldest first.
    """

    id: str
    name: str
    description: str
    metadata: Mapping[str, Any]
    versions: tuple[StoredVersion, ...]

    @property
    def texts(self) -> list[str]:
        return [version.text for version in self.versions]

    @property
    def tags(self) -> dict[str, str]:
        """The id of the version that each is at."""
        return {tag: version.id for version in self.versions for tag in version.tags}

    def described(self, tag: str) -> str | None:
        """What is said of a tag."""
        return next(version.tags[tag] for version in self.versions if tag in version.tags)

    @property
    def note(self) -> Mapping[str, Any]:
        return dict(self.metadata.get(NOTE, {}))


class PhoenixRegistry:
    """The registry as its REST API shows it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """One request; what it answers, or None."""
        address = f"{self.url}/v1/{path}" + (f"?{urlencode(query)}" if query else "")
        data = None if body is None else json.dumps(body).encode()
        request = Request(address, data, {"Content-Type": "application/json"}, method=method)
        with urlopen(request, timeout=_SECONDS) as answer:
            said = answer.read()
        return json.loads(said) if said else None

    @property
    def prompts(self) -> list[StoredPrompt]:
        """All prompts by name."""
        listed = self._listed("prompts")
        return [self._stored(prompt) for prompt in sorted(listed, key=lambda each: str(each["name"]))]

    @property
    def only_prompt(self) -> StoredPrompt:
        (prompt,) = self.prompts
        return prompt

    def stored(self, name: str) -> StoredPrompt | None:
        """The prompt of that name."""
        return next((self._stored(each) for each in self._listed("prompts") if each["name"] == name), None)

    def empty(self) -> None:
        for each in [*self._listed("prompts")]:
            self.call("DELETE", f"prompts/{each['name']}")

    def add_version(self, name: str, text: str, **fields: Any) -> str:
        """Another version, or a prompt with one; as people write them. Its id."""
        version = {**of_people(text), **fields}
        body = {"prompt": {"name": name}, "version": version}
        return str(self.call("POST", "prompts", body)["data"]["id"])

    def add_tag(self, version: str, tag: str) -> None:
        self.call("POST", f"prompt_versions/{version}/tags", {"name": tag})

    def patch(self, name: str, **fields: Any) -> None:
        self.call("PATCH", f"prompts/{name}", fields)

    def _stored(self, prompt: Mapping[str, Any]) -> StoredPrompt:
        versions = [*self._listed(f"prompts/{prompt['id']}/versions")][::-1]
        return StoredPrompt(
            prompt["id"],
            prompt["name"],
            prompt["description"] or "",
            prompt["metadata"] or {},
            tuple(StoredVersion(each["id"], each, self._tags(each["id"])) for each in versions),
        )

    def _tags(self, version: str) -> dict[str, str | None]:
        listed = self._listed(f"prompt_versions/{version}/tags")
        return {each["name"]: each.get("description") for each in listed}

    def _listed(self, path: str) -> Iterator[Any]:
        yield from self.call("GET", path, limit=100_000)["data"]


def of_people(text: str) -> dict[str, Any]:
    """A version as somebody writes one."""
    return {
        "model_provider": "OPENAI",
        "model_name": "gpt-4o",
        "template_type": "CHAT",
        "template_format": "MUSTACHE",
        "template": {"type": "chat", "messages": [{"role": "user", "content": text}]},
        "invocation_parameters": {"type": "openai", "openai": {}},
    }
