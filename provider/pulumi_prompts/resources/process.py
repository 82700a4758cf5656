"""The run that the plugin's process lives through: the one place that keeps something for as long as it."""

from collections.abc import Callable
from threading import Lock

from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.program.configuration import variable
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.session import Session
from pulumi_prompts.resources.console import note, show_progress, warn

Secret = Callable[[str], str | None]

_lock = Lock()
_run: Run | None = None


def environment(secret: Secret) -> Environment:
    """What backends may ask of the process; `secret` looks up the stack's configuration."""
    return Environment(secret, variable, show_progress, warn=warn)


def run_of_process(secret: Secret) -> Run:
    """What the hooks have told each other in this process, with its adapters."""
    global _run
    with _lock:
        if _run is None:
            _run = Run(Session(environment(secret)), warn, note)
        return _run


def forget() -> None:
    """Forget adapters and what this run has said, as a new process would."""
    global _run
    with _lock:
        _run = None
