"""The model of a status. All forms are written from it; the JSON form is this model.

An *environment* is a stack, with the head of each of its prompts, or one alias of a stack. A *place* is what one
environment has of one prompt.
"""

from dataclasses import dataclass
from typing import Literal

from pulumi_prompts.report.model import Contents

FORMAT = 1
"""Counts up where a reader of an older form would misread a newer one."""

Standing = Literal["same", "behind", "ahead", "differs"]
"""How a place stands to the first one of its prompt: `behind` and `ahead` only where both are versions of one prompt in
one registry, whose order is known; else another content `differs`."""

Finding = Literal["agrees", "drifted", "gone", "unmanaged", "unread"]
"""What was found where the registry was asked: what the state has; something else; no such prompt or alias, or one that
serves nothing; an alias that no given state has; nothing, because the registry could not be read."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A column.

    Attributes:
        name: The shortest unique name: the name of the stack, the alias, or `stack@alias`.
        stack: `organization/project/stack`, or `project/stack` if the organization is not known.
        alias: The alias; None for the stack itself.
        is_production: Whether the stack or the alias is called production.
    """

    name: str
    stack: str
    alias: str | None
    is_production: bool


@dataclass(frozen=True, slots=True)
class Served:
    """A content that a place serves.

    Attributes:
        version: The name of the version in the registry; None if no version is known to have this content.
        digest: The digest of the content; None if it is not known.
    """

    version: str | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """What one environment has of one prompt.

    Attributes:
        prompt: The name of the prompt in its registry.
        registry: The registry, such as `bedrock us-east-1`.
        served: The content, from the registry if that was read, else from the state; None if it is gone.
        since: When the stack last wrote it. It has been served at least since then. ISO 8601; None if not known.
        published: When the version was published. ISO 8601; None if the registry was not read or does not say it.
        standing: Compared with the first place of the prompt; None for that one, and if a content is not known.
        finding: The registry compared with the state; None if the registry was not read.
        state: What the state has, if the registry has something else or nothing.
        problem: Why the registry could not be read.
    """

    prompt: str
    registry: str
    served: Served | None
    since: str | None = None
    published: str | None = None
    standing: Standing | None = None
    finding: Finding | None = None
    state: Served | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class PromptRow:
    """A row of the table.

    Attributes:
        name: The name of the resource in the programs.
        places: One for each environment, in their order; None if the environment does not have the prompt.
    """

    name: str
    places: tuple[Place | None, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The difference of two environments or versions of a prompt.

    Attributes:
        before: The old side, as the command named it.
        after: The new side.
        contents: The changes. If one side does not have the prompt, all of the other is added or removed.
    """

    prompt: str
    before: str
    after: str
    contents: Contents


@dataclass(frozen=True, slots=True)
class Status:
    """The whole status; prompts that need attention are first."""

    environments: tuple[Environment, ...]
    prompts: tuple[PromptRow, ...]
    difference: Difference | None = None
    format: int = FORMAT

    @property
    def is_whole(self) -> bool:
        """Whether everything could be read."""
        return not any(place and place.problem for prompt in self.prompts for place in prompt.places)
