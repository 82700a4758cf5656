"""What may happen to prompts and versions, by DESIGN.md alone: each hook is held against it.

The model knows who owns each prompt: the resource in a state that made it or took it over last. Of the registries it
sees what everybody sees. It does not know nonces but as something that changes hands.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fuzz.alias_model import AliasEvent
from fuzz.registries import THEIRS, Lab, Seen
from fuzz.stack import Hook, Killed, Stack, State
from pulumi_prompts.program.markers import stack_of

Key = tuple[str, str]
LOST = 0
"""Who owns what was made or taken over by a hook that was killed: nobody's state knows of it."""


@dataclass
class Model:
    """The facts, and what was broken.

    Attributes:
        owners: The `uid` of the resource that a prompt belongs to.
        stale: The resources that do not know of a change: of others, or of a hook that was killed.
        pointing: The `uid` of the resource that an alias belongs to, by its prompt and its name.
        former: All markers that a stack's resources had, by the name that the stack has now.
    """

    lab: Lab
    owners: dict[Key, int] = field(default_factory=dict)
    stale: set[int] = field(default_factory=set)
    published: dict[tuple[Key, str], int] = field(default_factory=dict)
    pointing: dict[tuple[Key, str], int] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)

    def watch(
        self, hook: Hook, stack: Stack, state: State | None, inputs: Mapping[str, Any], run: Callable[[], Any]
    ) -> Any:
        """Run a hook and look at what became of the registries. The others make no call, or only look."""
        if hook not in ("create", "update", "delete"):
            return run()
        before = self.lab.snapshot()
        killed = failed = False
        try:
            return run()
        except Killed:
            killed = True
            raise
        except Exception:
            failed = True
            raise
        finally:
            self.log.append(
                f"{stack.name} {hook} {state.kind if state else ''} {state.key if state else ''}"
                f"{' killed' if killed else ' failed' if failed else ''}"
            )
            self.lab.changed()
            self._judge(Event(self, hook, stack, state, inputs, killed, failed, before, self.lab.snapshot()))

    def _judge(self, event: "Event") -> None:
        event.prompts_that_are_gone()
        event.versions_that_are_gone()
        event.prompts_that_changed()
        event.versions_that_are_new()
        AliasEvent(event).judge()


