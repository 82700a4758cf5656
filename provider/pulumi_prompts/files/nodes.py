"""The nodes of a document, which YAML's parser marks with where they stand; it takes JSON as well."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from pulumi_prompts.content.properties import Step
from pulumi_prompts.files.text import Spot


class Entry(NamedTuple):
    """A key of a mapping with its value, or an item of a list, which is both."""

    key: Any
    value: Any

    @property
    def spot(self) -> Spot:
        """Where it begins."""
        mark = self.key.start_mark
        return Spot(mark.line + 1, mark.column + 1)


def composed(text: str, *, is_json: bool = False) -> Any:
    """The root of the first document in `text`; None where YAML's parser does not take it."""
    import yaml

    try:
        return next(yaml.compose_all(text.replace("\t", " ") if is_json else text, yaml.SafeLoader))
    except (yaml.YAMLError, StopIteration, RecursionError):
        return None


def entries_on(root: Any, steps: Iterable[Step]) -> list[Entry]:
    """What the path leads through, as far as there is something."""
    return list(_walked(root, steps))


def texts_in(root: Any, steps: Sequence[Step]) -> dict[str, Any]:
    """The mapping that stands there, with texts alone: what else it holds is None. Empty where there is none."""
    entries = entries_on(root, steps)
    pairs = getattr(entries[-1].value, "value", None) if len(entries) == len(steps) else None
    return {
        key.value: value.value if value.tag == "tag:yaml.org,2002:str" else None
        for key, value in (each for each in pairs or () if isinstance(each, tuple))
    }


def _walked(node: Any, steps: Iterable[Step]) -> Iterator[Entry]:
    for step in steps:
        entry = _entry(node, step)
        if entry is None:
            return
        yield entry
        node = entry.value


def _entry(node: Any, step: Step) -> Entry | None:
    value = getattr(node, "value", None)
    if not isinstance(value, list):
        return None
    if isinstance(step, int):
        return Entry(value[step], value[step]) if step < len(value) else None
    pairs = (pair for pair in value if isinstance(pair, tuple))
    return next((Entry(key, inner) for key, inner in pairs if key.value == step), None)
