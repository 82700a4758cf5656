"""Texts into which a program wrote an `Output` as it is: an f-string, `str()` and `%` cannot wait for its value."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pulumi_prompts.content.properties import Step, property_path

OUTPUT_AS_TEXT = "Calling __str__ on an Output[T] is not supported"
"""How the text begins that Pulumi's SDK gives for an `Output` in an f-string, in `str()` or after `%`."""

REASON = (
    "holds a note of Pulumi's where the value of an Output was meant; build the text with "
    "`pulumi.Output.concat(...)` or `pulumi.Output.format(...)` (there `{{{{name}}}}` stands for `{{name}}`)"
)


def outputs_in_texts(inputs: Mapping[str, Any], beside: Collection[str]) -> Iterator[tuple[str, str]]:
    """Where in the inputs, but for those in `beside`, Pulumi made a text of an `Output`, and what to do there."""
    for name, value in inputs.items():
        if name not in beside:
            yield from _inside((name,), value)


def _inside(steps: tuple[Step, ...], value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str) and OUTPUT_AS_TEXT in value:
        yield property_path(steps), REASON
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if OUTPUT_AS_TEXT in key:
                yield property_path(steps), f"has a key that {REASON}"
            else:
                yield from _inside((*steps, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _inside((*steps, index), item)
