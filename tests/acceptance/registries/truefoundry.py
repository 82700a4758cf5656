"""TrueFoundry, on the fake."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

import pytest

from acceptance.programs import BE_BRIEF, BE_STRICT
from acceptance.registries.world import NAME, Drift, KeyedWorld, StoredPrompt, StoredVersion, chat
from fakes.truefoundry import ML_REPO, NEW_PREFIX, OTHER_ML_REPO, OTHER_TOKEN, TENANT, TOKEN, Prompt, TrueFoundryFake
from fakes.truefoundry.fixtures import truefoundry_fake
from fakes.truefoundry.manifest import ApplyRequest

__all__ = ["truefoundry_fake", "truefoundry_world"]

_NOTE = "pulumi_prompts"
_TEXT_DRIFT = {"Prompt triage": {"digest", "messages[0].content"}}
_BOTH = {**_TEXT_DRIFT, "PromptVersion triage": {"lost"}}


class TrueFoundryWorld(KeyedWorld):
    """An ML repo of one tenant."""

    kind: ClassVar[str] = "truefoundry"
    client: ClassVar[str] = "pulumi_prompts.registries.truefoundry.client.TrueFoundryClient"
    foreign_variables: ClassVar[str] = "TFY_"
    always: ClassVar[Mapping[str, Any]] = {"provider": "openai-main"}
    labelled_by: ClassVar[Literal["tags", "metadata"]] = "metadata"
    shares_labels: ClassVar[bool] = False
    describes_versions: ClassVar[bool] = False
    variable: ClassVar[str] = "TFY_API_KEY"
    setting: ClassVar[str] = "prompts:truefoundryApiKey"
    key: ClassVar[str] = TOKEN
    other_key: ClassVar[str] = OTHER_TOKEN
    said_of_wrong_key: ClassVar[str] = "401: Invalid or expired token"

    def __init__(self, fake: TrueFoundryFake) -> None:
        self.fake = fake
        self.registry = fake.registry()

    def backend(self, **more: Any) -> dict[str, Any]:
        return {"kind": "truefoundry", "url": self.fake.url, "ml_repo": ML_REPO, **more}

    @property
    def elsewhere(self) -> Mapping[str, Any]:
        return {"ml_repo": OTHER_ML_REPO}

    @property
    def same_place(self) -> Mapping[str, Any]:
        return {"url": f"{self.fake.url}/", "prefix": NEW_PREFIX, "timeout": 60}

    @property
    def where(self) -> str:
        return f"truefoundry {self.fake.url} {ML_REPO}"

    @property
    def address(self) -> str:
        return self.fake.url

    @property
    def prompts(self) -> list[StoredPrompt]:
        return [_stored(prompt) for prompt in self.registry.prompts.values()]

    def dump(self) -> str:
        return self.registry.dump()

    def load(self, dump: str) -> None:
        self.registry.load(dump)

    @property
    def drifts(self) -> dict[str, Drift]:
        return {
            "what is beside the content": Drift(
                self._describe_otherwise,
                {"Prompt triage": {"description", "metadata.team", "metadata.more"}},
                [BE_BRIEF],
            ),
            "an overwritten version": Drift(
                lambda: self._head["messages"][0].update(content=BE_STRICT), _BOTH, [BE_STRICT, BE_BRIEF]
            ),
            "a deleted version": Drift(lambda: self.registry.prompt(NAME).versions.pop(), _BOTH, [BE_STRICT, BE_BRIEF]),
            "another version": Drift(
                lambda: self.write_theirs(BE_STRICT),
                {
                    "Prompt triage": {
                        *_TEXT_DRIFT["Prompt triage"],
                        "description",
                        "metadata.team",
                        "metadata.author",
                        "lost",
                    }
                },
                [BE_STRICT, BE_BRIEF, BE_STRICT, BE_BRIEF],
            ),
        }

    def _describe_otherwise(self) -> None:
        self._head.update(description="Another", version_alias="v1")
        self._head["metadata"].update(team="sales", more=[1])

    @property
    def _head(self) -> dict[str, Any]:
        return self.registry.prompt(NAME).latest.manifest

    def write_theirs(self, text: str) -> None:
        manifest = {
            "type": "chat_prompt",
            "name": NAME,
            "ml_repo": ML_REPO,
            "metadata": {"author": "Bob"},
            "messages": chat(text),
            "variables": {"ticket": ""},
            "model_configuration": {"provider": "openai-main", "model": "small"},
        }
        self.registry.apply(ApplyRequest.model_validate({"manifest": manifest}), "bob@acme")

    def delete_prompt(self) -> None:
        self.registry.delete_prompt(self.registry.prompt(NAME).id)

    def note_beside_us(self) -> None:
        self.registry.prompt(NAME).latest.tags = ["reviewed", "staging"]

    @property
    def noted(self) -> Any:
        return self.registry.prompt(NAME).versions[0].tags

    def pin(self, version: str) -> str:
        self.registry.prompt(NAME).version(int(version)).tags = ["production"]
        return "tag 'production'"

    def unpin(self) -> None:
        for version in self.registry.prompt(NAME).versions:
            version.tags = []

    def said_of_gone(self, gone: StoredPrompt) -> str:
        return f"404: Prompt {gone.id} not found"

    @property
    def said_of_other_key(self) -> str:
        return (
            f"it is in ML repo {ML_REPO} of tenant {TENANT}, and the API key belongs to tenant globex; "
            "use an API key of its tenant; nothing was changed"
        )


def _stored(prompt: Prompt) -> StoredPrompt:
    manifest = prompt.latest.manifest if prompt.versions else {}
    metadata = dict(manifest.get("metadata") or {})
    note = metadata.pop(_NOTE, {})
    versions = (StoredVersion(str(each.number), each.manifest["messages"][0]["content"]) for each in prompt.versions)
    return StoredPrompt(
        id=prompt.id,
        name=prompt.name,
        made=prompt.id,
        description=manifest.get("description") or "",
        labels=metadata,
        marker=note.get("marker"),
        versions=tuple(versions),
    )


@pytest.fixture
def truefoundry_world(truefoundry_fake: TrueFoundryFake) -> TrueFoundryWorld:
    return TrueFoundryWorld(truefoundry_fake)
