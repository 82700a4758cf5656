"""What may happen to aliases, by DESIGN.md alone."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pulumi_prompts.program.markers import stack_of
from pulumi_prompts.registries.base import Alias

if TYPE_CHECKING:
    from fuzz.model import Event, Key

LOST = 0
"""Whose it is that a hook made which was killed: nobody's state knows of it."""


@dataclass(frozen=True)
class AliasEvent:
    """A hook, as far as aliases are concerned."""

    of: "Event"

    def judge(self) -> None:
        self._nothing_that_one_holds_is_gone()
        for key in self.of.before.keys() & self.of.after.keys():
            before, after = self.of.before[key].aliases, self.of.after[key].aliases
            for name in sorted(before.keys() | after.keys()):
                if before.get(name) != after.get(name):
                    self._changed(key, name, before.get(name), after.get(name))
        for key, name in [*self.of.model.pointing]:
            if key not in self.of.after:
                del self.of.model.pointing[key, name]
        self._went_through_its_gate()

    def _nothing_that_one_holds_is_gone(self) -> None:
        """But for what a creation wrote onto the prompt of another, and took back."""
        state = self.of.state
        for key, seen in self.of.before.items():
            now = self.of.after.get(key)
            held = [each for each in seen.aliases.values() if each.version in seen.versions]
            if now is None:
                assert state is not None
                others = [each for each in held if stack_of(each.marker) not in self.of.stack.names]
                assert state.outputs.get("force_destroy") or not others, f"{key} is gone, which {others} held"
                continue
            lost = [each for each in held if each.version not in now.versions]
            assert not lost, f"{self.of.hook} removed what {lost} hold"

    def _changed(self, key: "Key", name: str, before: Alias | None, after: Alias | None) -> None:
        state, hook, pointing = self.of.state, self.of.hook, self.of.model.pointing
        assert state is not None
        what = f"{hook} of {state.kind} {state.key} made {after} of {before}"
        if state.kind != "alias":  # where one list holds all notes, a version that goes may take notes along
            assert before is not None, what
            assert after is not None, what
            assert before.version == after.version, what
            return
        assert (name, key[1]) == (state.key, self.of.inputs["prompt_id"]), what
        if hook == "delete":
            assert before is not None, what
            assert after is None or after.version == before.version, what
            is_ours = pointing.get((key, name)) in (state.uid, LOST) or self._has_lost_its_note(before)
            assert is_ours, f"{what}, which is another's"
            pointing.pop((key, name), None)
            return
        assert after is not None, what
        stays = before is not None and before.version == after.version and self._is_of_this_stack(before)
        assert before is None or stays or self._may_take(key, name, before), what
        assert after.marker == self.of.inputs["marker"], what
        pointing[key, name] = LOST if self.of.killed or self.of.failed else state.uid

    def _is_of_this_stack(self, before: Alias) -> bool:
        """By its note; or because the state has it, which somebody moved by hand, and with that took its note away."""
        is_moved = before.marker is None and self.of.hook == "update"
        return is_moved or stack_of(before.marker) in self.of.stack.names

    def _may_take(self, key: "Key", name: str, before: Alias) -> bool:
        state, owner = self.of.state, self.of.model.pointing.get((key, name))
        assert state is not None
        mine = {str(self.of.inputs["marker"]), str(state.outputs.get("marker"))}
        old = self.of.stack.aliases.get(state.key)
        mine |= {str(old.outputs["marker"])} if old else set()
        is_mine = owner == state.uid or before.marker in mine or self._has_lost_its_note(before)
        return is_mine or bool(self.of.inputs.get("adopt"))

    def _has_lost_its_note(self, before: Alias) -> bool:
        """Where it stands as the state has it, nobody else is known to have taken it."""
        state = self.of.state
        assert state is not None
        return before.marker is None and before.version == state.outputs.get("version")

    def _went_through_its_gate(self) -> None:
        state, stack = self.of.state, self.of.stack
        if state is None or state.kind != "alias" or self.of.hook == "delete" or self.of.failed:
            return
        declared = stack.program.aliases[state.key]
        digest = self.of.inputs.get("digest")
        if declared.after not in stack.program.pointing or digest is None:
            return
        if digest in (state.outputs.get("digest"), state.outputs.get("lost")):
            return
        assert stack.served.get(declared.after) == digest, f"{state.key} skipped {declared.after}"
