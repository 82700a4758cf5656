"""Texts into which a program wrote an `Output` as it is: an f-string, `str()` and `%` cannot wait for its value."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pulumi_prompts.content.parsing import Failure
from pulumi_prompts.content.properties import Step, property_path
from pulumi_prompts.program.slips import OUTPUT_AS_TEXT

REASON = (
    "holds a note of Pulumi's where the value of an Output was meant; build the text with "
    "`pulumi.Output.concat(...)` or `pulumi.Output.format(...)` (there `{{{{name}}}}` stands for `{{name}}`)"
)


def outputs_in_texts(inputs: Mapping[str, Any], beside: Collection[str]) -> Iterator[Failure]:
    """Every text in the inputs, but for those in `beside`, that Pulumi made of an `Output`."""
    for name, value in inputs.items():
        if name not in beside:
            yield from _inside((name,), value)


def _inside(steps: tuple[Step, ...], value: Any) -> Iterator[Failure]:
    if isinstance(value, str) and OUTPUT_AS_TEXT in value:
        yield Failure(property_path(steps), REASON)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if OUTPUT_AS_TEXT in key:
                yield Failure(property_path(steps), f"has a key that {REASON}")
            else:
                yield from _inside((*steps, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _inside((*steps, index), item)
