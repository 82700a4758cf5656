"""The conformance suite sees mistakes that cost people their prompts, and says what is wrong.

They are made on the registry of examples/registry-package, and on Phoenix, whose server gives identifiers once more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import httpx
import pytest

from backends.folder_world import world_in
from clock import Time
from folder_prompts import Folder
from folder_prompts.client import FolderClient, Stored
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry
from pulumi_prompts.registries.base import Alias, Backend, Environment, Head, Publication, Version
from pulumi_prompts.registries.phoenix import Phoenix
from pulumi_prompts.registries.phoenix.client import Version as PhoenixVersion
from pulumi_prompts.registries.phoenix.client import _One
from pulumi_prompts.registries.phoenix.prompts import Found, version_of
from pulumi_prompts.registries.phoenix.settings import PhoenixSettings
from pulumi_prompts.registries.phoenix.support import SUPPORT
from pulumi_prompts.registries.support import Support, Text
from pulumi_prompts.registries.transport.http import HttpClient
from pulumi_prompts.testing import BackendConformance
from pulumi_prompts.testing.answers import Connect
from pulumi_prompts.testing.declarations import NAME


class Mistake(NamedTuple):
    """The test that sees it, on an adapter that a function connects, and what that says."""

    test: Callable[[Any, Connect], object]
    said: str


def plain(connect: Connect) -> Backend:
    return connect(httpx.HTTPTransport())


MISTAKES: Mapping[str, Mistake] = {
    "an identifier that comes back": Mistake(
        lambda suite, connect: suite.test_an_identifier_never_reaches_a_later_prompt(plain(connect), NAME),
        rf"read\(\) reached a prompt that was made after the one with the id '{NAME}:.*' was deleted",
    ),
    "aliases that are not told": Mistake(
        lambda suite, connect: suite.test_an_alias_comes_back(plain(connect)),
        "the alias that was set is not told: retention would remove the version that it points at",
    ),
    "a write that is sent twice": Mistake(
        lambda suite, connect: suite.test_a_lost_answer_doubles_nothing(connect, suite.doubled),
        r"\(\): after the answer to its request \d was lost, the prompt has \d versions instead of 1",
    ),
    "a description that is stripped": Mistake(
        lambda suite, connect: suite.test_a_description_comes_back(plain(connect)),
        "the description ' blanks around ' came back as 'blanks around'",
    ),
    "a version without its prompt": Mistake(
        lambda suite, connect: suite.test_a_version_of_another_prompt_is_not_found(plain(connect)),
        r"read_version\(\) of the prompt '.*' took version '.+', which is another prompt's",
    ),
}


def sends_again(http: HttpClient) -> None:
    """What may have been carried out is sent once more."""
    call = http.call
    http.call = lambda *request, **more: call(*request, **{**more, "repeatable": True})  # type: ignore[method-assign]
    http.once = lambda write, landed: write()  # type: ignore[method-assign]


def suite_of(adapter: type[Backend], doubled: str) -> BackendConformance:
    """The suite, of which each test is given its `connect_over`; `doubled` is a step that a second write doubles."""
    members = {"adapter": adapter, "connect_over": None, "doubled": doubled}
    suite: BackendConformance = type("Suite", (BackendConformance,), members)()
    return suite


class AnyPromptOfThatName(Folder):
    def _stored(self, prompt_id: str) -> Stored:
        return self._client.get(prompt_id.partition(":")[0])


class NoAliases(Folder):
    def aliases(self, prompt_id: str) -> Sequence[Alias]:
        return ()


class SendsAgain(Folder):
    def __init__(self, client: FolderClient, url: str) -> None:
        super().__init__(client, url)
        sends_again(client._http)


class StripsDescriptions(Folder):
    def read(self, prompt_id: str) -> Head:
        head = super().read(prompt_id)
        return replace(head, description=head.description and head.description.strip())


class VersionsOfWhicheverPrompt(Folder):
    def __init__(self, client: FolderClient, url: str) -> None:
        super().__init__(client, url)
        self._published: dict[str, Version] = {}

    def publish(self, prompt_id: str, publication: Publication) -> Version:
        version = super().publish(prompt_id, publication)
        self._published[version.version] = version
        return version

    def read_version(self, prompt_id: str, version: str) -> Version:
        return self._published.get(version) or super().read_version(prompt_id, version)


ON_A_FOLDER: Mapping[str, type[Folder]] = {
    "an identifier that comes back": AnyPromptOfThatName,
    "aliases that are not told": NoAliases,
    "a write that is sent twice": SendsAgain,
    "a description that is stripped": StripsDescriptions,
    "a version without its prompt": VersionsOfWhicheverPrompt,
}


def assert_seen(mistake: Mistake, suite: BackendConformance, connect: Connect) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception), match=mistake.said):
        mistake.test(suite, connect)


@pytest.mark.parametrize("name", MISTAKES)
def test_the_suite_says_what_is_wrong(tmp_path: Path, name: str) -> None:
    with world_in(tmp_path / "right") as world:
        MISTAKES[name].test(suite_of(Folder, "publish"), lambda transport: world.connect(Folder, transport))
    adapter = ON_A_FOLDER[name]
    with world_in(tmp_path / "wrong") as world:
        assert_seen(MISTAKES[name], suite_of(adapter, "publish"), lambda transport: world.connect(adapter, transport))


class ThePromptOfThatRow(Phoenix):
    """The server gives a row's number to the next prompt."""

    def _present(self, prompt_id: str) -> Found:
        name, _, rest = prompt_id.partition(":")
        prompt = rest.partition(":")[0] or name
        versions = [*self._client.versions(prompt)]
        if not versions:
            raise self._gone(name)
        return Found(name, prompt, versions[-1])


class PhoenixWithoutAliases(Phoenix):
    def aliases(self, prompt_id: str) -> Sequence[Alias]:
        return ()


class PhoenixThatSendsAgain(Phoenix):
    def __init__(self, client: Any) -> None:
        super().__init__(client)
        sends_again(client._http)


class PhoenixThatPromisesBlanks(Phoenix):
    """The server strips what it is given."""

    support: ClassVar[Support] = replace(SUPPORT, prompt={**SUPPORT.prompt, "description": Text()})


class VersionsOfTheServer(Phoenix):
    """By the route that knows no prompt."""

    def read_version(self, prompt_id: str, version: str) -> Version:
        found = self._present(prompt_id)
        read = self._client._http.call("GET", f"/prompt_versions/{version}", _One[PhoenixVersion]).data
        return version_of(found, read)


ON_PHOENIX: Mapping[str, type[Phoenix]] = {
    "an identifier that comes back": ThePromptOfThatRow,
    "aliases that are not told": PhoenixWithoutAliases,
    "a write that is sent twice": PhoenixThatSendsAgain,
    "a description that is stripped": PhoenixThatPromisesBlanks,
    "a version without its prompt": VersionsOfTheServer,
}


@pytest.mark.parametrize("name", MISTAKES)
def test_on_phoenix_it_says_so_as_well(phoenix_registry: PhoenixRegistry, name: str) -> None:  # noqa: F811
    """The adapter as it stands passes: test_phoenix."""
    settings = PhoenixSettings.model_validate({"kind": "phoenix", "url": phoenix_registry.url})
    adapter = ON_PHOENIX[name]

    def connect(transport: httpx.BaseTransport) -> Phoenix:
        return adapter.connect(settings, Environment(clock=Time()), transport)

    assert_seen(MISTAKES[name], suite_of(adapter, "create"), connect)
