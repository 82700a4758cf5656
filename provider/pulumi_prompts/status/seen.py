"""What is known of the places before they are compared: who serves what, of which prompt of which registry."""

import json
from dataclasses import dataclass
from typing import NamedTuple

from pulumi_prompts.registries.session import Target
from pulumi_prompts.status.model import Served


class Where(NamedTuple):
    """An environment: a stack, or an alias of it."""

    stack: str
    alias: str | None = None


class PromptKey(NamedTuple):
    """Which prompt is meant, whoever names it: the registry in one spelling, and the identifier there."""

    registry: str
    id: str


class Called(NamedTuple):
    """What a program calls a prompt.

    Attributes:
        parents: The types of its parents, as the URN has them.
        name: Of the resource.
    """

    parents: str
    name: str

    @property
    def in_full(self) -> str:
        """The name with the types of the parents, which together are one prompt's in a stack."""
        return f"{self.parents}::{self.name}" if self.parents else self.name


@dataclass(frozen=True)
class Seen:
    """What one environment has of one prompt, as a state says it, or a registry.

    Attributes:
        prompt: What the registry calls it.
        uri: Its address there; None where the state does not tell.
        since: When the stack last wrote it.
        in_state: Whether a state has it; else the registry alone does.
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
