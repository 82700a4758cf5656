"""The model of a report. Every form is written from it; the JSON form is exactly this model.

A *change* is one prompt whose content, versions or aliases change. If the same content changes in the same way in
several stacks, it is one change with several *places*.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

FORMAT = 1
"""Counts up if a reader of an older form would misread the new one."""

NOT_KNOWN = "unknown"
"""A digest that is known at `pulumi up`."""

Knowledge = Literal["known", "absent", "unknown", "secret"]
"""What a preview says of a value: it has it; there is none; it is known only at `pulumi up`; it is a secret."""

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
"""What happens, in the order of the report."""

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
        kind: On which side it is.
        text: The line without its end.
        end: Its end: `\n`, `\r\n`, `\r`, or nothing, if the text ends without a line break.
        changed: The parts that differ from the line opposite: first character, and the one after the last. Empty if
            the whole line is new, or too long to be compared in parts.
    """

    kind: RowKind
    text: str
    end: str = "\n"
    changed: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text that differs, with all its lines as rows: removed lines come before the added ones.

    Attributes:
        path: The property, such as `messages[0].content`, as the new side counts (the old side, if there is no new).
        label: What people call it: `system message`, `template`, `description of the tool get_weather`.
        before: Whether the old text is known.
        after: Whether the new text is known.
        rows: The lines of both. If only the new text is known, its lines; none if the new text is not known.
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
    """One side of a value: what is known of it, and, if it is known, the value as JSON has it."""

    knowledge: Knowledge
    value: Any = None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A changed value that is no text of several lines: a model, a parameter, a leaf of the schema of a tool."""

    path: str
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables that callers must give. A newly required one breaks callers that do not give it yet."""

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
        before: None if there is no such alias yet, or it is not known.
        after: None if it is removed; `unknown` if it is known only at `pulumi up`.
        moves: Whether it is set, moved or removed.
    """

    alias: str
    before: str | None
    after: str | None
    moves: bool


@dataclass(frozen=True, slots=True)
class Source:
    """The line of the program that declares it, relative to the project, and its address if that is known."""

    file: str
    line: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """What Pulumi will do to one resource. `verify` compares these.

    Attributes:
        action: Pulumi's word: `create`, `update`, `replace`, `delete` and so on.
        urn: The resource.
        registry: The address that identifies the registry, without credentials.
        before: The old digest; None if there is none.
        after: The new digest; None if there is none, `unknown` if it is known only at `pulumi up`.
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
        stack: `organization/project/stack`, or `project/stack` if the organization is not known.
        resource: The name of the prompt in the program.
        registry: The registry as people know it: `bedrock us-east-1`.
        is_production: Whether the stack, or an alias that is set, moved or removed, is called production.
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
        before: The old digest of its content; None if the prompt is new.
        after: The new digest; None if the prompt is removed, `unknown` if it is known only at `pulumi up`.
        contents: How the content differs. A new prompt has everything added, a removed one everything removed.
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
        name: As in `Place.stack`; the name of the file, if the preview does not name its stack.
        is_update: Whether it is an update: what was done, and not what would be done.
        failures: Empty if the preview is complete.
        advice: Violations of advisory policies.
        unchanged: How many prompts, versions and aliases stay as they are. `pulumi preview --json` does not list all.
        others: The number of steps of other resources, by Pulumi's word.
    """

    name: str
    is_update: bool
    failures: tuple[Failure, ...] = ()
    advice: tuple[str, ...] = ()
    unchanged: int = 0
    others: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, with the most important changes first."""

    stacks: tuple[Stack, ...]
    changes: tuple[Change, ...]
    format: int = FORMAT

    @property
    def failed(self) -> bool:
        """Whether any preview cannot be relied on."""
        return not self.stacks or any(stack.failures for stack in self.stacks)
