"""What a status says. Every form is written from it; the JSON form is it, word for word.

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
        name: As short as it can be: the name of the stack, the alias, or `stack@alias`.
        stack: `organization/project/stack`, or `project/stack` where the organization is not known.
        alias: None for the stack itself.
        is_production: Whether the stack, or the alias, is called production.
    """

    name: str
    stack: str
    alias: str | None
    is_production: bool


@dataclass(frozen=True, slots=True)
class Served:
    """A content that is served.

    Attributes:
        version: The name that the registry has for it; None where no version is known to have it.
        digest: Of the content; None where that is not known.
    """

    version: str | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """What one environment has of one prompt.

    Attributes:
        prompt: What its registry calls the prompt.
        registry: As people know it: `bedrock us-east-1`.
        served: By the registry, where that was asked, else by the state; None where there is nothing any more.
        since: When the stack last wrote it: it is served at least since then. ISO 8601; None where nobody knows.
        published: When the registry published the version. ISO 8601; None where it was not asked, or does not tell.
        standing: To the first place of the prompt; None of that one, and where a content is not known.
        finding: None where the registry was not asked.
        state: What the state has, where the registry has something else, or nothing.
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
    """A row.

    Attributes:
        name: What the programs call it.
        places: One for each environment, in their order; None where that does not have the prompt.
    """

    name: str
    places: tuple[Place | None, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What lies between two environments, or versions, of one prompt.

    Attributes:
        before: The one that it starts from, as it was named.
        after: The other one.
        contents: From the one to the other; where one does not have the prompt, all of the other is added, or removed.
    """

    prompt: str
    before: str
    after: str
    contents: Contents


@dataclass(frozen=True, slots=True)
class Status:
    """All of it: the prompts with what needs a look first."""

    environments: tuple[Environment, ...]
    prompts: tuple[PromptRow, ...]
    difference: Difference | None = None
    format: int = FORMAT

    @property
    def is_whole(self) -> bool:
        """Whether all that was asked for could be read."""
        return not any(place and place.problem for prompt in self.prompts for place in prompt.places)
