"""What the state keeps of a program's call stack: of a resource of ours, the program's own line.

The SDK notes the whole stack with each resource, ours and the interpreter's frames included, which would be more than
half of what the state has of it. That it does so in `_get_stack_trace` is its private business: where that looks
different, nothing is touched, and the state is larger.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from pulumi.runtime import resource as registration
from pulumi.runtime.proto.source_pb2 import StackTrace

_OURS = f"{Path(__file__).parents[1].as_uri()}/"


@cache
def note_the_line_of_the_program() -> None:
    """Have the SDK note of resources of ours only where the program declares them; of others all, as ever."""
    whole = getattr(registration, "_get_stack_trace", None)
    if callable(whole):
        registration._get_stack_trace = _shortening(whole)


def _shortening(whole: Callable[[], Any]) -> Callable[[], Any]:
    def of_the_program() -> Any:
        trace = whole()
        return _beyond_ours(trace) if isinstance(trace, StackTrace) else trace

    return of_the_program


def _beyond_ours(trace: StackTrace) -> StackTrace:
    ours = 0
    while ours < len(trace.frames) and trace.frames[ours].pc.uri.startswith(_OURS):
        ours += 1
    return StackTrace(frames=trace.frames[ours : ours + 1]) if ours else trace
