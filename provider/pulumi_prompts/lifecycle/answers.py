"""What the hooks of a life cycle return, in plain values; the caller translates them.

`secret` has the names of the properties that are secret although no input of that name is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
"""Properties as plain values, without Pulumi's secrets. `UNKNOWN` stands for a value that is not known yet."""


@dataclass(frozen=True)
class Checked:
    """The inputs that a program means.

    Attributes:
        failures: All errors, each with its property path and what to do. They hold no secret.
    """

    inputs: Values
    failures: tuple[str, ...] = ()
    secret: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Diffed:
    """What the next run has to do.

    Attributes:
        is_due: Whether something must be written.
        replaces: The properties that require a new object.
        is_beyond_inputs: Whether something must be written that the inputs do not show.
    """

    is_due: bool
    replaces: tuple[str, ...] = ()
    is_beyond_inputs: bool = False


@dataclass(frozen=True)
class Stored:
    """What was written: the identifier, and all that the state keeps."""

    id: str
    outputs: Values


@dataclass(frozen=True)
class Found:
    """What is in the registry.

    Attributes:
        inputs: If the registry differs from the state, the inputs that would declare what it has; else None.
    """

    id: str
    outputs: Values
    inputs: Values | None = None
    secret: frozenset[str] = frozenset()
