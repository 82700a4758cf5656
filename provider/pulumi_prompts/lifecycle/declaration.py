"""A prompt as a program declares it: parsed, held against its registry's limits, and turned into what is written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import starmap
from typing import Any, Self

from pulumi_prompts.content.base import UNKNOWN, contains_unknown
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options, fields_in_content
from pulumi_prompts.content.parsing import Failure, broken_rules, parse
from pulumi_prompts.content.rules import RULES
from pulumi_prompts.errors import InputError
from pulumi_prompts.lifecycle.inputs import OURS, PromptInputs
from pulumi_prompts.lifecycle.record import CONTENT, PromptRecord
from pulumi_prompts.program.outputs import outputs_in_texts
from pulumi_prompts.registries.base import Desired
from pulumi_prompts.registries.support import Support

_BESIDE = CONTENT | {"backend"}


@dataclass(frozen=True)
class Declaration:
    """The inputs of a `Prompt`, and what is wrong with them.

    Attributes:
        record: What the program says.
        content: The valid part of the content, without `variables`: they are those of the text, or there is a failure.
        inputs: The valid part of what is beside it.
        digest: That of the whole content, or None where some of it is wrong or not known yet.
    """

    record: PromptRecord
    content: Content
    inputs: PromptInputs
    digest: str | None
    failures: tuple[Failure, ...]

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Parse the inputs and check all that can be checked without a registry."""
        record = PromptRecord(values)
        support = record.target.support
        content, left_out, found = parse(Content, _content_of(record))
        content = content.model_copy(update={"options": _own_options(content.options, record)})
        inputs, _, more = parse(PromptInputs, {k: v for k, v in values.items() if k not in _BESIDE | OURS}, _BESIDE)
        found += [*more, *_permission_alone(inputs), *record.target.failures]
        if support is not None:
            found = _with_refusals(found, support, values)
        found += broken_rules(content, left_out, support.all_rules if support else RULES)
        found = _each_once(starmap(Failure, outputs_in_texts(values, OURS)), found)
        content = content.model_copy(update={"variables": None})
        digest = None if found or _is_unknown(record) else digest_of(content)
        return cls(record, content, inputs, digest, tuple(found))

    @property
    def is_unknown(self) -> bool:
        """Whether something that decides how a model answers is not known yet."""
        return _is_unknown(self.record)

    @property
    def variables(self) -> tuple[str, ...] | None:
        """The names that the valid texts use, or None where it is not known what the registry takes for one."""
        support = self.record.target.support
        return None if support is None else support.variables.names_in(self.content.texts)

    def desired(self, nonce: str | None) -> Desired:
        """What is to be written, with that nonce. Raises InputError with everything that is wrong."""
        if self.failures or self.digest is None:
            raise InputError("; ".join(map(str, self.failures)) or "a value is still not known")
        return Desired(
            name=self.inputs.name,
            content=self.content,
            digest=self.digest,
            marker=self.record.values["marker"],
            description=self.inputs.description,
            tags=self.inputs.tags or {},
            metadata=self.inputs.metadata or {},
            nonce=nonce,
        )


def _each_once(first: Iterable[Failure], then: Iterable[Failure]) -> list[Failure]:
    """Of what two ways to look find wrong with one property, the first."""
    first = list(first)
    paths = {failure.path for failure in first}
    return [*first, *(failure for failure in then if failure.path not in paths)]


def _with_refusals(found: list[Failure], support: Support, tree: Mapping[str, Any]) -> list[Failure]:
    """Also what the registry refuses. Where a property is one of a few words, its own are named."""
    properties = {name: tree[name] for name in CONTENT | {"name", "description", "tags", "metadata"} if name in tree}
    if isinstance(properties.get("options"), Mapping):
        properties["options"] = {k: v for k, v in properties["options"].items() if k == support.kind}
    refused = _each_once(support.refuses_in_prompt(properties), support.refuses_without_template(properties))
    words = {failure.path: failure for failure in refused if support.takes_one_of(failure.path)}
    return _each_once([words.get(failure.path, failure) for failure in found], refused)


def _permission_alone(inputs: PromptInputs) -> Iterator[Failure]:
    if getattr(inputs, "take_over_from", None) and not getattr(inputs, "adopt", False):
        yield Failure("take_over_from", "goes with `adopt`; add adopt=True, or leave it out")


def _content_of(record: PromptRecord) -> dict[str, Any]:
    """The properties that decide how a model answers, without options beside them that are not known yet."""
    content = {name: value for name, value in record.values.items() if name in CONTENT}
    if isinstance(options := content.get("options"), Mapping):
        content["options"] = {registry: _settled(registry, block, record) for registry, block in options.items()}
    return content


def _settled(registry: str, block: Any, record: PromptRecord) -> Any:
    deciding = fields_in_content(registry) if registry == record.kind else frozenset()
    if block is UNKNOWN and not deciding:
        return None
    if not isinstance(block, Mapping):
        return block
    return {name: value for name, value in block.items() if name in deciding or not contains_unknown(value)}


def _is_unknown(record: PromptRecord) -> bool:
    """Which options are part of the content, the registry says."""
    return contains_unknown(_content_of(record)) or ("options" in record.values and record.kind in (None, UNKNOWN))


def _own_options(options: Any, record: PromptRecord) -> Options | None:
    """Only the block of the prompt's own registry: the others are addressed to other registries."""
    block = getattr(options, str(record.kind), None)
    return Options.model_validate({record.kind: block}) if block is not None else None
