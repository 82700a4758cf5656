"""What states and registries say of each place, before places are compared."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from pulumi_prompts.registries.session import Target
from pulumi_prompts.status.model import Served


class Where(NamedTuple):
    """An environment: a stack, or an alias of a stack."""

    stack: str
    alias: str | None = None


class PromptKey(NamedTuple):
    """Identifies a prompt across stacks: the registry, in one spelling, and the identifier there."""

    registry: str
    id: str


class Called(NamedTuple):
    """The name of a prompt in a program.

    Attributes:
        parents: The types of its parents, from the URN.
        name: The name of the resource.
    """

    parents: str
    name: str

    @property
    def in_full(self) -> str:
        """The name with the types of the parents, which is unique in a stack."""
        return f"{self.parents}::{self.name}" if self.parents else self.name


@dataclass(frozen=True)
class Seen:
    """What one environment has of one prompt, according to a state or a registry.

    Attributes:
        prompt: The name in the registry.
        uri: The address in the registry; None if the state does not have it.
        since: When the stack last wrote it.
        in_state: Whether a state has it; otherwise only the registry does.
    """

    where: Where
    called: Called
    target: Target
    id: str
    prompt: str
    served: Served
    uri: str | None = None
    since: str | None = None
    in_state: bool = True

    @property
    def key(self) -> PromptKey:
        """Which prompt is meant."""
        return key_of(self.target, self.id)


def key_of(target: Target, id_: str) -> PromptKey:
    """Which prompt is meant; a registry that is not known here is told by all that is said of it."""
    return PromptKey(target.key or json.dumps(target.given, sort_keys=True, default=str), id_)
