"""The pickles of the providers stand in every user's state: none of them may ever change, and each must load."""

import base64
import json
import pickle
from pathlib import Path

import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_prompts.resources.bulk_prompts import BulkPromptsProvider
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_alias import PromptAliasProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider
from pulumi_prompts.resources.provider import Provider

RELEASES: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "golden" / "pickles.json").read_text(encoding="utf-8")
)
PROVIDERS: list[type[Provider]] = [PromptProvider, PromptVersionProvider, PromptAliasProvider, BulkPromptsProvider]
PINNED = [(name, pickled) for release in RELEASES.values() for name, pickled in release.items()]


@pytest.mark.parametrize(("name", "pickled"), PINNED)
def test_the_pickles_of_all_releases_load(name: str, pickled: str) -> None:
    (expected,) = [provider for provider in PROVIDERS if provider.__name__ == name]
    loaded = pickle.loads(base64.b64decode(pickled))
    assert type(loaded) is expected
    assert vars(loaded) == {}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_what_a_program_writes_is_pinned(provider: type[Provider]) -> None:
    """A state that was written by another release then shows no difference."""
    name = provider.__name__
    assert {release[name] for release in RELEASES.values() if name in release} == {serialize_provider(provider())}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_pickle_is_a_module_and_a_name(provider: type[Provider]) -> None:
    """By value it would carry paths, byte code and whatever an instance holds."""
    pickled = base64.b64decode(serialize_provider(provider()))
    assert provider.__module__.encode() in pickled
    assert provider.__name__.encode() in pickled
    assert len(pickled) < 120
    assert provider.serialize_as_secret_always is False
