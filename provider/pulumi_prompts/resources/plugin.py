"""What the plugin process of the SDK is made to do otherwise.

All of it is the SDK's private business: each part looks first, and where something is not as we know it, it stays as it
is. Then a message of ours is the last line of a traceback, and four hooks run at once.
"""

import sys
import traceback
from concurrent.futures import ThreadPoolExecutor
from threading import current_thread
from types import ModuleType, SimpleNamespace

from pulumi_prompts.errors import PromptsError


def adapt_plugin() -> None:
    """To be called in a hook of the plugin process; elsewhere it does nothing. Never fails."""
    plugin = sys.modules.get("__main__")
    if plugin and hasattr(plugin, "DynamicResourceProviderServicer"):
        _print_our_errors_in_one_line(plugin)
        _run_more_hooks_at_once()


def _print_our_errors_in_one_line(plugin: ModuleType) -> None:
    """The plugin sends `traceback.format_exc()` of any exception to the engine; of ours it is the message alone."""
    if getattr(plugin, "traceback", None) is traceback:
        plugin.traceback = SimpleNamespace(format_exc=_message_or_traceback)  # type: ignore[attr-defined]


def _message_or_traceback() -> str:
    error = sys.exc_info()[1]
    return str(error) if isinstance(error, PromptsError) else traceback.format_exc()


def _run_more_hooks_at_once() -> None:
    """The executor has four threads, and starts another whenever a hook finds none free, up to a limit."""
    from pulumi_prompts.registries.base import THREADS

    executor = _executor()
    limit = getattr(executor, "_max_workers", None)
    if executor and isinstance(limit, int) and limit < THREADS:
        executor._max_workers = THREADS


def _executor() -> ThreadPoolExecutor | None:
    """That of this thread, which its executor gave a weak reference to itself."""
    match getattr(current_thread(), "_args", None):
        case (reference, *_) if callable(reference):
            executor = reference()
            return executor if isinstance(executor, ThreadPoolExecutor) else None
    return None
