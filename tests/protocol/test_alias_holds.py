"""What an alias holds: a version that is not pruned, and a prompt that is not deleted."""

from collections.abc import Sequence
from typing import Any

import pytest

from protocol.alias_program import STACK, THEIRS, AliasProgram, moved_by
from protocol.client import HookError
from pulumi_prompts.lifecycle.ownership import IN_USE
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Session


class Pointed:
    """A registry in which somebody points an alias at version 1 just after each look at the aliases."""

    support = Local.support

    def __init__(self, registry: Local, program: AliasProgram) -> None:
        self._registry = registry
        self._program = program

    def __getattr__(self, name: str) -> Any:
        return getattr(self._registry, name)

    def aliases(self, prompt_id: str) -> Sequence[Alias]:
        found = self._registry.aliases(prompt_id)
        moved_by(self._registry, self._program, "production", "1", THEIRS)
        return found


class TestWhatItHolds:
    @pytest.mark.parametrize("marker", [None, THEIRS, f"{STACK}/production"])
    def test_a_version_that_it_holds_is_never_pruned(
        self, alias_program: AliasProgram, registry: Local, marker: str | None
    ) -> None:
        program = alias_program
        program.keep = 1
        moved_by(registry, program, "production", "1", marker)
        for text in ("Two.", "Three.", "Four."):
            program.publish(text)
        assert [each.version for each in registry.versions(program.prompt.id)] == ["1", "3", "4"]

    def test_a_version_that_it_gets_while_versions_are_pruned_stays(
        self, alias_program: AliasProgram, registry: Local, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program = alias_program
        for text in ("Two.", "Three."):
            program.publish(text)
        program.keep = 1
        monkeypatch.setattr(Session, "connect", lambda *_: Pointed(registry, program))
        assert program.publish("Four.") == "4"
        assert [each.version for each in registry.versions(program.prompt.id)] == ["1", "3", "4"]
        assert program.version.outputs["history"].keys() == {"1", "3", "4"}

    def test_what_an_alias_has_left_is_pruned(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.keep = 1
        for text in ("Two.", "Three.", "Four."):
            program.up("staging")
            program.publish(text)
        program.up("staging")
        program.publish("Five.")
        assert [each.version for each in registry.versions(program.prompt.id)] == ["4", "5"]

    def test_the_prompt_goes_with_the_aliases_of_this_stack(self, alias_program: AliasProgram, registry: Local) -> None:
        """The engine does not call their delete: they are `deleted_with` the prompt."""
        program = alias_program
        program.up("staging")
        program.prompt.destroy()
        assert registry.find("triage") is None

    @pytest.mark.parametrize("marker", [None, THEIRS])
    def test_the_prompt_stays_for_the_alias_of_another(
        self, alias_program: AliasProgram, registry: Local, marker: str | None
    ) -> None:
        program = alias_program
        program.up("staging")
        moved_by(registry, program, "production", "1", marker)
        with pytest.raises(HookError) as raised:
            program.prompt.destroy()
        of_whom = f" of {marker}" if marker else ""
        assert f"version 1 is pinned by alias 'production'{of_whom}; {IN_USE}" in str(raised.value)
