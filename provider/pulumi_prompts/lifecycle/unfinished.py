"""What a failed creation or publication has made so far: the state keeps it, marked as unfinished.

So a refresh reads it, the next `up` finishes it, and a destroy removes it. If the plugin died, nothing is in the state,
and the next run finds the object by name, marker and digest. What a take-over has written is not kept in the state: a
user who gives up the adoption leaves the prompt where it is.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pulumi_prompts.errors import PromptsError
from pulumi_prompts.registries.base import Ref

UNFINISHED = "unfinished"
"""The output that says so: the next `up` writes everything, whatever the program declares."""


@contextmanager
def kept(as_state: Callable[[Ref], tuple[str, Mapping[str, Any]]]) -> Iterator[None]:
    """Add to an error what was made before it, as the state keeps it: identifier and outputs."""
    try:
        yield
    except PromptsError as error:
        if error.made is not None:
            id_, outputs = as_state(Ref(*error.made))
            error.left = id_, {**outputs, UNFINISHED: True}
        raise
