"""What others do to the registry, which no state knows of."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from fuzz.machine import NAMES, TEXTS
from fuzz.programs import ALIASES, Programs
from fuzz.registries import PLACES, THEIRS
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.kinds import backend_class

T = TypeVar("T")


class ProgramsAndOthers(Programs):
    """Programs that change, and people who interfere."""

    @rule(place=st.sampled_from(PLACES), name=st.sampled_from(NAMES), text=st.sampled_from(TEXTS))
    def others_create(self, place: str, name: str, text: str) -> None:
        with self._whatever():
            self.lab.create(place, self.name(name), text)
        self._interfere()

    @precondition(lambda self: self.model.owners)
    @rule(
        which=st.integers(0, 5),
        text=st.sampled_from(TEXTS),
        what=st.sampled_from(["write", "publish", "unpublish", "delete"]),
    )
    def others_act(self, which: int, text: str, what: str) -> None:
        place, id_ = _one_of(self.model.owners, which)
        seen = self.lab.snapshot().get((place, id_))
        self._interfere()
        if seen is None:
            return
        with self._whatever():
            if what == "write":
                self.lab.write(place, id_, text)
            elif what == "publish" and not backend_class(self.lab.kind).support.versions_every_write:
                self.lab.publish(place, id_)
            elif what == "unpublish" and seen.versions:
                self.lab.delete_version(place, id_, _one_of(seen.versions, which))
            elif what == "delete":
                self.lab.delete(place, id_)
                del self.model.owners[place, id_]

    @precondition(lambda self: self.model.owners)
    @rule(
        which=st.integers(0, 5),
        name=st.sampled_from(ALIASES),
        version=st.integers(0, 5),
        what=st.sampled_from(["move", "take", "remove"]),
    )
    def others_point(self, which: int, name: str, version: int, what: str) -> None:
        """By hand, where the note is lost; with a note of theirs; or no more."""
        place, id_ = _one_of(self.model.owners, which)
        seen = self.lab.snapshot().get((place, id_))
        self._interfere()
        if seen is None or not seen.versions:
            return
        owner = (THEIRS, "0123456789abcdef") if what == "take" else (None, None)
        with self._whatever():
            if what == "remove":
                self.lab.unpoint(place, id_, name)
            else:
                self.lab.point(place, id_, Alias(name, _one_of(seen.versions, version), *owner))
            if what != "move":
                self.model.pointing.pop(((place, id_), name), None)

    @rule(
        which=st.integers(0, 1),
        name=st.sampled_from(ALIASES),
        version=st.integers(0, 5),
        what=st.sampled_from(["move", "take", "remove"]),
        refreshed=st.booleans(),
        then=st.sampled_from(["edit", "remove", "up"]),
    )
    def others_point_what_is_served(
        self, which: int, name: str, version: int, what: str, refreshed: bool, then: str
    ) -> None:
        """An alias of a stack, which goes on."""
        stack = self.stacks[which]
        if name not in stack.aliases or not self.model.owners:
            return
        keys = [*self.model.owners]
        at = next((n for n, key in enumerate(keys) if key[1] == stack.aliases[name].inputs["prompt_id"]), 0)
        self.others_point(at, name, version, what)
        if refreshed:
            self.refresh(which)
        if then == "edit":
            self.edit(which, ("up", 0), [TEXTS[version % len(TEXTS)]])
        elif then == "remove":
            self.point_no_more(which, ("up", 0), name)
        else:
            self._go_on(which, ("up", 0))

    @rule(which=st.integers(0, 1), frozen=st.booleans())
    def others_remove_what_is_served(self, which: int, frozen: bool) -> None:
        """A refresh sees it, and the next run mends it."""
        stack = self.stacks[which]
        state, declared = stack.versions.get("alpha"), stack.program.versions.get("alpha")
        if state is None or declared is None or declared.of not in stack.program.prompts:
            return
        stack.program.versions["alpha"] = replace(declared, frozen=frozen)
        self._interfere()
        with self._whatever():
            self.lab.delete_version("here", state.id.removesuffix("/versions"), state.outputs["version"])
        self.refresh(which)
        self._go_on(which, ("up", 0))

    @rule(hours=st.integers(1, 3))
    def time_passes(self, hours: int) -> None:
        self.lab.age(hours)

    @contextmanager
    def _whatever(self) -> Iterator[None]:
        """What others do may be refused."""
        try:
            yield
        except errors.PromptsError:
            return
        finally:
            self.lab.changed()


def _one_of(all_: Iterable[T], number: int) -> T:
    """By its place in the order: identifiers differ from run to run."""
    each = list(all_)
    return each[number % len(each)]
