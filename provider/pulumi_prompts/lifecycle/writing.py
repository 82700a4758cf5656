"""A write of a prompt: what the program does not declare stays; a name that is about to become free is waited for."""

import secrets
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from pulumi_prompts.content.digest import options_beside_content
from pulumi_prompts.content.options import Options
from pulumi_prompts.errors import AlreadyExistsError
from pulumi_prompts.lifecycle import session
from pulumi_prompts.program.markers import stack_of
from pulumi_prompts.registries.base import Backend, Change, Desired, Head, Ref
from pulumi_prompts.resources.console import warn
from pulumi_prompts.resources.tree import Props

PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds to wait for a name that another hook of this run may be about to free."""

_LONGEST = 80
_LEFT_ALONE = ("description", "metadata")


def with_undeclared(declaration: Desired, head: Head, old: Props, new: Props) -> Desired:
    """The declaration with what the registry has of all that the program neither declares nor declared before."""
    names = [name for name in _LEFT_ALONE if name not in new and name not in old]
    properties = {name: getattr(head, name) for name in names if getattr(head, name)}
    options = _undeclared_options(head, old, new)
    carried = {*properties, *(name for block in options.values() for name in block)}
    content = declaration.content.model_copy(update={"options": _merged(declaration.options, head.options, options)})
    return replace(declaration, **properties, content=content, carried=frozenset(carried))


def _undeclared_options(head: Head, old: Props, new: Props) -> dict[str, dict[str, Any]]:
    return {
        registry: {
            name: value for name, value in block.items() if name not in _said(old, registry) | _said(new, registry)
        }
        for registry, block in options_beside_content(head.options).items()
    }


def _said(tree: Props, registry: str) -> frozenset[str]:
    return frozenset(tree.get("options", {}).get(registry, ()))


def _merged(declared: Options, there: Options, undeclared: Mapping[str, Mapping[str, Any]]) -> Options:
    blocks = dict(declared)
    for registry, values in undeclared.items():
        model = type(there[registry])
        said = declared.of(model).model_dump(by_alias=True, exclude_none=True)
        blocks[registry] = model.model_validate({**values, **said})
    return Options(*blocks.values())


class Written(NamedTuple):
    """What became of a write: where the prompt is, and the name that it has until the declared one is free."""

    ref: Ref
    parked: str | None = None


def write(backend: Backend, head: Head, declaration: Desired, change: Change) -> Written:
    """Write what `change` names.

    A name that another prompt of this stack has may be about to become free: the program gives that one another name,
    or removes it. So as not to wait for each other for ever, who comes first takes a name for the meantime.
    """
    try:
        return Written(backend.update(head, declaration, change))
    except AlreadyExistsError:
        if "name" not in change.fields or not _is_of_this_stack(backend, declaration):
            raise
    parked = _parked(declaration.name)
    backend.update(head, replace(declaration, name=parked), change)
    return _with_its_name(backend, head.id, declaration, parked)


def _is_of_this_stack(backend: Backend, declaration: Desired) -> bool:
    holder = backend.find(declaration.name)
    return holder is None or stack_of(session.labels_of(backend, holder).marker) == stack_of(declaration.marker)


def _parked(name: str) -> str:
    """Short enough for every registry that can rename."""
    return f"{name[:_LONGEST].rstrip('-_')}-{secrets.token_hex(4)}"


def _with_its_name(backend: Backend, id_: str, declaration: Desired, parked: str) -> Written:
    head = backend.read(id_)
    for pause in PAUSES:
        time.sleep(pause)
        try:
            return Written(backend.update(head, declaration, Change(frozenset({"name"}))))
        except AlreadyExistsError:
            continue
    warn(f"the name {declaration.name!r} is still another's: it is called {parked!r} until the next `pulumi up`")
    return Written(head.ref, parked)
