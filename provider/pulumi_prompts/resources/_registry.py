"""The registries that this process talks to: parsed settings, one adapter each, and who claims which name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts._model import UNKNOWN, contains_unknown
from pulumi_prompts.backends import KINDS, backend_class, identity
from pulumi_prompts.backends.base import (
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
from pulumi_prompts.config import variable
from pulumi_prompts.parsing import Failure, parse, remembered
from pulumi_prompts.resources._backend_words import no_kind, of_setting
from pulumi_prompts.resources._console import show_progress, warn
from pulumi_prompts.resources._redaction import strike_out
from pulumi_prompts.variables import in_braces

Secrets = Callable[[str], str | None]

_lock = Lock()
_claims: dict[str, str] = {}
_adapters: dict[Settings, Backend] = {}


def kind_of(backend: Any) -> type[Backend] | None:
    """The class of the backend that `backend` names, or None where it is not known or there is none."""
    kind = backend.get("kind") if isinstance(backend, Mapping) else None
    return backend_class(kind) if isinstance(kind, str) and kind in KINDS else None


def check_backend(backend: Any) -> list[Failure]:
    """What is wrong with a backend's settings."""
    if backend is UNKNOWN or (isinstance(backend, Mapping) and backend.get("kind") is UNKNOWN):
        return []
    chosen = kind_of(backend)
    if chosen is None:
        return [no_kind(backend)]
    _, _, failures = parse(chosen.settings, backend)
    return [of_setting(failure, backend) for failure in failures]


def settings_of(backend: Mapping[str, Any]) -> Settings:
    """The parsed settings. What is wrong with a program's, `check` has said; a state's stay as they are."""
    chosen = kind_of(backend)
    if chosen is None:
        raise errors.InputError("; ".join(map(str, check_backend(backend))))
    return remembered(chosen.settings, backend)


def identity_of(backend: Any) -> dict[str, Any] | None:
    """Which registry is meant, or None where that is not known yet."""
    if contains_unknown(backend) or kind_of(backend) is None:
        return None
    return identity(settings_of(backend))


def connect(backend: Mapping[str, Any], secrets: Secrets) -> Backend:
    """The adapter for a registry; one for each in a process, so that quotas are paced and connections kept."""
    settings = settings_of(backend)
    with _lock:
        if settings not in _adapters:
            environment = Environment(secrets, variable, show_progress, warn=warn)
            _adapters[settings] = backend_class(settings.kind).connect(settings, environment)
        return _adapters[settings]


def claim(backend: Any, name: str, marker: str) -> str | None:
    """Who else in this run claims the name in that registry, or None when it is ours."""
    registry = identity_of(backend)
    if registry is None:
        return None
    with _lock:
        owner = _claims.setdefault(f"{sorted(registry.items())}/{name}", marker)
    return None if owner == marker else owner


def forget() -> None:
    """Forget adapters and claims, as a new process would."""
    with _lock:
        _claims.clear()
        _adapters.clear()


def stack_of(marker: str | None) -> str:
    """organization/project/stack of a marker; nothing where there is none."""
    return (marker or "").rpartition("/")[0]


def labels_of(backend: Backend, holder: Head | Version) -> Labels:
    """The labels of a prompt or a version, asked for where the registry keeps them apart."""
    if holder.labels is None and isinstance(backend, LabelsApart):
        return backend.labels(holder.uri)
    return holder.labels or Labels(tags={})


def pins_of(backend: Backend, ref: Ref, versions: Sequence[Version]) -> Mapping[str, str]:
    """Which of all the versions of a prompt must stay, each with the reason."""
    told = {version.version: version.pinned_by for version in versions if version.pinned_by is not None}
    if versions and len(told) == len(versions):
        return {version: why for version, why in told.items() if why}
    return _labels_of_prompt(backend, ref).pins


def _labels_of_prompt(backend: Backend, ref: Ref) -> Labels:
    return backend.labels(ref.uri) if isinstance(backend, LabelsApart) else labels_of(backend, backend.read(ref.id))


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
        registry = identity_of(tree.get("backend")) or {}
        where = " ".join(str(value) for value in registry.values() if value is not None)
        error.said = without_secrets(error.said, tree)
        error.args = (error.said,)
        raise error.at(without_secrets(f"{verb} {tree.get('name') or id_} on {where}", tree)) from None


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
