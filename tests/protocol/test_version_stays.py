"""A registry that cannot delete a published version: a preview refuses what asks for it, and a removal says so."""

from pathlib import Path
from typing import Any, ClassVar

import pytest

from protocol.engine import Engine
from protocol.lifecycle import CheckFailedError
from protocol.version_program import Program, names
from pulumi_prompts.lifecycle.versions import all_stay, cannot_delete_versions
from pulumi_prompts.registries import session
from pulumi_prompts.registries.base import DeletesUnheld, DeletesVersions
from pulumi_prompts.registries.local import Local


class KeepsEveryVersion(Local):
    """As Phoenix: what is published stays until its prompt is deleted."""

    delete_version: ClassVar[Any] = None
    delete_unheld_version: ClassVar[Any] = None


@pytest.fixture(autouse=True)
def _keeps_every_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "backend_class", lambda kind: KeepsEveryVersion)


def test_it_lacks_the_protocols() -> None:
    assert not issubclass(KeepsEveryVersion, DeletesVersions | DeletesUnheld)


@pytest.mark.parametrize("asked", [{"keep": 2}, {"force_destroy": True}])
def test_what_asks_for_a_removal_is_refused_in_a_preview(program: Program, asked: dict[str, Any]) -> None:
    program.prompt.up(program.of_prompt("One."))
    with pytest.raises(CheckFailedError) as failed:
        program.version.preview(program.of_version(**asked))
    (name,) = asked
    assert failed.value.failures == [f"{name}: {cannot_delete_versions('local')}; leave `{name}` out"]


def test_what_asks_for_none_is_published(program: Program, registry: Local) -> None:
    for text in ("One.", "Two.", "Three."):
        program.up(text, force_destroy=False)
    assert names(registry, program) == program.history == ["1", "2", "3"]


def test_a_removal_leaves_the_versions_and_says_so(
    program: Program, registry: Local, file: Path, engine: Engine
) -> None:
    program.up("One.")
    program.version.destroy()
    assert names(registry, program) == ["1"]
    assert engine.warnings == [all_stay(f"{program.prompt.id} on local {file}", "local")]
    program.prompt.destroy()
    assert registry.find("triage") is None


def test_a_state_that_wants_them_removed_leaves_them_too(program: Program, registry: Local, engine: Engine) -> None:
    """That of a registry which could, once: nothing of it is done in half."""
    program.up("One.")
    program.version.outputs["force_destroy"] = True
    program.version.destroy()
    assert names(registry, program) == ["1"]
    assert len(engine.warnings) == 1
