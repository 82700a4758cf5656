"""The mistakes in a prompt file that a preview would refuse, with their lines. It needs no stack and no registry."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pulumi_prompts.content.base import UNKNOWN, AlsoConfigured, fields_marked
from pulumi_prompts.content.parsing import Failure
from pulumi_prompts.errors import FileError
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.places import Place, Places
from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.files.refusing import COMPUTED, computed, overrides_alone
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.lifecycle.look_alikes import look_alikes, no_variable
from pulumi_prompts.promotion.target import DECIDING
from pulumi_prompts.registries.kinds import KINDS, backend_class

_NAMES = re.compile(r"\{\{(.+?)\}\}|^'(.+?)'")


class Finding(NamedTuple):
    """A mistake, or something that a preview warns about."""

    place: Place
    said: str
    is_warning: bool = False


class _Doubt(NamedTuple):
    """What is wrong with one property, or doubtful.

    Attributes:
        variable: The variable in the text that is meant, if one is.
    """

    failure: Failure
    variable: str | None = None
    is_warning: bool = False


def findings(file: Path, kinds: Sequence[str]) -> list[Finding]:
    """All mistakes in the file, by line: those for each of these registries; if none is given, those for all."""
    try:
        document = load(file)
        doubts = [*_of_document(document), *_of_registries(document, file, kinds)]
        places = Places(file)
    except FileError as error:
        return [_unreadable(error)]
    except RecursionError:
        return [Finding(Place(file), NESTED)]
    return sorted(Finding(_place(places, each), str(each.failure), each.is_warning) for each in doubts)


NESTED = "is nested too deeply, or holds itself"


def _unreadable(error: FileError) -> Finding:
    """The finding for a file that cannot be read."""
    said = f"{error.what}; {error.remedy}" if error.remedy else error.what
    return Finding(Place(Path(error.file), error.line or 1, error.column), said)


def _of_document(document: Mapping[str, Any]) -> Iterator[_Doubt]:
    for name, reason in (*computed(document), *overrides_alone(document)):
        yield _Doubt(Failure(name, reason))


def _of_registries(document: Mapping[str, Any], file: Path, kinds: Sequence[str]) -> Iterable[_Doubt]:
    """Each mistake once. Without kinds: what is wrong for every registry, or refused by every registry."""
    values = PromptFile.of(document, file.parent).declared({}, DECIDING)
    if values.get("backend") is not None:  # the file names its own
        return _doubts(values)
    if kinds:
        found = _by_kind(values, kinds)
        return [each if len(by) == len(kinds) else _said_by(by, each) for each, by in found.items()]
    refused = [each for each, by in _by_kind(values, [*KINDS]).items() if len(by) == len(KINDS)]
    return dict.fromkeys([*_doubts(values), *refused])


def _by_kind(values: Mapping[str, Any], kinds: Sequence[str]) -> Mapping[_Doubt, list[str]]:
    """Each mistake with the registries that have it."""
    found: dict[_Doubt, list[str]] = {}
    for kind in kinds:
        for doubt in dict.fromkeys(_doubts(values, kind)):
            found.setdefault(doubt, []).append(kind)
    return found


def _said_by(kinds: Sequence[str], doubt: _Doubt) -> _Doubt:
    path, reason = doubt.failure
    if any(kind in reason for kind in kinds):
        return doubt
    return doubt._replace(failure=Failure(path, f"{reason} ({', '.join(kinds)})"))


def _declared(values: Mapping[str, Any], kind: str | None) -> Declaration:
    """What a program would declare with this file only. What the program adds is not known yet."""
    said = {name: value for name, value in values.items() if value is not None and name not in COMPUTED}
    backend = _backend(kind) if said.get("backend") is None else _with_configuration(said["backend"])
    return Declaration.of({"name": UNKNOWN, **said, "backend": backend})


def _backend(kind: str | None) -> Any:
    return UNKNOWN if kind is None else {**dict.fromkeys(_required(kind), UNKNOWN), "kind": kind}


def _with_configuration(backend: Any) -> Any:
    """The backend, in which settings that the stack's configuration may add are not known yet."""
    kind = backend.get("kind") if isinstance(backend, Mapping) else None
    if not isinstance(kind, str) or kind not in KINDS:
        return backend
    return {**dict.fromkeys(fields_marked(backend_class(kind).settings, AlsoConfigured), UNKNOWN), **backend}


def _required(kind: str) -> Iterator[str]:
    return (name for name, field in backend_class(kind).settings.model_fields.items() if field.is_required())


def _doubts(values: Mapping[str, Any], kind: str | None = None) -> Iterator[_Doubt]:
    declaration = _declared(values, kind)
    for failure in declaration.failures:
        named = _NAMES.search(failure.reason) if failure.path == "variables" else None
        yield _Doubt(failure, named and (named[1] or named[2]))
    support = declaration.record.target.support
    if support is None:
        return
    for path, inner in look_alikes(declaration):
        said = f"`{{{{{inner}}}}}` is {no_variable(support.variables)}"
        yield _Doubt(Failure(path, said), inner, is_warning=True)


def _place(places: Places, doubt: _Doubt) -> Place:
    mentioned = places.of_variable(doubt.failure.path, doubt.variable) if doubt.variable else None
    return mentioned or places.of_property(doubt.failure.path)
