"""The conformance suite sees mistakes that cost people their prompts, and says what is wrong."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from backends.folder_world import World, world_in
from folder_prompts import Folder
from folder_prompts.client import FolderClient, Stored
from folder_prompts.wire import FilePrompt
from pulumi_prompts.registries.base import Alias, Head, Publication, Version
from pulumi_prompts.testing import BackendConformance


class Suite(BackendConformance):
    adapter = Folder
    connect_over = None  # each test is given its own


class AnyPromptOfThatName(Folder):
    """No guard against an identifier that comes back."""

    def _stored(self, prompt_id: str) -> Stored:
        return self._client.get(prompt_id.partition(":")[0])


class NothingIsPinned(Folder):
    def aliases(self, prompt_id: str) -> Sequence[Alias]:
        return ()


class SendsAgain(Folder):
    """What may have been carried out is sent once more."""

    def __init__(self, client: FolderClient, url: str) -> None:
        super().__init__(client, url)
        client.put = lambda name, prompt, seen: _sent(client, name, prompt, seen)  # type: ignore[method-assign]


def _sent(client: FolderClient, name: str, prompt: FilePrompt, seen: str | None) -> Stored:
    body, params = prompt.model_dump(mode="json", exclude_none=True), {"seen": seen}
    return client._http.call("PUT", f"/prompts/{name}", Stored, params=params, json=body)


class StripsDescriptions(Folder):
    def read(self, prompt_id: str) -> Head:
        head = super().read(prompt_id)
        return replace(head, description=head.description and head.description.strip())


class VersionsOfWhicheverPrompt(Folder):
    """A version is known by its own name alone."""

    def __init__(self, client: FolderClient, url: str) -> None:
        super().__init__(client, url)
        self._published: dict[str, Version] = {}

    def publish(self, prompt_id: str, publication: Publication) -> Version:
        version = super().publish(prompt_id, publication)
        self._published[version.version] = version
        return version

    def read_version(self, prompt_id: str, version: str) -> Version:
        return self._published.get(version) or super().read_version(prompt_id, version)


class Seed(NamedTuple):
    """A mistake, the test that sees it, and what that says."""

    adapter: type[Folder]
    test: Callable[[Suite, World, type[Folder]], object]
    said: str


def over(world: World, adapter: type[Folder]) -> Callable[[Any], Folder]:
    return lambda transport: world.connect(adapter, transport)


SEEDS = {
    "an identifier that comes back": Seed(
        AnyPromptOfThatName,
        lambda suite, world, it: suite.test_an_identifier_never_reaches_a_later_prompt(
            world.connect(it), "conformance"
        ),
        r"read\(\) reached a prompt that was made after the one with the id 'conformance:\w+' was deleted",
    ),
    "aliases that are not told": Seed(
        NothingIsPinned,
        lambda suite, world, it: suite.test_an_alias_comes_back(world.connect(it)),
        "the alias that was set is not told: retention would remove the version that it points at",
    ),
    "a write that is sent twice": Seed(
        SendsAgain,
        lambda suite, world, it: suite.test_a_lost_answer_doubles_nothing(over(world, it), "publish"),
        r"publish\(\): after the answer to its request \d was lost, the prompt has 2 versions instead of 1",
    ),
    "a description that is stripped": Seed(
        StripsDescriptions,
        lambda suite, world, it: suite.test_a_description_comes_back(world.connect(it)),
        "the description ' blanks around ' came back as 'blanks around'",
    ),
    "a version without its prompt": Seed(
        VersionsOfWhicheverPrompt,
        lambda suite, world, it: suite.test_a_version_of_another_prompt_is_not_found(world.connect(it)),
        r"read_version\(\) of the prompt '.*' took version '2', which is another prompt's",
    ),
}


@pytest.mark.parametrize("seed", SEEDS.values(), ids=SEEDS)
def test_the_suite_says_what_is_wrong(tmp_path: Path, seed: Seed) -> None:
    with world_in(tmp_path / "right") as world:
        seed.test(Suite(), world, Folder)
    with (
        world_in(tmp_path / "wrong") as world,
        pytest.raises((AssertionError, pytest.fail.Exception), match=seed.said),
    ):
        seed.test(Suite(), world, seed.adapter)
