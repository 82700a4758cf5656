"""A real Phoenix server; Phoenix's own client is what an application would be."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import pytest

from acceptance.programs import BE_BRIEF, BE_STRICT
from acceptance.registries.world import NAME, Drift, StoredPrompt, StoredVersion, VersioningWorld, chat
from phoenix_server.client import PhoenixClient
from phoenix_server.fixtures import phoenix_client, phoenix_registry, phoenix_server
from phoenix_server.registry import NOTE, PhoenixRegistry
from phoenix_server.registry import StoredPrompt as Stored

__all__ = ["phoenix_client", "phoenix_registry", "phoenix_server", "phoenix_world"]


class PhoenixWorld(VersioningWorld):
    """The server."""

    kind: ClassVar[str] = "phoenix"
    elsewhere_is_here: ClassVar[bool] = True
    client: ClassVar[str] = "pulumi_prompts.registries.phoenix.client.PhoenixClient"
    foreign_variables: ClassVar[str] = "PHOENIX_"
    always: ClassVar[Mapping[str, Any]] = {"provider": "openai"}
    labelled_by: ClassVar[Literal["tags", "metadata"]] = "metadata"
    shares_labels: ClassVar[bool] = False
    describes_versions: ClassVar[bool] = False
    deletes_versions: ClassVar[bool] = False
    dumped_as: ClassVar[Literal["json", "sql"] | None] = None

    def __init__(self, registry: PhoenixRegistry, application: PhoenixClient) -> None:
        self.registry = registry
        self.application = application

    def backend(self, **more: Any) -> dict[str, Any]:
        return {"kind": "phoenix", "url": self.registry.url, **more}

    @property
    def elsewhere(self) -> Mapping[str, Any]:
        return {"url": self.registry.url.replace("127.0.0.1", "localhost")}

    @property
    def same_place(self) -> Mapping[str, Any]:
        return {"url": f"{self.registry.url}/", "timeout": 60}

    @property
    def variables(self) -> Mapping[str, str]:
        """With a server that nobody means."""
        return {"PHOENIX_COLLECTOR_ENDPOINT": "http://127.0.0.1:1"}

    @property
    def where(self) -> str:
        return f"phoenix {self.registry.url}"

    @property
    def address(self) -> str:
        return self.registry.url

    @property
    def prompts(self) -> list[StoredPrompt]:
        return [_stored(prompt) for prompt in self.registry.prompts]

    @property
    def drifts(self) -> dict[str, Drift]:
        return {
            "what is beside the content": Drift(
                self._describe_otherwise,
                {"Prompt triage": {"description", "metadata.team", "metadata.more"}},
                [BE_BRIEF],
            ),
            "another version": Drift(
                lambda: self.write_theirs(BE_STRICT),
                {"Prompt triage": {"digest", "messages[0].content"}},
                [BE_BRIEF, BE_STRICT, BE_BRIEF],
            ),
        }

    def _describe_otherwise(self) -> None:
        note = {NOTE: self.registry.only_prompt.note}
        self.registry.patch(NAME, description="Another", metadata={"team": "sales", "more": [1], **note})

    def write_theirs(self, text: str) -> None:
        self.application.call("create", name=NAME, messages=chat(text), author="Bob")

    def delete_prompt(self) -> None:
        self.application.call("delete", name=NAME)

    def note_beside_us(self) -> None:
        self.application.call("tag", version=self._first, name="reviewed")

    @property
    def noted(self) -> Any:
        return self.registry.only_prompt.tags.get("reviewed")

    def pin(self, version: str) -> str:
        self.application.call("tag", version=version, name="production")
        return "tag 'production'"

    def unpin(self) -> None:
        self.registry.call("DELETE", f"prompt_versions/{self._first}/tags/production")

    @property
    def _first(self) -> str:
        return self.registry.only_prompt.versions[0].id

    def said_of_gone(self, gone: StoredPrompt) -> str:
        return f"it was deleted; {NAME!r} is another prompt of that name, made later"


def _stored(prompt: Stored) -> StoredPrompt:
    return StoredPrompt(
        id=prompt.name,
        name=prompt.name,
        made=prompt.versions[0].id,
        description=prompt.description,
        labels={key: value for key, value in prompt.metadata.items() if key != NOTE},
        marker=prompt.note.get("marker"),
        versions=tuple(StoredVersion(each.id, each.text) for each in prompt.versions),
    )


@pytest.fixture
def phoenix_world(phoenix_registry: PhoenixRegistry, phoenix_client: PhoenixClient) -> PhoenixWorld:
    return PhoenixWorld(phoenix_registry, phoenix_client)