@dataclass(frozen=True)
class Event:
    model: Model
    hook: Hook
    stack: Stack
    state: State | None
    inputs: Mapping[str, Any]
    killed: bool
    failed: bool
    before: Mapping[Key, Seen]
    after: Mapping[Key, Seen]

    def key(self) -> Key | None:
        """The prompt that a resource in the state stands for."""
        if self.state is None or not self.state.id:
            return None
        place = next(p for p, b in self.model.lab.backends.items() if b == self.state.outputs["backend"])
        return place, self.state.id.removesuffix("/versions").partition("/aliases/")[0]

    def prompts_that_are_gone(self) -> None:
        for key in self.before.keys() - self.after.keys():
            assert self.hook == "delete", f"{self.hook} removed {key}"
            assert self.state is not None
            assert self.state.kind == "prompt", "deleting versions removed their prompt"
            assert key == self.key(), f"deleting {self.key()} removed {key}"
            assert self.model.owners[key] == self.state.uid, f"{key} is another's by now"
            if not self.state.outputs.get("force_destroy"):
                assert THEIRS not in _publishers(self.before[key]), f"{key} had a version of others"
            del self.model.owners[key]

    def versions_that_are_gone(self) -> None:
        for key in self.before.keys() & self.after.keys():
            gone = self.before[key].versions.keys() - self.after[key].versions.keys()
            for version in gone:
                self._may_go(key, version)

    def _may_go(self, key: Key, version: str) -> None:
        digest, publisher = self.before[key].versions[version]
        what = f"{self.hook} removed version {version} of {key}, published by {publisher}"
        assert publisher != THEIRS, what
        assert digest != self.after[key].digest or self._is_repeated(key, digest), f"{what}, the content of the head"
        assert self.state is not None
        if self.state.kind == "prompt":
            assert self.hook in ("create", "update")  # what a creation wrote onto another's prompt, taken back
            return
        assert self.state.outputs.get("force_destroy") if self.hook == "delete" else self.inputs.get("keep"), what
        mine = {self.stack.marker(self.state.key), *self._markers_of_prompt()}
        known = version in self.state.outputs.get("history", {})
        assert publisher in mine or known, what
        if self.hook == "update" and self.inputs["digest"] != self.state.outputs.get("digest"):
            assert version != self.state.outputs.get("version"), f"{what}, which was just superseded"

    def _is_repeated(self, key: Key, digest: str) -> bool:
        return digest in [each for each, _ in self.after[key].versions.values()]

    def _markers_of_prompt(self) -> set[str]:
        return {self.inputs.get("prompt_marker", "")}

    def prompts_that_changed(self) -> None:
        for key in self.before.keys() & self.after.keys():
            before, after = self.before[key], self.after[key]
            if (before.name, before.marker, before.nonce, before.digest) == (
                after.name,
                after.marker,
                after.nonce,
                after.digest,
            ):
                continue
            assert self.state is not None
            assert self.state.kind == "prompt" or before.digest == after.digest or not self.failed, f"{self.hook} {key}"
            if self.state.kind == "prompt":
                self._changed_hands(key, before, after) if before.nonce != after.nonce else self._written(key)
                self._waits_for_nobody_else(key, after)

    def _written(self, key: Key) -> None:
        assert self.hook == "update", f"{self.hook} wrote {key} and took nothing over"
        assert self.state is not None
        assert key not in self.model.owners or self._is_owner(key), f"wrote {key}, which is another's"

    def _waits_for_nobody_else(self, key: Key, after: Seen) -> None:
        """A name for the meantime is taken only where another prompt of this stack has the declared one."""
        if after.name in self.model.lab.names:
            return
        holders = [s.marker for k, s in self.before.items() if k[0] == key[0] and s.name == self.inputs["name"]]
        assert all(str(each).rpartition("/")[0] in self.stack.names for each in holders), f"waits for {holders}"

    def _changed_hands(self, key: Key, before: Seen, after: Seen) -> None:
        """Where a creation lost a race, it may have put the former note back."""
        assert self.state is not None
        if self.hook == "delete":
            self._handed_over(key, after)
            return
        if self.hook == "update" and before.nonce is None and (before.marker is None or self._is_owner(key)):
            self.model.owners[key] = self.state.uid  # the note was lost: who has the prompt in its state writes it
            return
        if self.hook == "update":
            is_own = before.marker in self._own_markers()
            assert is_own, f"update took {key} over from {before.marker}"
            assert self.model.owners.get(key) == LOST, f"update took {key} over, which has an owner"
        else:
            assert self.hook == "create"
            self._may_take(before)
        self.model.owners[key] = LOST if self.killed or self.failed else self.state.uid

    def _handed_over(self, key: Key, after: Seen) -> None:
        """To the resource of the program that has the same prompt in its state."""
        assert self.state is not None
        assert self.model.owners.get(key) in (self.state.uid, LOST), f"gave {key} away, which is another's"
        receiver = self.stack.prompts[str(after.marker).rpartition("/")[2]]
        assert receiver.key in self.stack.program.prompts
        assert (receiver.id, receiver.outputs["nonce"]) == (key[1], after.nonce), f"{key} went to nobody"
        self.model.owners[key] = receiver.uid

    def _is_owner(self, key: Key) -> bool:
        """The resource, or another of this stack with the same prompt: a rename between them did not end."""
        assert self.state is not None
        twice = (each.uid for each in self.stack.prompts.values() if each.id == key[1])
        return self.model.owners.get(key) in (self.state.uid, *twice)

    def _may_take(self, before: Seen) -> None:
        permission = (self.inputs.get("adopt"), self.inputs.get("take_over_from"))
        what = f"{permission} took over what belongs to {before.marker}"
        if before.marker in self._own_markers():
            return
        assert permission[0], what
        is_of_stack = stack_of(before.marker) in self.stack.names
        assert before.marker is None or is_of_stack or permission[1] == before.marker, what

    def _own_markers(self) -> set[str]:
        assert self.state is not None
        old = self.stack.states(self.state.kind).get(self.state.key)
        marker = {str(self.inputs["marker"])}
        return marker | ({str(old.inputs["marker"]), str(old.outputs["marker"])} if old else set())

    def versions_that_are_new(self) -> None:
        for key, after in self.after.items():
            before = self.before.get(key)
            if before is None:
                assert self.hook == "create", f"{self.hook} made {key}"
                assert self.state is not None
                self.model.owners[key] = LOST if self.killed or self.failed else self.state.uid
            new = after.versions.keys() - (before.versions.keys() if before else set())
            assert len(new) <= 1, f"{self.hook} published {sorted(new)} of {key}"


def _publishers(seen: Seen) -> set[str | None]:
    return {publisher for _, publisher in seen.versions.values()}
