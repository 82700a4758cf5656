"""What a report says. Every form is written from it; the JSON form is it, word for word.

A *change* is one prompt whose content, versions or aliases change. Where the same content changes in the same way in
several stacks, it is one change with several *places*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

FORMAT = 1
"""Counts up where a reader of an older form would misread a newer one."""

NOT_KNOWN = "unknown"
"""A digest that is known at `pulumi up`."""

Knowledge = Literal["known", "absent", "unknown", "secret"]
"""Whether a preview tells a value: it does; there is none; it is known at `pulumi up`; it is a secret."""

RowKind = Literal["same", "removed", "added"]

HappeningKind = Literal[
    "create",
    "adopt",
    "take_over",
    "write",
    "rename",
    "describe",
    "publish",
    "reuse",
    "alias_create",
    "alias_move",
    "alias_delete",
    "promote",
    "delete",
    "replace",
    "forget",
    "settings",
]
"""What happens, in the order in which it is told."""

WarningKind = Literal[
    "breaks_callers",
    "production_moves",
    "deletion",
    "replacement",
    "model_changed",
    "not_as_promoted",
    "adopts",
    "takes_over",
    "foreign_version",
    "unknown_content",
]
"""What a reviewer must not overlook, the worst first."""


@dataclass(frozen=True, slots=True)
class Row:
    r"""A line of a text.

    Attributes:
        kind: On which side it stands.
        text: The line without its end.
        end: Its end: `\n`, `\r\n`, `\r`, or nothing, where the text ends without a line break.
        changed: The parts that differ from the line that it stands against: first character, and the one after the
            last. Empty where the line is new as a whole, or too long to be compared in parts.
    """

    kind: RowKind
    text: str
    end: str = "\n"
    changed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that differs, whole, as rows: runs of removed lines stand before runs of added ones.

    Attributes:
        path: The property, such as `messages[0].content`, as the new side counts (the old, where there is no new).
        label: What people call it: `system message`, `template`, `description of the tool get_weather`.
        before: Whether the old text is known.
        after: Whether the new text is known.
        rows: The lines of both. Where only the new text is known, its lines; none where the new text is not known.
        by_whole_lines: Whether it was too large for parts of lines, or for a shortest diff.
    """

    path: str
    label: str
    before: Knowledge
    after: Knowledge
    rows: tuple[Row, ...] = ()
    by_whole_lines: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a value: what is known of it, and the value, as JSON has it, where it is known."""

    knowledge: Knowledge
    value: Any = None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that is no text of lines: a model, a parameter, a leaf of the schema of a tool."""

    path: str
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Variables:
    """What the text asks its callers for. What is newly required breaks callers that do not give it yet."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    newly_required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """How two contents of a prompt differ."""

    texts: tuple[TextChange, ...] = ()
    values: tuple[ValueChange, ...] = ()
    variables: Variables = Variables()


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens, in words: `publishes version 4`."""

    kind: HappeningKind
    text: str


@dataclass(frozen=True, slots=True)
class Warning:
    """One thing that a reviewer must not overlook, in words."""

    kind: WarningKind
    text: str


@dataclass(frozen=True, slots=True)
class Serving:
    """An alias of the prompt, and the version that it is on.

    Attributes:
        before: None where there is no such alias yet, or it is not known.
        after: None where it goes; `unknown` where it is known at `pulumi up`.
        moves: Whether anything of that changes: it is set, moves or goes.
    """

    alias: str
    before: str | None
    after: str | None
    moves: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The line of the program that declares it, relative to the project, and its address where that is known."""

    file: str
    line: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """What Pulumi will do to one resource: what `verify` compares.

    Attributes:
        action: Pulumi's word: `create`, `update`, `replace`, `delete` and so on.
        urn: The resource.
        registry: The address that identifies the registry, without credentials.
        before: The old digest; None where there is none.
        after: The new digest; None where there is none, `unknown` where it is known at `pulumi up`.
    """

    action: str
    urn: str
    registry: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """What happens to a prompt in one stack.

    Attributes:
        stack: `organization/project/stack`, or `project/stack` where the organization is not known.
        resource: The name of the prompt in the program.
        registry: The registry as people know it: `bedrock us-east-1`.
        is_production: Whether the stack, or an alias that is set, moves or goes, is called production.
    """

    stack: str
    resource: str
    registry: str
    is_production: bool
    happenings: tuple[Happening, ...]
    warnings: tuple[Warning, ...]
    serving: tuple[Serving, ...]
    operations: tuple[Operation, ...]
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One prompt that changes.

    Attributes:
        prompt: Its name in the registry.
        before: The old digest of its content; None where it is new.
        after: The new digest; None where it goes, `unknown` where it is known at `pulumi up`.
        contents: How the content differs; of a new prompt all of it is added, of one that goes all is removed.
        places: The stacks, production first.
    """

    prompt: str
    before: str | None
    after: str | None
    contents: Contents
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a preview cannot be relied on: an error, a mandatory policy, or an end before its end."""

    text: str
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class Stack:
    """One preview or update.

    Attributes:
        name: As in `Place.stack`; the name of the file, where the preview does not even tell its stack.
        is_update: Whether it tells of what was done, and not of what would be.
        failures: None where the preview is whole.
        advice: Violations of advisory policies.
        unchanged: How many prompts, versions and aliases stay as they are.
        others: The steps of other resources, counted by Pulumi's word.
    """

    name: str
    is_update: bool
    failures: tuple[Failure, ...] = ()
    advice: tuple[str, ...] = ()
    unchanged: int = 0
    others: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """All of it: the changes with the most important first."""

    stacks: tuple[Stack, ...]
    changes: tuple[Change, ...]
    format: int = FORMAT

    @property
    def failed(self) -> bool:
        """Whether any preview cannot be relied on."""
        return not self.stacks or any(stack.failures for stack in self.stacks)
