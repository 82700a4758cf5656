"""Which registry is meant by settings: as they are written, and in one spelling."""

from collections.abc import Iterator
from typing import Any

from pulumi_prompts.content.base import Identity
from pulumi_prompts.registries.base import Settings


def place(settings: Settings) -> dict[str, Any]:
    """What of `settings` says which registry is meant, as it is written."""
    return {"kind": settings.kind, **{name: getattr(settings, name, None) for name, _ in _identities(settings)}}


def identity(settings: Settings) -> dict[str, Any]:
    """The same in one spelling: equal where the same registry is meant."""
    normal = {name: _normal(mark, getattr(settings, name, None)) for name, mark in _identities(settings)}
    return {"kind": settings.kind, **normal}


def _identities(settings: Settings) -> Iterator[tuple[str, Identity]]:
    for name, field in type(settings).model_fields.items():
        yield from ((name, mark) for mark in field.metadata if isinstance(mark, Identity))


def _normal(mark: Identity, value: Any) -> Any:
    """What is not said has no spelling; nor has what a state says that this release does not take."""
    return None if value is None else mark.normal(value)
