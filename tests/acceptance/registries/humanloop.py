"""Humanloop, on the fake."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from acceptance.programs import BE_BRIEF, BE_STRICT
from acceptance.registries.world import NAME, Drift, KeyedWorld, StoredPrompt, StoredVersion, chat
from fakes.humanloop import KEY, OTHER_KEY, HumanloopFake, Prompt
from fakes.humanloop.fixtures import humanloop_fake
from fakes.humanloop.state import texts_of

__all__ = ["humanloop_fake", "humanloop_world"]

_OURS = "pulumi-prompts/"
_FILLED_IN = {"temperature": 1, "top_p": 1, "max_tokens": -1, "presence_penalty": 0, "frequency_penalty": 0}
_TEXT_DRIFT = {"Prompt triage": {"digest", "messages[0].content"}}


class HumanloopWorld(KeyedWorld):
    """An organization. Prompts say what the registry fills in, so that others' may have the same content."""

    kind: ClassVar[str] = "humanloop"
    elsewhere_is_here: ClassVar[bool] = True
    client: ClassVar[str] = "pulumi_prompts.registries.humanloop.client.HumanloopClient"
    foreign_variables: ClassVar[str] = "HUMANLOOP_"
    always: ClassVar[Mapping[str, Any]] = {
        "provider": "openai",
        "endpoint": "chat",
        "parameters": _FILLED_IN,
        "options": {"humanloop": {"template_language": "default"}},
    }
    renames: ClassVar[bool] = True
    goes_back: ClassVar[bool] = True
    variable: ClassVar[str] = "HUMANLOOP_API_KEY"
    setting: ClassVar[str] = "prompts:humanloopApiKey"
    key: ClassVar[str] = KEY
    other_key: ClassVar[str] = OTHER_KEY
    said_of_wrong_key: ClassVar[str] = "401: Invalid API key"

    def __init__(self, fake: HumanloopFake) -> None:
        self.fake = fake
        self.registry = fake.registry()

    def backend(self, **more: Any) -> dict[str, Any]:
        return {"kind": "humanloop", "url": self.fake.url, **more}

    @property
    def elsewhere(self) -> Mapping[str, Any]:
        return {"url": self.fake.url.replace("127.0.0.1", "localhost")}

    @property
    def same_place(self) -> Mapping[str, Any]:
        return {"url": f"{self.fake.url}/", "timeout": 60}

    @property
    def where(self) -> str:
        return f"humanloop {self.fake.url}"

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
        """The parameters of a version never change, so that none can be overwritten."""
        return {
            "what is beside the content": Drift(
                self._describe_otherwise,
                {
                    "Prompt triage": {"description", "tags.team"},
                    "PromptVersion triage": {"description", "lost"},
                },
                [BE_BRIEF],
            ),
            "another version": Drift(lambda: self.write_theirs(BE_STRICT), _TEXT_DRIFT, [BE_BRIEF, BE_STRICT]),
            "a deleted version": Drift(
                lambda: self._prompt.versions.pop(0),
                {**_TEXT_DRIFT, "PromptVersion triage": {"lost"}},
                [BE_STRICT, BE_BRIEF],
            ),
        }

    def _describe_otherwise(self) -> None:
        prompt = self._prompt
        prompt.description, prompt.readme, prompt.versions[0].description = "Another", "# Another", "Another"
        prompt.tags = ["team=sales", *(tag for tag in prompt.tags if tag.startswith(_OURS))]

    @property
    def _prompt(self) -> Prompt:
        return self.registry.prompt(NAME)

    def write_theirs(self, text: str) -> None:
        is_new = NAME not in self.registry.paths()
        labels = {"tags": ["author=Bob"]} if is_new else {}
        self.registry.write(NAME, model="small", template=chat(text), version_description="Theirs", **labels)

    def delete_prompt(self) -> None:
        self.registry.delete(self._prompt.id)

    def note_beside_us(self) -> None:
        """A tag, and a version on a stage."""
        self._prompt.tags.append("reviewed")
        self.registry.deploy(NAME, "staging", self._prompt.versions[0].id)

    @property
    def noted(self) -> Any:
        return "reviewed" in self._prompt.tags, dict(self._prompt.deployed)

    def pin(self, version: str) -> str:
        self.registry.deploy(NAME, "production", version)
        return "environment 'production'"

    def unpin(self) -> None:
        self._prompt.deployed.clear()

    def said_of_gone(self, gone: StoredPrompt) -> str:
        return f"404: Prompt with ID '{gone.id}' not found"

    @property
    def said_of_other_key(self) -> str:
        return (
            f"it is in the organization with the root folder {self.registry.root}, and the API key belongs to another; "
            "use a key of its organization; nothing was changed"
        )


def _stored(prompt: Prompt) -> StoredPrompt:
    tags = {key: value for key, _, value in (tag.partition("=") for tag in prompt.tags)}
    versions = (
        StoredVersion(each.id, next(iter(texts_of(each.kernel["template"]))), _of_people(each.description))
        for each in prompt.versions
    )
    return StoredPrompt(
        id=prompt.id,
        name=prompt.path,
        made=prompt.id,
        description=prompt.description or "",
        labels={key: value for key, value in tags.items() if not key.startswith(_OURS)},
        marker=tags.get(f"{_OURS}marker"),
        versions=tuple(versions),
    )


def _of_people(description: str | None) -> str | None:
    """Without our last line."""
    return re.sub(r"(^|\n\n)pulumi-prompts: .*$", "", description or "") or None


@pytest.fixture
def humanloop_world(humanloop_fake: HumanloopFake) -> HumanloopWorld:
    return HumanloopWorld(humanloop_fake)
