"""The kinds of registries that are installed: entry points, so that any package may bring one.

    [project.entry-points."pulumi_prompts.registries"]
    acme = "acme_prompts:Acme"

The name is the `kind` that programs write, the object a class that is a `Backend`. Only the metadata of packages is
read here; a registry's module is imported when a program first uses it.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Final, cast

from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import OptionsBlock, fields_in_content
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.registries.base import Backend

GROUP: Final = "pulumi_prompts.registries"
_DEFAULT: Final = "local"


@cache
def _installed() -> Mapping[str, EntryPoint]:
    found = {each.name: each for each in entry_points(group=GROUP)}
    return {name: found[name] for name in sorted(found, key=lambda name: (name != _DEFAULT, name))}


class _Kinds(Collection[str]):
    """Looked for at the first question: whoever imports this may never ask."""

    def __contains__(self, kind: object) -> bool:
        return kind in _installed()

    def __iter__(self) -> Iterator[str]:
        return iter(_installed())

    def __len__(self) -> int:
        return len(_installed())


KINDS: Final = _Kinds()
"""The names of all, the embedded one first."""


@cache
def backend_class(kind: str) -> type[Backend]:
    """The backend of that kind; KeyError where there is none."""
    return cast(type[Backend], _installed()[kind].load())


class _Options(Mapping[str, type[OptionsBlock]]):
    """Only which registries have options is not known before all are loaded."""

    def __getitem__(self, kind: str) -> type[OptionsBlock]:
        model = backend_class(kind).options
        if model is None:
            raise KeyError(kind)
        return model

    def __iter__(self) -> Iterator[str]:
        return (kind for kind in KINDS if backend_class(kind).options is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


OPTIONS: Final = _Options()
"""The model of the options of each registry that has some; a registry is loaded when it is asked for."""


def deciding_options(kind: str) -> frozenset[str]:
    """The options of a registry that change what a model receives; none where there is no such registry."""
    model = OPTIONS.get(kind)
    return fields_in_content(model) if model else frozenset()


def content_from(tree: Mapping[str, Any]) -> Content:
    """The content that is written as plain values; ValueError with all that is wrong with it."""
    content, _, failures = parse_content(tree, OPTIONS)
    if failures:
        raise ValueError("; ".join(map(str, failures)))
    return content
