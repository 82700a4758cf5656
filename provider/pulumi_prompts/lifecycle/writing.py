"""A write of a prompt: what the program does not declare stays; a name that may become free is waited for."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from pulumi_prompts.content.digest import options_beside_content
from pulumi_prompts.content.options import Options
from pulumi_prompts.errors import AlreadyExistsError
from pulumi_prompts.lifecycle.declaration import PromptRecord
from pulumi_prompts.lifecycle.questions import labels_of
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.program.markers import stack_of
from pulumi_prompts.registries.base import Backend, Change, Desired, Head, Ref

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between the attempts to get a name that another hook of this run may free."""

_LONGEST = 80
_LEFT_ALONE = ("description", "metadata")


def with_undeclared(desired: Desired, head: Head, *said: PromptRecord) -> Desired:
    """The same, with the registry's values for all that the program does not declare, and never did (`said`)."""
    names = [name for name in _LEFT_ALONE if not any(name in record.values for record in said)]
    properties = {name: getattr(head, name) for name in names if getattr(head, name)}
    options = _undeclared_options(head, said)
    carried = {*properties, *(name for block in options.values() for name in block)}
    content = desired.content.model_copy(update={"options": _merged(desired.options, head.options, options)})
    return replace(desired, **properties, content=content, carried=frozenset(carried))


def _undeclared_options(head: Head, said: Sequence[PromptRecord]) -> dict[str, dict[str, Any]]:
    return {
        registry: {name: value for name, value in block.items() if not any(_says(r, registry, name) for r in said)}
        for registry, block in options_beside_content(head.options).items()
    }


def _says(record: PromptRecord, registry: str, option: str) -> bool:
    return option in record.values.get("options", {}).get(registry, ())


def _merged(declared: Options, there: Options, undeclared: Mapping[str, Mapping[str, Any]]) -> Options:
    blocks = dict(declared)
    for registry, values in undeclared.items():
        model = type(there[registry])
        said = declared.of(model).model_dump(by_alias=True, exclude_none=True)
        blocks[registry] = model.model_validate({**values, **said})
    return Options(*blocks.values())


class Written(NamedTuple):
    """The result of a write: where the prompt is, and the name that it has until the declared one is free."""

    ref: Ref
    parked: str | None = None


def write(run: Run, backend: Backend, head: Head, desired: Desired, change: Change) -> Written:
    """Write what `change` names.

    If another prompt of this stack has the name, it may become free: the program renames or removes that prompt. Two
    prompts that swap names must not wait for each other for ever, so the first one takes a temporary name.
    """
    try:
        return Written(backend.update(head, desired, change))
    except AlreadyExistsError:
        if "name" not in change.fields or not _is_of_this_stack(backend, desired):
            raise
    parked = _parked(desired.name)
    backend.update(head, replace(desired, name=parked), change)
    head = backend.read(head.id)
    if ref := _renamed_in_time(backend, head, desired):
        return Written(ref)
    run.warn(parked_as(desired.name, parked))
    return Written(head.ref, parked)


def parked_as(name: str, meanwhile: str) -> str:
    """The message for a prompt whose name did not become free in time."""
    return f"the name {name!r} is still another's: it is called {meanwhile!r} until the next `pulumi up`"


def _is_of_this_stack(backend: Backend, desired: Desired) -> bool:
    holder = backend.find(desired.name)
    return holder is None or stack_of(labels_of(backend, holder).marker) == stack_of(desired.marker)


def _parked(name: str) -> str:
    """A temporary name, short enough for every registry that can rename."""
    return f"{name[:_LONGEST].rstrip('-_')}-{secrets.token_hex(4)}"


def _renamed_in_time(backend: Backend, head: Head, desired: Desired) -> Ref | None:
    """Where the prompt is after it got the declared name; None if that did not become free."""
    for pause in PAUSES:
        time.sleep(pause)
        try:
            return backend.update(head, desired, Change(frozenset({"name"})))
        except AlreadyExistsError:
            continue
    return None
