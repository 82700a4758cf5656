"""The registries that this process talks to: parsed settings, one adapter each, and who claims which name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.content.base import UNKNOWN, contains_unknown
from pulumi_prompts.content.parsing import Failure, parse, remembered
from pulumi_prompts.content.variables import in_braces
from pulumi_prompts.lifecycle.redaction import strike_out
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.words import no_kind, of_setting
from pulumi_prompts.program.configuration import variable
from pulumi_prompts.registries.base import (
    Backend,
    ConfirmsTarget,
    Environment,
    Head,
    Labels,
    LabelsApart,
    Ref,
    Settings,
    Version,
)
from pulumi_prompts.registries.identity import identity, place
from pulumi_prompts.registries.kinds import KINDS, backend_class
from pulumi_prompts.resources.console import show_progress, warn

Secrets = Callable[[str], str | None]

_lock = Lock()
_adapters: dict[Settings, Backend] = {}
_run = Run()


def kind_of(backend: Any) -> type[Backend] | None:
    """The class of the backend that `backend` names, or None where it is not known or there is none."""
    kind = backend.get("kind") if isinstance(backend, Mapping) else None
    return backend_class(kind) if isinstance(kind, str) and kind in KINDS else None


def check_backend(backend: Any) -> list[Failure]:
    """What is wrong with the settings that a program declares."""
    if backend is UNKNOWN or (isinstance(backend, Mapping) and backend.get("kind") is UNKNOWN):
        return []
    chosen = kind_of(backend)
    if chosen is None:
        return [no_kind(backend)]
    settings, left_out, failures = parse(chosen.settings, backend)
    found = failures if failures or left_out else settings.doubts()
    return [of_setting(failure, backend) for failure in found]


def settings_of(backend: Mapping[str, Any]) -> Settings:
    """The parsed settings. What is wrong with a program's, `check` has said; a state's stay as they are."""
    chosen = kind_of(backend)
    if chosen is None:
        raise errors.InputError("; ".join(map(str, check_backend(backend))))
    return remembered(chosen.settings, backend)


def identity_of(backend: Any) -> dict[str, Any] | None:
    """Which registry is meant, however it is spelled; None where that is not known yet."""
    settings = _known_settings(backend)
    return identity(settings) if settings else None


def _known_settings(backend: Any) -> Settings | None:
    return None if contains_unknown(backend) or kind_of(backend) is None else settings_of(backend)


def is_another(old: Any, new: Any) -> bool:
    """Whether two backends name registries that differ in something that both of them say.

    An account that is named where it was left open, or left open where it was named, is the one that the prompt is in,
    until a call shows otherwise; and then it fails. What is not known yet never is another.
    """
    before, after = identity_of(old), identity_of(new)
    if before is None or after is None:
        return False
    return any(None not in pair and pair[0] != pair[1] for pair in ((before.get(k), after.get(k)) for k in after))


def connect(backend: Mapping[str, Any], secrets: Secrets) -> Backend:
    """The adapter for a registry; one for each in a process, so that quotas are paced and connections kept."""
    settings = settings_of(backend)
    with _lock:
        if settings not in _adapters:
            environment = Environment(secrets, variable, show_progress, warn=warn)
            _adapters[settings] = backend_class(settings.kind).connect(settings, environment)
        return _adapters[settings]


def run() -> Run:
    """What the hooks have told each other in this process."""
    return _run


def claimed_by_another(backend: Any, name: str, marker: str) -> str | None:
    """Who else in this run claims the name in that registry, or None when it is ours."""
    key = key_of(backend)
    return None if key is None else _run.claim((key, name), marker)


def key_of(backend: Any) -> str | None:
    """One text for each registry; None where it is not known yet which one is meant."""
    registry = identity_of(backend)
    return None if registry is None else str(sorted(registry.items()))


def forget() -> None:
    """Forget adapters and what this run has said, as a new process would."""
    global _run
    with _lock:
        _adapters.clear()
        _run = Run()


def labels_of(backend: Backend, holder: Head | Version) -> Labels:
    """The labels of a prompt or a version, asked for where the registry keeps them apart."""
    if holder.labels is None and isinstance(backend, LabelsApart):
        return backend.labels(holder.uri)
    return holder.labels or Labels(tags={})


def labels_of_prompt(backend: Backend, ref: Ref) -> Labels:
    """The labels of a prompt, in one call."""
    return backend.labels(ref.uri) if isinstance(backend, LabelsApart) else labels_of(backend, backend.read(ref.id))


def pins_of(labels: Labels, versions: Sequence[Version]) -> Mapping[str, str]:
    """Which of all the versions of a prompt must stay, each with the reason; a pin on one that is gone is none."""
    told = {version.version: version.pinned_by for version in versions if version.pinned_by is not None}
    existing = {version.version for version in versions}
    return {version: why for version, why in {**labels.pins, **told}.items() if why and version in existing}


def confirm_gone(backend: Backend, uri: str | None) -> None:
    """Raise where a not-found may come from another registry than the one that `uri` lies in.

    Dropping a prompt from the state because of a wrong profile would be the worst that we could do.
    """
    if uri and isinstance(backend, ConfirmsTarget):
        backend.confirm_target(uri)


@contextmanager
def doing(verb: str, tree: Mapping[str, Any], id_: str = "") -> Iterator[None]:
    """Say in every error what was being done, to what, and on which backend; without any secret text of `tree`."""
    try:
        yield
    except errors.PromptsError as error:
        error.said = without_secrets(error.said, tree)
        error.args = (error.said,)
        raise error.at(f"{verb} {named(tree, id_)}") from None


def named(tree: Mapping[str, Any], id_: str) -> str:
    """A prompt as people know it, and the registry: `support-triage on bedrock us-east-1`."""
    settings = _known_settings(tree.get("backend"))
    where = " ".join(str(value) for value in place(settings).values() if value is not None) if settings else ""
    name = tree.get("name") or tree.get("prompt_name") or id_
    return without_secrets(f"{name} on {where}", tree)


def without_secrets(text: str, tree: Mapping[str, Any]) -> str:
    """`text` without any text of the inputs that the program keeps secret, and without the names of its variables."""
    secrets = [part for each in tree.get("secret", ()) for part in _texts(tree.get(each))]
    for secret in sorted(secrets, key=len, reverse=True):  # one may be a part of another
        text = strike_out(text, secret)
    for name in filter(None, in_braces(secrets)):
        text = text.replace(f"{{{{{name}}}}}", errors.REDACTED).replace(repr(name), errors.REDACTED)
    return text


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value.rstrip().rstrip(".")  # as what an error says
    elif isinstance(value, Mapping):
        yield from (text for item in value.values() for text in _texts(item))
    elif isinstance(value, list):
        yield from (text for item in value for text in _texts(item))
