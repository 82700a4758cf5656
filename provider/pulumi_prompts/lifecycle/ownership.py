"""Who owns a prompt and its versions: the ownership in a state, compared with the note in the registry now.

A prompt belongs to the state that has its nonce. Every creation and every take-over writes a fresh nonce beside the
marker, and no refresh reads a new one into the state. So the delete of a former owner, or of what was replaced in
place, sees that the prompt has another owner now. The marker names that owner, to people and to a creation.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, Self

from pulumi_prompts.errors import PromptsError
from pulumi_prompts.program.markers import spellings, stack_of
from pulumi_prompts.registries.base import Environment, Labels

LEAVE = "PULUMI_PROMPTS_LEAVE"
"""The environment variable with the ids, separated by commas, of the prompts that a delete leaves in the registry.

It is the only thing that can stop the delete of a prompt that was replaced.
"""


NOTE = "the note of ownership"
"""The value of `lost` after a refresh, if somebody removed the note: the next `up` writes it again."""

IN_USE = "remove what relies on it, or set force_destroy=True and run `pulumi up` before you destroy it"
"""What to do about a prompt that others rely on."""


class Standing(Enum):
    """Who owns a prompt, seen from a state."""

    OURS = auto()
    LOST = auto()
    """It has no note, or only a part of ours: somebody may have removed the rest by hand."""
    OTHERS = auto()


def new_nonce() -> str:
    """A fencing token."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Ownership:
    """The ownership of a prompt in a state.

    Attributes:
        marker: The marker of its last write.
        nonce: The nonce of its creation or take-over; None if it was made by a release without nonces.
        former_stacks: The former names of its stack: versions that were published under them are ours.
    """

    marker: str
    nonce: str | None = None
    former_stacks: tuple[str, ...] = ()

    @classmethod
    def of(cls, outputs: Mapping[str, Any]) -> Self:
        """The ownership in the outputs of a `Prompt`."""
        return cls(outputs["marker"], outputs.get("nonce"), tuple(outputs.get("former_stacks", ())))

    def as_outputs(self) -> dict[str, Any]:
        """The outputs beside the marker, which is an input."""
        return {"nonce": self.nonce, "former_stacks": list(self.former_stacks)}

    def renamed(self, marker: str) -> Self:
        """The same under another marker."""
        before, after = stack_of(self.marker), stack_of(marker)
        former = self.former_stacks if before in (after, *self.former_stacks) else (*self.former_stacks, before)
        return replace(self, marker=marker, former_stacks=former)

    @property
    def names(self) -> frozenset[str]:
        """The marker, in all its spellings."""
        return spellings(self.marker)

    @property
    def stacks(self) -> frozenset[str]:
        """The name of its stack, and the former names."""
        return frozenset({stack_of(self.marker), *self.former_stacks})

    def standing(self, found: Labels) -> Standing:
        """Who owns the prompt, by the note that it has now."""
        if found.nonce is None and (found.marker is None or (self.nonce and found.marker in self.names)):
            return Standing.LOST
        is_ours = found.nonce == self.nonce and (self.nonce or found.marker in self.names)
        return Standing.OURS if is_ours else Standing.OTHERS

    def lacks_note(self, found: Labels) -> bool:
        """Whether the note must be written again."""
        return found.marker is None or self.standing(found) is Standing.LOST

    def has_published(self, found: Labels) -> bool:
        """Whether a version with this note was published for the prompt while this stack owned it."""
        return stack_of(owner_noted(found)) in self.stacks


def owner_noted(found: Labels) -> str | None:
    """The marker that the prompt of a version had at its publication; the first release noted only the publisher."""
    return found.marker if found.of_prompt is None else found.of_prompt


def published_by(marker: str | None) -> str:
    """Who published a version, if its note says so."""
    return f"was published by {marker}" if marker else "carries no note of who published it"


def is_to_be_left(id_: str, environment: Environment) -> bool:
    """Whether the environment of the command says that this prompt stays in the registry."""
    return id_ in {each.strip() for each in (environment.variable(LEAVE) or "").split(",")}


def left_on_demand(what: str) -> str:
    """The message for a prompt that stays because `LEAVE` names it."""
    return f"{what} stays in the registry, because {LEAVE} names it"


def left_to_owner(what: str, owner: str | None) -> str:
    """The message for a prompt that stays because it has another owner."""
    return f"{what} stays in the registry: it belongs to {owner or 'somebody else'} now"


def now_of(what: str, owner: str | None) -> str:
    """The message of a refresh if somebody else owns it now."""
    return f"{what} belongs to {owner} now"


def way_out(id_: str) -> str:
    """The end of every error of a delete."""
    return f"to leave it where it is, run the command again with {LEAVE}={id_} in the environment"


def with_way_out(error: PromptsError, id_: str) -> PromptsError:
    """The error of a delete, with a way to continue without that delete."""
    error.remedy = f"{error.remedy}; {way_out(id_)}" if error.remedy else way_out(id_)
    return error
