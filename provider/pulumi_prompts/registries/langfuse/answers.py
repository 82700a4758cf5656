"""The registry's answers, as far as we need them, and the names that we give to what they tell of.

Langfuse uses names and numbers again: the version after a deleted newest one has its number, and a prompt that is made
anew has the name. What never comes back is the id of a version. So a version is called by its number and the end of
its id, `7-9f86d081884c`; and a prompt by its name and the end of the id of its first version, `triage//2c26b46b68ff`
(no name has two slashes). That is kept in a tag as well, because the first version may be removed.
"""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from pulumi_prompts.registries.shared.notes import RESERVED, parsed_note, parsed_tags
from pulumi_prompts.registries.transport.http import Answer, Moment

FIRST = 1
LATEST = "latest"
"""The label that Langfuse itself keeps on the newest version."""

TEMPORARY = "Carries tags, and is removed at once."
"""The commit message of a version that is made for nothing else."""

ID_TAG = f"{RESERVED}id"
"""The end of the id of the first version."""

_BETWEEN = "//"
_TAIL = 12


class Version(Answer):
    """A version, with what belongs to its prompt: name and tags."""

    id: str
    project_id: str = Field(alias="projectId")
    created_at: Moment = Field(alias="createdAt")
    name: str
    version: int
    type: str
    prompt: Any
    config: Any = None
    labels: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    commit_message: str | None = Field(None, alias="commitMessage")

    @property
    def called(self) -> str:
        """Its name for us."""
        return f"{self.version}-{self.tail}"

    @property
    def tail(self) -> str:
        """What tells it from all others."""
        return self.id[-_TAIL:]

    @property
    def aliases(self) -> set[str]:
        """The labels that people and tools give it."""
        return {*self.labels} - {LATEST}

    @property
    def is_temporary(self) -> bool:
        """Whether it is to be removed; not where somebody has given it a label."""
        return parsed_note(self.commit_message).text == TEMPORARY and not self.aliases


class Listed(Answer):
    """A prompt in a list: its numbers, and the labels of all its versions."""

    name: str
    versions: tuple[int, ...] = ()
    labels: tuple[str, ...] = ()


class Pages(Answer):
    """Which page of how many a list is."""

    total_pages: int = Field(alias="totalPages")


class Page(Answer):
    """A page of a list."""

    data: tuple[Listed, ...]
    meta: Pages


class Project(Answer):
    """The project of the keys."""

    id: str


class Projects(Answer):
    """One project, in a list."""

    data: tuple[Project, ...]


@dataclass(frozen=True)
class Prompt:
    """A prompt: its newest version, and its first one where that is still there.

    Attributes:
        tail: What tells it from others of its name; None of one that somebody made whose first version is gone.
        leftover: A temporary version, newer than that, which whoever made it has not removed.
    """

    newest: Version
    first: Version | None
    tail: str | None
    leftover: Version | None = None

    @property
    def name(self) -> str:
        """Its name in the registry."""
        return self.newest.name

    @property
    def id(self) -> str:
        """Its identifier."""
        return prompt_id(self.name, self.tail)


def prompt_id(name: str, tail: str | None) -> str:
    """The identifier of a prompt; its name alone where nothing tells it from others."""
    return name if tail is None else f"{name}{_BETWEEN}{tail}"


def tail_of(newest: Version, first: Version | None) -> str | None:
    """What tells a prompt from others of its name."""
    return first.tail if first else parsed_tags(newest.tags).get(ID_TAG)


def name_in(prompt_id: str) -> str:
    """The name of the prompt with that identifier."""
    return prompt_id.partition(_BETWEEN)[0]


def tail_in(prompt_id: str) -> str | None:
    """What tells the prompt with that identifier from others of its name."""
    return prompt_id.partition(_BETWEEN)[2] or None
