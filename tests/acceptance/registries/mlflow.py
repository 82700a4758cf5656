"""A real MLflow server; MLflow's own client is what an application would be."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest

from acceptance.programs import BE_BRIEF, BE_STRICT
from acceptance.registries.world import NAME, Drift, StoredPrompt, StoredVersion, VersioningWorld, chat
from mlflow_server import database
from mlflow_server.client import MlflowClient
from mlflow_server.fixtures import mlflow_client, mlflow_database, mlflow_registry, mlflow_server
from mlflow_server.registry import TEXT, MlflowRegistry
from mlflow_server.registry import StoredPrompt as Stored
from mlflow_server.registry import StoredVersion as Version

__all__ = ["mlflow_client", "mlflow_database", "mlflow_registry", "mlflow_server", "mlflow_world"]

_MARKER = "pulumi-prompts/marker"
_OWN = ("mlflow.", "_mlflow_")
"""The tags of MLflow itself, which notes things at any time."""


class MlflowWorld(VersioningWorld):
    """The server's default workspace."""

    kind: ClassVar[str] = "mlflow"
    elsewhere_is_here: ClassVar[bool] = True
    client: ClassVar[str] = "pulumi_prompts.registries.mlflow.client.MlflowClient"
    foreign_variables: ClassVar[str] = "MLFLOW_"
    dumped_as: ClassVar[Literal["json", "sql"]] = "sql"

    def __init__(self, registry: MlflowRegistry, application: MlflowClient, file: Path) -> None:
        self.registry = registry
        self.application = application
        self._file = file

    def backend(self, **more: Any) -> dict[str, Any]:
        return {"kind": "mlflow", "url": self.registry.url, **more}

    @property
    def elsewhere(self) -> Mapping[str, Any]:
        return {"url": self.registry.url.replace("127.0.0.1", "localhost")}

    @property
    def same_place(self) -> Mapping[str, Any]:
        return {"url": f"{self.registry.url}/", "workspace": "default", "timeout": 60}

    @property
    def variables(self) -> Mapping[str, str]:
        """With a server that nobody means."""
        return {"MLFLOW_TRACKING_URI": "http://127.0.0.1:1"}

    @property
    def where(self) -> str:
        return f"mlflow {self.registry.url} default"

    @property
    def address(self) -> str:
        return self.registry.url

    @property
    def prompts(self) -> list[StoredPrompt]:
        return [_stored(prompt) for prompt in self.registry.prompts]

    def dump(self) -> str:
        return database.dump(self._file)

    def load(self, dump: str) -> None:
        database.load(self._file, dump)

    @property
    def drifts(self) -> dict[str, Drift]:
        text = {"Prompt triage": {"digest", "messages[0].content"}}
        both = text | {"PromptVersion triage": {"lost"}}
        return {
            "what is beside the content": Drift(
                self._describe_otherwise,
                {"Prompt triage": {"description", "tags.team"}, "PromptVersion triage": {"description"}},
                [BE_BRIEF],
            ),
            "an overwritten version": Drift(
                lambda: self.registry.overwrite(NAME, "1", TEXT, json.dumps(chat(BE_STRICT))),
                both,
                [BE_STRICT, BE_BRIEF],
            ),
            "a deleted version": Drift(
                lambda: self.registry.call("DELETE", "model-versions/delete", name=NAME, version="2"),
                both,
                [BE_STRICT, BE_BRIEF],
            ),
            "another version": Drift(
                lambda: self.write_theirs(BE_STRICT), text, [BE_STRICT, BE_BRIEF, BE_STRICT, BE_BRIEF]
            ),
        }

    def _describe_otherwise(self) -> None:
        call = self.registry.call
        call("PATCH", "registered-models/update", name=NAME, description="Another")
        call("POST", "registered-models/set-tag", name=NAME, key="team", value="sales")
        call("PATCH", "model-versions/update", name=NAME, version="1", description="Another")

    def write_theirs(self, text: str) -> None:
        config = {"model_name": "small"}
        self.application.register(
            NAME, chat(text), commit_message="Theirs", tags={"author": "Bob"}, model_config=config
        )

    def delete_prompt(self) -> None:
        self.application.call("delete_prompt", name=NAME)

    def note_beside_us(self) -> None:
        self.application.load(f"prompts:/{NAME}@latest")
        self.application.call("set_prompt_tag", name=NAME, key="cost-centre", value="42")
        self.application.call("set_prompt_version_tag", name=NAME, version="1", key="reviewed", value="yes")
        experiments = {"key": "_mlflow_experiment_ids", "value": ",0,"}
        self.registry.call("POST", "registered-models/set-tag", name=NAME, **experiments)

    @property
    def noted(self) -> Any:
        prompt = self.registry.only_prompt
        return [prompt.tags.get("cost-centre"), prompt.versions[0].tags.get("reviewed")]

    def pin(self, version: str) -> str:
        self.application.call("set_prompt_alias", name=NAME, alias="production", version=int(version))
        return "alias 'production'"

    def unpin(self) -> None:
        self.application.call("delete_prompt_alias", name=NAME, alias="production")

    def said_of_gone(self, gone: StoredPrompt) -> str:
        return f"it was deleted; {NAME!r} is another prompt of that name, made later"


def _stored(prompt: Stored) -> StoredPrompt:
    """The description of a version is its commit message."""
    versions = (StoredVersion(each.version, _text(each), each.description) for each in prompt.versions)
    return StoredPrompt(
        id=prompt.name,
        name=prompt.name,
        made=prompt.versions[0].created if prompt.versions else None,
        description=prompt.description,
        labels={key: value for key, value in prompt.tags.items() if not key.startswith(_OWN)},
        marker=prompt.tags.get(_MARKER),
        versions=tuple(versions),
    )


def _text(version: Version) -> str:
    is_chat = version.tags.get("_mlflow_prompt_type") != "text"
    return str(json.loads(version.text)[0]["content"]) if is_chat else version.text


@pytest.fixture
def mlflow_world(mlflow_registry: MlflowRegistry, mlflow_client: MlflowClient, mlflow_database: Path) -> MlflowWorld:
    return MlflowWorld(mlflow_registry, mlflow_client, mlflow_database)
