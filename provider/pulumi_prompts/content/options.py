"""Options that only one registry has: a block for each, whose model stands in the folder of that registry.

A program may carry a block for several; only the block of the prompt's own registry applies, so that the same program
runs on each of them.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import GetCoreSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, core_schema

from pulumi_prompts.content.base import InContent, Model, fields_marked


class OptionsBlock(Model):
    """The options of one registry. Those that change what a model receives are marked `InContent`.

    Attributes:
        kind: The registry, as a program names it.
    """

    kind: ClassVar[str]


B = TypeVar("B", bound=OptionsBlock)


class Options(Mapping[str, OptionsBlock]):
    """The blocks that say something, by the kinds of their registries; never changed."""

    def __init__(self, *blocks: OptionsBlock) -> None:
        self._blocks = {block.kind: block for block in blocks if block != type(block)()}

    def __getitem__(self, kind: str) -> OptionsBlock:
        return self._blocks[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def __repr__(self) -> str:
        return f"Options{tuple(self._blocks.values())}"

    def of(self, model: type[B]) -> B:
        """The block of one registry, which says nothing where there is none."""
        block = self._blocks.get(model.kind)
        return block if isinstance(block, model) else model()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Parsed blocks alone: what a program writes, `parsing.parse_content` parses."""
        plain = core_schema.plain_serializer_function_ser_schema(_as_plain_values, info_arg=True)
        return core_schema.is_instance_schema(cls, serialization=plain)


def _as_plain_values(options: Options, how: SerializationInfo) -> dict[str, Any]:
    return {
        kind: block.model_dump(mode=how.mode, by_alias=bool(how.by_alias), exclude_none=how.exclude_none)
        for kind, block in options.items()
    }


def fields_in_content(model: type[OptionsBlock]) -> frozenset[str]:
    """The options of a registry that change what a model receives."""
    return frozenset(fields_marked(model, InContent))
