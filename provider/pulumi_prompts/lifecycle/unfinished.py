"""What a creation or a publication has made when it fails: it enters the state, with a note that it is not finished.

So a refresh reads it, the next `up` finishes it, and a destroy removes it. What nobody could tell, because the plugin
died, is healed by names, markers and digests as ever. What a take-over has written does not enter: who gives the
adoption up leaves the prompt where it is.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pulumi_prompts.errors import PromptsError
from pulumi_prompts.registries.base import Ref

UNFINISHED = "unfinished"
"""The output that says so: the next `up` writes all, whatever the program says."""


@contextmanager
def kept(as_state: Callable[[Ref], tuple[str, Mapping[str, Any]]]) -> Iterator[None]:
    """Add to an error what the state is to keep (identifier and outputs) of what was made before it."""
    try:
        yield
    except PromptsError as error:
        if error.made is not None:
            id_, outputs = as_state(Ref(*error.made))
            error.left = id_, {**outputs, UNFINISHED: True}
        raise
