"""Whose a prompt and its versions are: what a state says of it, held against what the registry says now.

A prompt belongs to the state that has its nonce: every creation and every take-over writes a fresh one beside the
marker, and no refresh ever takes a new one over. So the delete of a former owner, or of what was replaced in place,
sees that the prompt is another's by now. The marker says to people, and to a creation, who that is.
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
"""The environment variable with the ids, separated by commas, of the prompts that a delete leaves where they are.

There is always this way out: nothing else reaches the delete of a prompt that was replaced.
"""


NOTE = "the note of ownership"
"""What a refresh says is lost (`lost`) where somebody removed it: the next `up` writes it again."""

IN_USE = "remove what relies on it, or set force_destroy=True and run `pulumi up` before you destroy it"
"""What to do about a prompt that others rely on."""


class Standing(Enum):
    """Whose a prompt is, seen from a state."""

    OURS = auto()
    LOST = auto()
    """It carries no note, or only a part of ours: somebody may have removed it by hand."""
    OTHERS = auto()


def new_nonce() -> str:
    """A fencing token."""
    return secrets.token_hex(8)


@dataclass(frozen=True)
class Ownership:
    """What a state says of whose its prompt is.

    Attributes:
        marker: Of its last write.
        nonce: Of its creation or take-over; None where a release made it that knew none.
        former_stacks: What its stack was called before: what was published then is ours.
    """

    marker: str
    nonce: str | None = None
    former_stacks: tuple[str, ...] = ()

    @classmethod
    def of(cls, outputs: Mapping[str, Any]) -> Self:
        """What the outputs of a `Prompt` say."""
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
        """What its stack is called, and was called before."""
        return frozenset({stack_of(self.marker), *self.former_stacks})

    def standing(self, found: Labels) -> Standing:
        """Whose the prompt is by the note that it carries now."""
        if found.nonce is None and (found.marker is None or (self.nonce and found.marker in self.names)):
            return Standing.LOST
        is_ours = found.nonce == self.nonce and (self.nonce or found.marker in self.names)
        return Standing.OURS if is_ours else Standing.OTHERS

    def lacks_note(self, found: Labels) -> bool:
        """Whether the note has to be written again."""
        return found.marker is None or self.standing(found) is Standing.LOST

    def has_published(self, found: Labels) -> bool:
        """Whether a version with this note was published for the prompt while it was this stack's."""
        return stack_of(owner_noted(found)) in self.stacks


def owner_noted(found: Labels) -> str | None:
    """The marker of its prompt when a version was published; the first release noted the publisher alone."""
    return found.marker if found.of_prompt is None else found.of_prompt


def published_by(marker: str | None) -> str:
    """Who published a version, as far as it says so."""
    return f"was published by {marker}" if marker else "carries no note of who published it"


def is_to_be_left(id_: str, environment: Environment) -> bool:
    """Whether whoever runs the command wants this prompt to stay where it is."""
    return id_ in {each.strip() for each in (environment.variable(LEAVE) or "").split(",")}


def left_on_demand(what: str) -> str:
    """Said of a prompt that is left because `LEAVE` names it."""
    return f"{what} stays in the registry, because {LEAVE} names it"


def left_to_owner(what: str, owner: str | None) -> str:
    """Said of a prompt that is left because it is another's."""
    return f"{what} stays in the registry: it belongs to {owner or 'somebody else'} now"


def now_of(what: str, owner: str | None) -> str:
    """Said by a refresh of what has become another's."""
    return f"{what} belongs to {owner} now"


def way_out(id_: str) -> str:
    """What every error of a delete says at its end."""
    return f"to leave it where it is, run the command again with {LEAVE}={id_} in the environment"


def with_way_out(error: PromptsError, id_: str) -> PromptsError:
    """The error of a delete, which says how to go on without it."""
    error.remedy = f"{error.remedy}; {way_out(id_)}" if error.remedy else way_out(id_)
    return error
