"""Langfuse, on the fake."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from acceptance.programs import BE_BRIEF, BE_STRICT
from acceptance.registries.world import NAME, Drift, KeyedWorld, StoredPrompt, StoredVersion, chat
from fakes.langfuse import OTHER_PROJECT, OTHER_PUBLIC_KEY, PROJECT, PUBLIC_KEY, SECRET_KEY, LangfuseFake, Version
from fakes.langfuse.fixtures import langfuse_fake

__all__ = ["langfuse_fake", "langfuse_world"]

_OURS = "pulumi-prompts/"


class LangfuseWorld(KeyedWorld):
    """A project, which is that of the keys. Of the two the public one says which."""

    kind: ClassVar[str] = "langfuse"
    elsewhere_is_here: ClassVar[bool] = True
    client: ClassVar[str] = "pulumi_prompts.registries.langfuse.client.LangfuseClient"
    foreign_variables: ClassVar[str] = "LANGFUSE_"
    describes_versions: ClassVar[bool] = False
    variable: ClassVar[str] = "LANGFUSE_PUBLIC_KEY"
    setting: ClassVar[str] = "prompts:langfusePublicKey"
    key: ClassVar[str] = PUBLIC_KEY
    other_key: ClassVar[str] = OTHER_PUBLIC_KEY
    beside_key: ClassVar[Mapping[str, str]] = {"LANGFUSE_SECRET_KEY": SECRET_KEY}
    said_of_wrong_key: ClassVar[str] = "401: Invalid credentials. Confirm that you've configured the correct host"

    def __init__(self, fake: LangfuseFake) -> None:
        self.fake = fake
        self.registry = fake.registry()

    def backend(self, **more: Any) -> dict[str, Any]:
        return {"kind": "langfuse", "url": self.fake.url, **more}

    @property
    def looked_at(self) -> str:
        return f"{super().looked_at} and LANGFUSE_SECRET_KEY (or prompts:langfuseSecretKey)"

    @property
    def said_of_other_key(self) -> str:
        return (
            f"it is in the project {PROJECT}, and the API keys belong to the project {OTHER_PROJECT}; "
            "use the keys of its project; nothing was changed"
        )

    @property
    def elsewhere(self) -> Mapping[str, Any]:
        return {"url": self.fake.url.replace("127.0.0.1", "localhost")}

    @property
    def same_place(self) -> Mapping[str, Any]:
        return {"url": f"{self.fake.url}/", "timeout": 60}

    @property
    def where(self) -> str:
        return f"langfuse {self.fake.url}"

    @property
    def address(self) -> str:
        return self.fake.url

    @property
    def prompts(self) -> list[StoredPrompt]:
        registries = (self.registry, self.fake.registry(OTHER_PROJECT))
        return [_stored(versions) for each in registries for versions in each.prompts.values()]

    def dump(self) -> str:
        return self.registry.dump()

    def load(self, dump: str) -> None:
        self.registry.load(dump)

    @property
    def drifts(self) -> dict[str, Drift]:
        """A version never changes. One that takes the number of a deleted one is another version."""
        return {
            "what is beside the content": Drift(
                self._describe_otherwise, {"Prompt triage": {"description", "tags.team"}}, [BE_BRIEF]
            ),
            "another version": Drift(
                lambda: self.write_theirs(BE_STRICT),
                {"Prompt triage": {"digest", "messages[0].content"}},
                [BE_BRIEF, BE_STRICT, BE_BRIEF],
            ),
            "a deleted version": Drift(
                lambda: self.registry.delete(NAME, version=1),
                {"PromptVersion triage": {"lost"}},
                [BE_STRICT, BE_BRIEF],
            ),
        }

    def _describe_otherwise(self) -> None:
        ours = [tag for tag in self._newest.tags if tag.startswith(f"{_OURS}marker") or tag.startswith(f"{_OURS}nonce")]
        self._newest.tags = ["team=sales", f"{_OURS}description=Another", *ours]

    @property
    def _newest(self) -> Version:
        return self.registry.newest(NAME)

    def write_theirs(self, text: str) -> None:
        tags = {} if NAME in self.registry.prompts else {"tags": ["author=Bob"]}
        body = {"type": "chat", "prompt": chat(text), "config": {"model": "small"}, "commitMessage": "Theirs"}
        self.registry.write(NAME, **body, **tags)

    def delete_prompt(self) -> None:
        self.registry.delete(NAME)

    def note_beside_us(self) -> None:
        """A tag, and a label on a version."""
        self._newest.tags.append("reviewed")
        self.registry.label(NAME, "staging", 1)

    @property
    def noted(self) -> Any:
        return "reviewed" in self._newest.tags, self.registry.labels(NAME)["staging"]

    def pin(self, version: str) -> str:
        self.registry.label(NAME, "production", int(version.partition("-")[0]))
        return "label 'production'"

    def unpin(self) -> None:
        """In the web application."""
        self.registry.unlabel(NAME, "production")

    def said_of_gone(self, gone: StoredPrompt) -> str:
        return f"it was deleted; {NAME!r} is another prompt of that name, made later"


def _stored(versions: list[Version]) -> StoredPrompt:
    first, newest = versions[0], versions[-1]
    tags = {key: value for key, _, value in (tag.partition("=") for tag in newest.tags)}
    noted = re.search(r"pulumi-prompts: (.*?)( #|$)", first.commit_message or "")
    return StoredPrompt(
        id=f"{newest.name}//{first.id[-12:]}" if first.version == 1 else newest.name,
        name=newest.name,
        made=first.id,
        description=tags.get(f"{_OURS}description", ""),
        labels={key: value for key, value in tags.items() if not key.startswith(_OURS)},
        marker=tags.get(f"{_OURS}marker", noted and noted[1]),
        versions=tuple(
            StoredVersion(f"{each.version}-{each.id[-12:]}", _text(each), _of_people(each.commit_message))
            for each in versions
        ),
    )


def _text(version: Version) -> str:
    return str(version.prompt if version.type == "text" else version.prompt[0]["content"])


def _of_people(message: str | None) -> str | None:
    """Without our last line."""
    return re.sub(r"(^|\n\n)pulumi-prompts: .*$", "", message or "") or None


@pytest.fixture
def langfuse_world(langfuse_fake: LangfuseFake) -> LangfuseWorld:
    return LangfuseWorld(langfuse_fake)
