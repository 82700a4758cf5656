"""A prompt with its versions and its aliases: which of a stack's resources belong together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.program.urns import ALIAS, PROMPT, VERSION
from pulumi_prompts.report.changes.where import Registry, registry_of
from pulumi_prompts.report.previews.steps import State, Step

_ORDER = (PROMPT, VERSION, ALIAS)

_Key = tuple[str, str]
"""What its versions and aliases know a prompt by: its marker, or its id in its registry."""


@dataclass(frozen=True)
class Family:
    """The resources of one prompt in one stack.

    Attributes:
        steps: The prompt first, if the preview has it. A document does not have a prompt that stays as it is.
        is_update: Whether the steps are done already.
    """

    steps: tuple[Step, ...]
    is_update: bool

    @cached_property
    def prompt(self) -> Step | None:
        """What happens to the prompt itself."""
        return next((step for step in self.steps if step.type == PROMPT), None)

    @cached_property
    def versions(self) -> tuple[Step, ...]:
        """What happens to each `PromptVersion`."""
        return tuple(step for step in self.steps if step.type == VERSION)

    @cached_property
    def aliases(self) -> tuple[Step, ...]:
        """What happens to each `PromptAlias`."""
        return tuple(step for step in self.steps if step.type == ALIAS)

    @property
    def name(self) -> str:
        """What the registry calls the prompt."""
        said = (each.last.said("name" if each.type == PROMPT else "prompt_name") for each in self.steps)
        return next((each for each in said if _is_known(each)), self.resource)

    @property
    def resource(self) -> str:
        """The name of the prompt in the program. If it is only read, and not in the preview, its identifier."""
        if self.prompt is not None:
            return self.prompt.name
        state = self.steps[0].last
        marker = state.said("prompt_marker")
        return _name_in(marker) if _is_known(marker) else str(state.said("prompt_id"))

    @cached_property
    def registry(self) -> Registry:
        """The registry that it is in afterwards."""
        return registry_of(self.steps[0].last)


def families(steps: Sequence[Step], is_update: bool) -> list[Family]:
    """The steps of one stack, grouped by prompt, in a fixed order that does not depend on the engine's."""
    known = {key: step.urn for step in steps if step.type == PROMPT for key in _keys_of_prompt(step)}
    found: dict[str, list[Step]] = {}
    for step in sorted(steps, key=lambda step: (_ORDER.index(step.type), step.name)):
        keys = [*_keys_of_its_prompt(step)]
        of_prompt = step.urn if step.type == PROMPT else next((known[key] for key in keys if key in known), None)
        found.setdefault(of_prompt or str(keys[:1] or step.urn), []).append(step)
    return [Family(tuple(each), is_update) for each in found.values()]


def _keys_of_prompt(step: Step) -> Iterator[_Key]:
    for state in _states(step):
        yield from _keys("marker", state.said("marker"))
        yield from _keys(registry_of(state).place, state.id)


def _keys_of_its_prompt(step: Step) -> Iterator[_Key]:
    """The marker first: before the prompt is made, its id is not known. A prompt that is only read has no marker."""
    for state in _states(step):
        yield from _keys("marker", state.said("prompt_marker"))
    for state in _states(step):
        yield from _keys(registry_of(state).place, state.said("prompt_id"))


def _states(step: Step) -> Iterable[State]:
    return (state for state in (step.new, step.old) if state is not None)


def _keys(kind: str, value: Any) -> Iterator[_Key]:
    if _is_known(value):
        yield kind, value


def _is_known(value: Any) -> bool:
    return isinstance(value, str) and value not in ("", UNKNOWN)


def _name_in(marker: str) -> str:
    """The name of the resource in its marker."""
    return unquote(marker.rpartition("/")[2].rpartition(":")[2].replace("=", "%"))
