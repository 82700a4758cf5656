"""Words to the person who waits: live status, and warnings that stay.

A plugin's own output reaches nobody, and the engine's log service, whose address is the plugin's last argument, is the
SDK's private business, as is the request behind a hook, which names the resource. Where the service can't be reached,
nothing is said; where the request can't be seen, what is said stands with the stack.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import FrameType
from typing import Any

_log = logging.getLogger("pulumi_prompts")
_urn: ContextVar[str] = ContextVar("_urn", default="")


@contextmanager
def of_request(frame: FrameType | None) -> Iterator[None]:
    """Say everything of the resource that the request in this frame of the SDK's servicer is about."""
    request = frame.f_locals.get("request") if frame else None
    token = _urn.set(str(getattr(request, "urn", "")))
    try:
        yield
    finally:
        _urn.reset(token)


def show_progress(text: str) -> None:
    """Show `text` as the live status of the resource; never fails."""
    _say("INFO", text, ephemeral=True)


def note(text: str) -> None:
    """Print `text` with the resource; never fails."""
    _say("INFO", text, ephemeral=False)


def warn(text: str) -> None:
    """Print `text` as a warning of the resource; never fails."""
    _say("WARNING", text, ephemeral=False)


@cache
def _engine() -> Any:
    import grpc
    from pulumi.runtime.proto import engine_pb2_grpc

    return engine_pb2_grpc.EngineStub(grpc.insecure_channel(sys.argv[-1]))


def _say(severity: str, text: str, *, ephemeral: bool) -> None:
    if not hasattr(sys.modules.get("__main__"), "DynamicResourceProviderServicer"):
        return
    try:
        from pulumi.runtime.proto import engine_pb2

        level = getattr(engine_pb2, severity)
        said = engine_pb2.LogRequest(severity=level, message=text, urn=_urn.get(), ephemeral=ephemeral)
        _engine().Log(said, timeout=1)
    except Exception:
        _log.debug("the engine takes no words", exc_info=True)
