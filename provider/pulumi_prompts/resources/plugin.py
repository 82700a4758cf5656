"""What the plugin process of the SDK is made to do otherwise.

All of it is the SDK's private business: each part looks first, and where something is not as we know it, it stays as it
is. Then a message of ours is the last line of a traceback, four hooks run at once, and what a hook has made before it
fails does not enter the state.
"""

import gc
import logging
import sys
import traceback
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Event, current_thread
from types import FrameType, ModuleType, SimpleNamespace
from typing import Any

from pulumi_prompts.errors import PromptsError

_log = logging.getLogger("pulumi_prompts")
_PROVIDER = "__provider"
MOST_LEFT = 12_000_000
"""Bytes. They go in a header, in letters that take a third more, and the engine reads headers of 16 MiB in all."""
NOT_LEFT = "what was done is too large for the state of a run that fails: the next `pulumi up` finds it in the registry"
_UNKNOWN = 2
"""The code of gRPC with which the SDK answers every exception."""


def adapt_plugin() -> None:
    """To be called in a hook of the plugin process; elsewhere it does nothing. Never fails."""
    if plugin := _plugin():
        collect_no_more_what_is_loaded()
        _print_our_errors_in_one_line(plugin)
        _run_more_hooks_at_once()


@cache
def collect_no_more_what_is_loaded() -> None:
    """Garbage is looked for only among what comes from now on.

    Loading our modules sets the collector off again and again, each time over all that the SDK has loaded, which takes
    as long as the loading.
    """
    gc.freeze()


def tell_what_is_left(frame: FrameType, error: PromptsError) -> None:
    """Have the answer of a hook that fails carry what the error has `left`, as the engine's protocol knows it.

    The request, and the context of its answer, are those of the frame of the SDK's servicer. What is too large for the
    engine is left out, for it could not read the error either. Never fails.
    """
    context, request = frame.f_locals.get("context"), frame.f_locals.get("request")
    if error.left is None or _plugin() is None or context is None:
        return
    try:
        details = _details(request, error, *error.left)
        if len(details) > MOST_LEFT:
            error.remedy = f"{error.remedy}; {NOT_LEFT}"
            return
        context.set_trailing_metadata((("grpc-status-details-bin", details),))
    except Exception:
        _log.debug("what is left of the hook does not enter the state", exc_info=True)


def _details(request: Any, error: PromptsError, id_: str, outputs: Mapping[str, Any]) -> bytes:
    from google.protobuf.struct_pb2 import Struct
    from pulumi.runtime.proto import provider_pb2, status_pb2

    inputs = request.news if hasattr(request, "news") else request.properties
    properties = Struct()
    properties.update({**outputs, _PROVIDER: inputs[_PROVIDER]})
    failed = provider_pb2.ErrorResourceInitFailed(id=id_, properties=properties, reasons=[str(error)])
    status = status_pb2.Status(code=_UNKNOWN, message=str(error))
    status.details.add().Pack(failed)
    return status.SerializeToString()


def _plugin() -> ModuleType | None:
    """The main module of the process, where that is the plugin."""
    main = sys.modules.get("__main__")
    return main if main and hasattr(main, "DynamicResourceProviderServicer") else None


def _print_our_errors_in_one_line(plugin: ModuleType) -> None:
    """The plugin sends `traceback.format_exc()` of any exception to the engine; of ours it is the message alone."""
    if getattr(plugin, "traceback", None) is traceback:
        plugin.traceback = SimpleNamespace(format_exc=_message_or_traceback)  # type: ignore[attr-defined]


def _message_or_traceback() -> str:
    error = sys.exc_info()[1]
    return str(error) if isinstance(error, PromptsError) else traceback.format_exc()


def _run_more_hooks_at_once() -> None:
    """The executor starts another thread whenever a hook finds none free, up to a limit, which is four.

    Hooks that came before the limit was raised stand in a queue, and no thread is ever started for them. So all are
    started now, each for a call that does nothing.
    """
    from pulumi_prompts.registries.base import THREADS

    executor = _executor()
    limit = getattr(executor, "_max_workers", None)
    if executor and isinstance(limit, int) and limit < THREADS:
        executor._max_workers = THREADS
        are_started = Event()
        for _ in range(THREADS - limit):
            executor.submit(are_started.wait)
        are_started.set()


def _executor() -> ThreadPoolExecutor | None:
    """That of this thread, which its executor gave a weak reference to itself."""
    match getattr(current_thread(), "_args", None):
        case (reference, *_) if callable(reference):
            executor = reference()
            return executor if isinstance(executor, ThreadPoolExecutor) else None
    return None
