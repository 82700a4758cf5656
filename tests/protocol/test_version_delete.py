"""The end of a `PromptVersion`: the versions stay, but by force."""

import pytest

from protocol.lifecycle import Resource
from protocol.somebody_else import publish, remove
from protocol.version_program import Program, names
from pulumi_prompts.registries.local import Local


def test_delete_leaves_the_versions(program: Program, registry: Local) -> None:
    """Applications may rely on them; they go with the prompt."""
    program.up("One.")
    program.up("Two.")
    program.version.destroy()
    assert names(registry, program) == ["1", "2"]
    program.prompt.destroy()
    assert registry.find("triage") is None


def test_a_renamed_resource_leaves_the_version_that_is_served(program: Program, registry: Local) -> None:
    program.up("One.", keep=1)
    renamed = Resource(program.version.client)
    renamed.up(program.of_version(marker="acme/shop/dev/renamed", keep=1))
    program.version.destroy()
    assert names(registry, program) == [renamed.outputs["version"]] == ["1"]
    assert not renamed.refresh()
    assert renamed.up(program.of_version(marker="acme/shop/dev/renamed", keep=1)) == "same"


def test_by_force_it_removes_what_it_published(program: Program, registry: Local) -> None:
    """Not what others did, nor what has the content of the prompt."""
    for text in ("One.", "Two.", "Three."):
        program.up(text, force_destroy=True)
    publish(registry, program.prompt.id)
    program.version.destroy()
    assert names(registry, program) == ["3", "4"]


@pytest.mark.parametrize("gone", ["1", "2"])
def test_force_goes_on_after_one_that_is_gone(program: Program, registry: Local, gone: str) -> None:
    for text in ("One.", "Two.", "Three."):
        program.up(text, force_destroy=True)
    registry.delete_version(program.prompt.id, gone)
    program.version.destroy()
    assert names(registry, program) == ["3"]


@pytest.mark.parametrize("what", ["version", "prompt"])
def test_delete_of_what_is_gone_is_fine(program: Program, registry: Local, what: str) -> None:
    program.up("One.", force_destroy=True)
    if what == "prompt":
        remove(registry, program.prompt.id)
    else:
        registry.delete_version(program.prompt.id, "1")
    program.version.destroy()


def test_not_even_force_removes_what_the_environment_names(
    program: Program, registry: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.up("One.", force_destroy=True)
    program.up("Two.", force_destroy=True)
    monkeypatch.setenv("PULUMI_PROMPTS_LEAVE", program.prompt.id)
    program.version.destroy()
    assert names(registry, program) == ["1", "2"]
