"""Random programs, crashes, renames and other people, on each registry: nothing that somebody relies on is lost."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, TypeVar
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from fuzz.model import Model
from fuzz.registries import KINDS, PLACES, THEIRS, Lab, labs
from fuzz.stack import (
    AliasDeclaration,
    Killed,
    PromptDeclaration,
    RefusedError,
    Stack,
    State,
    VersionDeclaration,
    renamed,
)
from pulumi_prompts import errors
from pulumi_prompts.lifecycle import writing
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.kinds import backend_class
from pulumi_prompts.registries.session import Session

AT_WILL = os.environ.get("FUZZ_PROGRAMS")
PROGRAMS = {"local": 150, "bedrock": 10, "humanloop": 20, "truefoundry": 20}
"""How many a test tries on each registry, always the same; `make fuzz` tries others, as many as one likes."""

STEPS = 20
NAMES = ("one", "two")
TEXTS = tuple(f"Text {number} for {{{{ticket}}}}." for number in range(4))
STACKS = ("acme/shop/dev", "acme/shop/prod")
KEYS = ("alpha", "beta")
ALIASES = ("staging", "production")

T = TypeVar("T")
Then = tuple[str, int]
Certainty = Literal["nothing", "refreshed"]
KEEP = st.sampled_from([None, 1, 2])
THEN = st.tuples(st.sampled_from(["up", "up", "up", "killed before", "killed after", "nothing"]), st.integers(1, 9))

_numbers = count()


class Machine(RuleBasedStateMachine):
    """Two stacks and somebody else, in a registry that `lab` makes."""

    lab_of: Callable[[int], Lab]

    @initialize(keep=KEEP, editions=st.integers(0, 3), pointing=st.booleans())
    def begin(self, keep: int | None, editions: int, pointing: bool) -> None:
        """Both stacks have a prompt with a version, and the first one some history, or aliases."""
        number = next(_numbers)
        self.lab = type(self).lab_of(number)
        self.suffix = f"-{number}"
        self.lab.names = {f"{name}{self.suffix}" for name in NAMES}
        self.model = Model(self.lab)
        self.stacks = [Stack(name, self.lab.backends, self.model.watch) for name in STACKS]
        self.unsure: dict[Stack, Certainty] = {}
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

    def _interfere(self) -> None:
        """Something happened that no state knows of."""
        self.unsure = dict.fromkeys(self.stacks, "nothing")

    def _go_on(self, which: int, then: "Then") -> None:
        """A change of a program is followed by a run of it as a rule."""
        stack, (how, call) = self.stacks[which], then
        if how == "up":
            self._up(stack, stack.up)
        elif how in ("killed before", "killed after"):
            with killing(call, after=how == "killed after"):
                self._run(stack, stack.up)
            self._interfere()

    def name(self, name: str) -> str:
        return f"{name}{self.suffix}"

    # the programs

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

    # what others do

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

    # what must be true

    def _up(self, stack: Stack, command: Callable[[], Any]) -> None:
        if not self._run(stack, command):
            return
        if self.unsure.get(stack) == "refreshed":
            del self.unsure[stack]
        taking = [prompt.more.get("take_over_from") for prompt in stack.program.prompts.values()]
        if any(taking) or any(alias.adopt for alias in stack.program.aliases.values()):
            self._interfere()
        self._is_settled(stack)

    def _run(self, stack: Stack, command: Callable[[], Any]) -> bool:
        """Whether it went through; what is refused must be so for a reason."""
        self.model.log.append(f"--- {stack.name} {getattr(command, '__name__', 'up replacing')}")
        try:
            command()
            return True
        except Killed:
            return False
        except (errors.PromptsError, RefusedError) as error:
            self.model.log.append(f"    {error}")
            unexpected = None if self._is_expected(stack, error) else error
        assert unexpected is None, f"{type(unexpected).__name__}: {unexpected}"
        return False

    def _is_expected(self, stack: Stack, error: Exception) -> bool:
        if isinstance(error, RefusedError | errors.InputError) and "after: " in str(error):
            return True
        if isinstance(error, RefusedError):
            return "keeps" in str(error) or "claimed by" in str(error) or "take_over_from" in str(error)
        if isinstance(error, errors.OwnershipError):
            return not any(f"published by {name}/" in str(error) for name in stack.names)
        if isinstance(error, errors.AlreadyExistsError):
            return True
        if isinstance(error, errors.InputError):
            return "frozen" in str(error) or ("the prompt does not have" in str(error) and bool(self.unsure))
        return bool(self.unsure) and isinstance(error, errors.DriftError | errors.QuotaError | errors.RejectedError)

    def _is_settled(self, stack: Stack) -> None:
        """What was declared is there; the next run changes nothing, but for names that were not free."""
        seen = self.lab.snapshot()
        if any("parked" in state.outputs for state in stack.prompts.values()):
            return
        if stack in self.unsure:
            return
        for key, declared in stack.program.prompts.items():
            state = stack.prompts[key]
            prompt = seen[declared.registry, state.id]
            assert (prompt.name, prompt.digest) == (declared.name, state.inputs["digest"]), f"{key} is not as declared"
            assert self._is_own(declared.registry, state), f"{key} is not its own"
        for key, version in stack.program.versions.items():
            state, of = stack.versions[key], stack.program.prompts[version.of]
            found = seen[of.registry, stack.prompts[version.of].id].versions
            current = found.get(state.outputs["version"])
            assert current is not None, f"{key} names nothing"
            assert current[0] == state.inputs["digest"], f"{key} names another content"
        for key, alias in stack.program.pointing.items():
            prompt = seen[stack.program.prompts[alias.of].registry, stack.prompts[alias.of].id]
            found_alias, state = prompt.aliases[key], stack.aliases[key]
            assert prompt.versions[found_alias.version][0] == state.outputs["digest"], f"{key} serves another content"
            assert found_alias.version == state.outputs["version"], f"{key} points elsewhere"
            is_others = state.outputs.get("found") or found_alias.marker == THEIRS
            assert is_others or found_alias.marker in stack.markers(key), f"{key} is not its own"
        assert stack.up() == [], "a second run changes something"

    def _is_own(self, place: str, state: State) -> bool:
        return self.model.owners[place, state.id] == state.uid

    def _is_the_others(self, place: str, state: State) -> bool:
        uids = {each.uid for stack in self.stacks for each in stack.prompts.values()} - {state.uid}
        return self.model.owners.get((place, state.id)) in uids

    def teardown(self) -> None:
        if hasattr(self, "model"):
            for line in self.model.log:
                print(line)


def _one_of(all_: Iterable[T], number: int) -> T:
    """By its place in the order: identifiers differ from run to run."""
    each = list(all_)
    return each[number % len(each)]


@contextmanager
def killing(call: int, after: bool) -> Iterator[None]:
    """The plugin dies at this call of a registry: before it reaches it, or before its answer is heard."""
    left = [call]
    connect = Session.connect

    def connected(*arguments: Any) -> Any:
        return Dying(connect(*arguments), left, after)

    with patch.object(Session, "connect", connected):
        yield


class Dying:
    """An adapter whose process is killed."""

    def __init__(self, adapter: Any, left: list[int], after: bool) -> None:
        self._adapter, self._left, self._after = adapter, left, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._adapter, name)
        if not callable(found):
            return found

        def called(*arguments: Any, **more: Any) -> Any:
            self._left[0] -= 1
            if self._left[0] == 0 and not self._after:
                raise Killed
            result = found(*arguments, **more)
            if self._left[0] == 0:
                raise Killed
            return result

        return called


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_somebody_relies_on_is_lost(kind: str) -> None:
    with TemporaryDirectory() as folder, labs(kind, Path(folder)) as lab_of, patch.object(writing, "PAUSES", ()):
        machine = type(f"{kind}Machine", (Machine,), {"lab_of": staticmethod(lab_of)})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=int(AT_WILL or PROGRAMS[kind]),
                stateful_step_count=STEPS,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=[*HealthCheck],
                derandomize=AT_WILL is None,
                deadline=None,
            ),
        )
