"""The canonical form of a content and its digest. Neither can ever change: test vectors pin them.

The canonical form is the JSON of RFC 8785 of the content's fields by their wire names, where

- absent fields and empty lists and objects of ours never enter; `0`, `""` and `False` do;
- sampling parameters are the shortest decimal that is the same 32-bit float;
- a message of one content block has a text, of several a list;
- `variables` enter only where they differ from those that the text uses, sorted;
- of the options, only those enter that change what a model receives.
"""

from typing import Any

from pulumi_prompts.content.hashing import digest_of_canonical
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options, OptionsBlock, fields_in_content


def canonical(content: Content) -> dict[str, Any]:
    """The fields that identify `content`, as plain JSON values."""
    fields = content.model_dump(mode="json", by_alias=True, exclude_none=True, exclude={"variables", "options"})
    if content.variables is not None and set(content.variables) != set(content.used_variables):
        fields["variables"] = sorted(content.variables)
    fields["options"] = options_in_content(content.options)
    return {name: value for name, value in fields.items() if value not in ([], {})}


def digest_of(content: Content) -> str:
    """The identity of `content`: `sha256:` and 64 hexadecimal digits."""
    return digest_of_canonical(canonical(content))


def options_in_content(options: Options) -> dict[str, Any]:
    """Of every registry's options, those that change what a model receives."""
    return _split(options, in_content=True)


def options_beside_content(options: Options) -> dict[str, Any]:
    """Of every registry's options, those that do not change what a model receives."""
    return _split(options, in_content=False)


def _split(options: Options, *, in_content: bool) -> dict[str, Any]:
    split = {kind: _fields(block, in_content=in_content) for kind, block in options.items()}
    return {kind: fields for kind, fields in split.items() if fields}


def _fields(block: OptionsBlock, *, in_content: bool) -> dict[str, Any]:
    marked = fields_in_content(type(block))
    fields = block.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {name: value for name, value in fields.items() if (name in marked) is in_content and value not in ([], {})}
