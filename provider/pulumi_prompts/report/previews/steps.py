"""What a preview, or an update, does to resources, parsed once; it is the same for both of Pulumi's forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_prompts.program.urns import ALIAS, PROMPT, VERSION, name_of, type_of
from pulumi_prompts.report.model import Failure, Source

OURS = frozenset({PROMPT, VERSION, ALIAS})
QUIET = frozenset({"same", "read", "refresh"})
"""The operations that change nothing; a resource that is read (`get`) belongs to another stack."""


@dataclass(frozen=True, slots=True)
class State:
    """One side of a step.

    Attributes:
        id: The identifier in the registry; empty if it is not made yet.
        is_retained: Whether it leaves the state without being deleted (`retain_on_delete`).
        source: The line of the program; None if this form of a preview does not have it.
    """

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    id: str = ""
    is_retained: bool = False
    source: Source | None = None

    def said(self, name: str) -> Any:
        """A property as the program declares it; else as the state has it."""
        return self.inputs[name] if name in self.inputs else self.outputs.get(name)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one resource. A replacement is one step.

    Attributes:
        op: Pulumi's word: `create`, `update`, `delete`, `replace`, `discard`, `import`, `same`, `read` or `refresh`.
        replacing: The properties that cause a replacement; none if somebody requested it.
    """

    op: str
    urn: str
    old: State | None = None
    new: State | None = None
    replacing: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """The type of the resource, which a user's subclass of ours keeps."""
        return type_of(self.urn)

    @property
    def name(self) -> str:
        """The name of the resource."""
        return name_of(self.urn)

    @property
    def is_quiet(self) -> bool:
        """Whether it changes nothing."""
        return self.op in QUIET

    @property
    def is_only_forgotten(self) -> bool:
        """Whether it leaves the state, but stays in the registry."""
        return self.op == "discard" or (self.op == "delete" and self.last.is_retained)

    @property
    def last(self) -> State:
        """The resource afterwards; if it is removed, as it was."""
        return self.new or self.old or _NOTHING

    @property
    def first(self) -> State:
        """The resource before; if it is created, as it will be."""
        return self.old or self.new or _NOTHING


_NOTHING = State({}, {})


@dataclass(frozen=True, slots=True)
class Preview:
    """One preview or update of one stack.

    Attributes:
        stack: As in `model.Place`; the name of the document, if it does not name its stack.
        is_update: Whether it is an update: what was done.
        steps: The steps of our resources; those that change nothing only if the document has them.
        failures: Why it is not reliable; empty if it is complete.
        advice: Violations of advisory policies.
        others: The number of steps of all other resources, by Pulumi's word, without `same`.
    """

    stack: str
    is_update: bool = False
    steps: tuple[Step, ...] = ()
    failures: tuple[Failure, ...] = ()
    advice: tuple[str, ...] = ()
    others: Mapping[str, int] = field(default_factory=dict)

    @property
    def unchanged(self) -> int:
        """How many of our resources stay as they are."""
        return sum(step.is_quiet for step in self.steps)
