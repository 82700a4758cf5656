"""What people write in their programs, and what the engine does with them."""

from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from fuzz.killing import killing
from fuzz.machine import NAMES, STACKS, TEXTS, Machine, Then
from fuzz.model import Model
from fuzz.registries import PLACES, THEIRS
from fuzz.stack import AliasDeclaration, PromptDeclaration, Stack, VersionDeclaration, renamed

KEYS = ("alpha", "beta")
ALIASES = ("staging", "production")

KEEP = st.sampled_from([None, 1, 2])
THEN = st.tuples(st.sampled_from(["up", "up", "up", "killed before", "killed after", "nothing"]), st.integers(1, 9))

_numbers = count()


class Programs(Machine):
    """Programs that change, and run."""

    @initialize(keep=KEEP, editions=st.integers(0, 3), pointing=st.booleans())
    def begin(self, keep: int | None, editions: int, pointing: bool) -> None:
        """Both stacks have a prompt with a version, and the first one some history, or aliases."""
        number = next(_numbers)
        self.lab = type(self).lab_of(number)
        self.suffix = f"-{number}"
        self.lab.names = {f"{name}{self.suffix}" for name in NAMES}
        self.model = Model(self.lab)
        self.stacks = [Stack(name, self.lab.backends, self.model.watch) for name in STACKS]
        self.unsure = {}
        for which in (0, 1):
            self._begin(which, keep)
        if pointing:
            self.point(0, ("up", 0), "staging", "alpha", None, False, False)
            self.point(0, ("up", 0), "production", "alpha", 0, False, True)
        if editions:
            self.edit(0, ("up", 0), [*TEXTS[1 : editions + 1]])

    def _begin(self, which: int, keep: int | None) -> None:
        program = self.stacks[which].program
        program.prompts["alpha"] = PromptDeclaration(self.name(NAMES[which]), TEXTS[0], "here", self.lab.more)
        program.versions["alpha"] = VersionDeclaration("alpha", more={"keep": keep} if keep else {})
        self._go_on(which, ("up", 0))

    @rule(
        which=st.integers(0, 1),
        then=THEN,
        key=st.sampled_from(KEYS),
        name=st.sampled_from(NAMES),
        text=st.sampled_from(TEXTS),
    )
    def declare(self, which: int, then: Then, key: str, name: str, text: str) -> None:
        prompts = self.stacks[which].program.prompts
        if all(other.name != self.name(name) for k, other in prompts.items() if k != key):
            prompts[key] = PromptDeclaration(self.name(name), text, "here", self.lab.more)
        self._go_on(which, then)

    @rule(which=st.integers(0, 1), then=THEN, texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5))
    def edit(self, which: int, then: Then, texts: list[str]) -> None:
        """One after the other."""
        prompts = self.stacks[which].program.prompts
        for text in texts:
            for key, declared in prompts.items():
                prompts[key] = renamed(declared, text=text)
            self._go_on(which, then)

    @rule(which=st.integers(0, 1), key=st.sampled_from(KEYS), then=THEN)
    def take_from_the_other(self, which: int, then: Then, key: str) -> None:
        """And the other goes on as if it were still its own."""
        stack, other = self.stacks[which], self.stacks[1 - which]
        theirs = other.program.prompts.get(key)
        if theirs and all(each.name != theirs.name for k, each in stack.program.prompts.items() if k != "alpha"):
            stack.program.prompts["alpha"] = renamed(theirs, adopt="overwrite", take_over_from=other.marker(key))
            self._go_on(which, then)
            self.edit(1 - which, ("up", 0), [*TEXTS[1:3]])

    @rule(which=st.integers(0, 1), then=THEN, key=st.sampled_from(KEYS), place=st.sampled_from(PLACES))
    def move(self, which: int, then: Then, key: str, place: str) -> None:
        prompts = self.stacks[which].program.prompts
        if key in prompts:
            prompts[key] = renamed(prompts[key], registry=place)
        self._go_on(which, then)

    @rule(
        which=st.integers(0, 1),
        then=THEN,
        key=st.sampled_from(KEYS),
        adopt=st.sampled_from([None, True, "overwrite"]),
        taking=st.sampled_from([None, *(f"{stack}/{key}" for stack in STACKS for key in KEYS), THEIRS]),
        force=st.booleans(),
    )
    def permit(self, which: int, then: Then, key: str, adopt: Any, taking: str | None, force: bool) -> None:
        prompts = self.stacks[which].program.prompts
        if key in prompts:
            taking = taking if adopt else None
            prompts[key] = renamed(prompts[key], adopt=adopt, take_over_from=taking, force_destroy=force)
        self._go_on(which, then)

    @rule(which=st.integers(0, 1), then=THEN)
    def exchange_names(self, which: int, then: Then) -> None:
        prompts = self.stacks[which].program.prompts
        if len(prompts) == 2:
            one, other = (prompts[key] for key in KEYS)
            prompts["alpha"], prompts["beta"] = renamed(one, name=other.name), renamed(other, name=one.name)
        self._go_on(which, then)

    @rule(which=st.integers(0, 1), then=THEN, adopt=st.booleans())
    def rename_resource(self, which: int, then: Then, adopt: bool) -> None:
        program = self.stacks[which].program
        program.prompts = {
            KEYS[1 - KEYS.index(key)]: renamed(declared, adopt=adopt) for key, declared in program.prompts.items()
        }
        program.versions = {
            key: VersionDeclaration(KEYS[1 - KEYS.index(v.of)], v.frozen, v.more) for key, v in program.versions.items()
        }
        program.aliases = {
            key: replace(alias, of=KEYS[1 - KEYS.index(alias.of)]) for key, alias in program.aliases.items()
        }
        self._go_on(which, then)

    @rule(which=st.integers(0, 1), then=THEN, key=st.sampled_from(KEYS))
    def remove(self, which: int, then: Then, key: str) -> None:
        program = self.stacks[which].program
        program.prompts.pop(key, None)
        program.versions = {k: v for k, v in program.versions.items() if v.of != key}
        program.aliases = {k: v for k, v in program.aliases.items() if v.of != key}
        self._go_on(which, then)

    @rule(
        which=st.integers(0, 1),
        then=THEN,
        key=st.sampled_from(("alpha", "other")),
        of=st.sampled_from(KEYS),
        frozen=st.booleans(),
        keep=KEEP,
        force=st.booleans(),
    )
    def publish(self, which: int, then: Then, key: str, of: str, frozen: bool, keep: int | None, force: bool) -> None:
        program = self.stacks[which].program
        if of in program.prompts:
            more = {"keep": keep, "force_destroy": force}
            program.versions[key] = VersionDeclaration(of, frozen, {k: v for k, v in more.items() if v})
        self._go_on(which, then)

    @rule(which=st.integers(0, 1), then=THEN, key=st.sampled_from(("alpha", "other")))
    def publish_no_more(self, which: int, then: Then, key: str) -> None:
        self.stacks[which].program.versions.pop(key, None)
        self._go_on(which, then)

    @rule(
        which=st.integers(0, 1),
        then=THEN,
        key=st.sampled_from(ALIASES),
        of=st.sampled_from(KEYS),
        pinned=st.sampled_from([None, None, 0, 1, 2]),
        adopt=st.booleans(),
        waits=st.booleans(),
    )
    def point(self, which: int, then: Then, key: str, of: str, pinned: int | None, adopt: bool, waits: bool) -> None:
        """Staging stands before production."""
        program = self.stacks[which].program
        after = "staging" if waits and key == "production" else None
        if of in program.prompts:
            program.aliases = {**program.aliases, key: AliasDeclaration(of, pinned, after, adopt)}
            program.aliases = {name: program.aliases[name] for name in ALIASES if name in program.aliases}
        self._go_on(which, then)

    @rule(which=st.integers(0, 1), then=THEN, key=st.sampled_from(ALIASES))
    def point_no_more(self, which: int, then: Then, key: str) -> None:
        self.stacks[which].program.aliases.pop(key, None)
        self._go_on(which, then)

    @rule(which=st.integers(0, 1), then=THEN)
    def rename_stack(self, which: int, then: Then) -> None:
        stack = self.stacks[which]
        stack.rename(stack.name.removesuffix("-2") if stack.name.endswith("-2") else f"{stack.name}-2")
        self._go_on(which, then)

    # what the engine does

    @rule(which=st.integers(0, 1))
    def up(self, which: int) -> None:
        self._go_on(which, ("up", 0))

    @rule(which=st.integers(0, 1), key=st.sampled_from(KEYS), kind=st.sampled_from(["prompt", "version"]))
    def up_replacing(self, which: int, key: str, kind: str) -> None:
        stack = self.stacks[which]
        self._up(stack, lambda: stack.up(frozenset({f"{kind} {key}"})))

    @rule(which=st.integers(0, 1), call=st.integers(1, 8), after=st.booleans())
    def up_killed(self, which: int, call: int, after: bool) -> None:
        with killing(call, after):
            self._run(self.stacks[which], self.stacks[which].up)
        self._interfere()

    @rule(which=st.integers(0, 1))
    def refresh(self, which: int) -> None:
        stack = self.stacks[which]
        if self._run(stack, stack.refresh) and stack in self.unsure:
            self.unsure[stack] = "refreshed"

    @rule(which=st.integers(0, 1))
    def destroy(self, which: int) -> None:
        stack = self.stacks[which]
        owned = {key for key, uid in self.model.owners.items() if uid in {each.uid for each in stack.prompts.values()}}
        if self._run(stack, stack.destroy):
            assert not owned & self.lab.snapshot().keys(), "what the state owned stays behind"
