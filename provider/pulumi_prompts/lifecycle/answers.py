"""What the hooks of a life cycle answer, in plain values: whoever calls them translates.

`secret` are the names of those properties that are secret although no input of that name is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Values = Mapping[str, Any]
"""Properties as plain values: no secrets of Pulumi's, and `UNKNOWN` in the place of what is not known yet."""


@dataclass(frozen=True)
class Checked:
    """The inputs that a program means.

    Attributes:
        failures: Everything that is wrong, each with its property path and what to do; no secret.
    """

    inputs: Values
    failures: tuple[str, ...] = ()
    secret: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Diffed:
    """What the next run has to do.

    Attributes:
        is_due: Whether anything has to be written.
        replaces: The properties that want another object.
        is_beyond_inputs: Whether something is due that the inputs do not show.
    """

    is_due: bool
    replaces: tuple[str, ...] = ()
    is_beyond_inputs: bool = False


@dataclass(frozen=True)
class Stored:
    """What was written: the identifier, and all that the state is to keep."""

    id: str
    outputs: Values


@dataclass(frozen=True)
class Found:
    """What stands in the registry.

    Attributes:
        inputs: Those that would declare it, where it is not what the state has; None where it is.
    """

    id: str
    outputs: Values
    inputs: Values | None = None
    secret: frozenset[str] = frozenset()
