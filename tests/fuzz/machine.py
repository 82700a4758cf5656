"""Two stacks and somebody else, in one registry: how a program is run, and what must be true after it."""

from collections.abc import Callable
from typing import Any, Literal

from hypothesis.stateful import RuleBasedStateMachine

from fuzz.killing import killing
from fuzz.model import Model
from fuzz.registries import THEIRS, Lab
from fuzz.stack import Killed, RefusedError, Stack, State
from pulumi_prompts import errors

NAMES = ("one", "two")
TEXTS = tuple(f"Text {number} for {{{{ticket}}}}." for number in range(4))
STACKS = ("acme/shop/dev", "acme/shop/prod")
Then = tuple[str, int]
Certainty = Literal["nothing", "refreshed"]


class Machine(RuleBasedStateMachine):
    """What all rules rest on.

    Attributes:
        lab_of: Makes the registry of a number.
        unsure: Stacks whose state may not tell what is there, and what was done about it.
    """

    lab_of: Callable[[int], Lab]
    lab: Lab
    suffix: str
    model: Model
    stacks: list[Stack]
    unsure: dict[Stack, Certainty]

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
