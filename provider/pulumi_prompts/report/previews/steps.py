"""What a preview, or an update, does to resources, parsed once: the same whichever of Pulumi's forms tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_prompts.program.urns import ALIAS, PROMPT, VERSION, name_of, type_of
from pulumi_prompts.report.model import Failure, Source

OURS = frozenset({PROMPT, VERSION, ALIAS})
QUIET = frozenset({"same", "read", "refresh"})
"""The operations that change nothing; what is read (`get`) is another stack's."""


@dataclass(frozen=True, slots=True)
class State:
    """One side of a step.

    Attributes:
        id: The identifier in the registry; nothing where it is not made yet.
        is_retained: Whether it leaves the state without being deleted (`retain_on_delete`).
        source: The line of the program; None where this form of a preview does not tell it.
    """

    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    id: str = ""
    is_retained: bool = False
    source: Source | None = None

    def said(self, name: str) -> Any:
        """A property as the program says it; else as the state has it."""
        return self.inputs[name] if name in self.inputs else self.outputs.get(name)


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one resource: a replacement is one step, whatever it takes.

    Attributes:
        op: Pulumi's word: `create`, `update`, `delete`, `replace`, `discard`, `import`, `same`, `read` or `refresh`.
        replacing: The properties that make it a replacement; none where somebody asked for it.
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
        """Whether it leaves the state, and stays in the registry."""
        return self.op == "discard" or (self.op == "delete" and self.last.is_retained)

    @property
    def last(self) -> State:
        """How the resource is afterwards; of one that goes, how it was."""
        return self.new or self.old or _NOTHING

    @property
    def first(self) -> State:
        """How the resource was; of one that is made, how it will be."""
        return self.old or self.new or _NOTHING


_NOTHING = State({}, {})


@dataclass(frozen=True, slots=True)
class Preview:
    """One preview or update of one stack.

    Attributes:
        stack: As in `model.Place`; the name of the document, where it does not even tell the stack.
        is_update: Whether it tells of what was done.
        steps: Those of our resources, with those that change nothing where the document has them.
        failures: Why it cannot be relied on; none where it is whole.
        advice: Violations of advisory policies.
        others: The steps of all other resources, counted by Pulumi's word, but `same`.
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
