"""A resource's properties, as a program or a state has them (`Record`), and a prompt's parsed inputs (`Declaration`).

Each hook makes one from its arguments and hands it on, so that each property is parsed once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap
from typing import Any, Self

from pulumi_prompts.content.base import UNKNOWN, contains_unknown
from pulumi_prompts.content.comparing import without_nothing
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import CONTENT, Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.content.parsing import Failure, broken_rules, parse, parse_content, remembered
from pulumi_prompts.content.rules import RULES
from pulumi_prompts.errors import InputError
from pulumi_prompts.lifecycle.answers import Values
from pulumi_prompts.lifecycle.inputs import OURS, AliasInputs, PromptInputs, VersionInputs
from pulumi_prompts.lifecycle.ownership import Ownership
from pulumi_prompts.lifecycle.promoted import (
    NOT_KEPT,
    broken_promotion,
    with_note_of_origin,
    with_overrides_as_remedy,
)
from pulumi_prompts.program.outputs import outputs_in_texts
from pulumi_prompts.registries.base import Desired
from pulumi_prompts.registries.kinds import OPTIONS, deciding_options
from pulumi_prompts.registries.session import Target
from pulumi_prompts.registries.support import Support

_BESIDE = CONTENT | {"backend"}


class Record:
    """The properties of a resource. `UNKNOWN` stands for a value that is not known yet."""

    def __init__(self, values: Values) -> None:
        self.values = values

    @cached_property
    def target(self) -> Target:
        """The registry."""
        return Target.of(self.values.get("backend"))

    @property
    def kind(self) -> Any:
        """The kind of the registry as it was written; it may be an unknown kind."""
        backend = self.values.get("backend")
        return backend.get("kind") if isinstance(backend, Mapping) else None

    @property
    def secret(self) -> frozenset[str]:
        """The names of the inputs that the program keeps secret."""
        return frozenset(self.values.get("secret", ()))


class PromptRecord(Record):
    """The inputs of a `Prompt`, or its outputs."""

    @property
    def is_only_read(self) -> bool:
        """Whether it comes from `Prompt.get`, which has only an id and a backend."""
        return "marker" not in self.values

    @property
    def derived_secrets(self) -> frozenset[str]:
        """The outputs that reveal a part of a secret input."""
        return frozenset({"variables"} if {"template", "messages"} & self.secret else ())

    @property
    def options_beside(self) -> dict[str, Any]:
        """The options of the prompt's own registry that are not part of the content, and so not of the digest.

        A state may also have options that this release does not know. They are compared, and the next write leaves
        them out.
        """
        options = self.values.get("options")
        block = options.get(self.kind) if isinstance(options, Mapping) else None
        said = block.items() if isinstance(block, Mapping) else ()
        deciding = deciding_options(str(self.kind))
        beside = {name: value for name, value in said if name not in deciding and value not in (None, [], {})}
        return {self.kind: beside} if beside else {}

    @cached_property
    def comparable(self) -> Values:
        """The properties; of the options only those that are not part of the content."""
        options = self.values.get("options")
        if isinstance(options, Mapping) and not contains_unknown(options):
            options = self.options_beside
        return {**self.values, "options": options}

    def outputs(self, uri: str, ownership: Ownership) -> dict[str, Any]:
        """All inputs that are not content (the inputs hold the content), and the place and owner of the prompt."""
        beside = {name: value for name, value in self.values.items() if name not in CONTENT | NOT_KEPT}
        outputs = {**beside, "options": self.comparable["options"], "uri": uri, **ownership.as_outputs()}
        return {**without_nothing(outputs), "variables": self.values.get("variables", [])}


class VersionRecord(Record):
    """The inputs of a `PromptVersion`, or its outputs."""

    @cached_property
    def inputs(self) -> VersionInputs:
        """The inputs among them."""
        return remembered(VersionInputs, self.values)


class AliasRecord(Record):
    """The inputs of a `PromptAlias`, or its outputs."""

    @cached_property
    def inputs(self) -> AliasInputs:
        """The inputs among them."""
        return remembered(AliasInputs, self.values)


@dataclass(frozen=True)
class Declaration:
    """The inputs of a `Prompt`, and their errors.

    Attributes:
        record: What the program declares.
        content: The valid part of the content, without `variables`: they are those of the text, or there is a failure.
        inputs: The valid inputs that are not content.
        is_unknown: Whether a part of the content is not known yet.
        digest: The digest of the whole content; None if a part is wrong or not known yet.
    """

    record: PromptRecord
    content: Content
    inputs: PromptInputs
    is_unknown: bool
    digest: str | None
    failures: tuple[Failure, ...]

    @classmethod
    def of(cls, values: Values) -> Self:
        """Parse the inputs, and check everything that needs no call to a registry."""
        record = PromptRecord(values)
        support = record.target.support
        record.values = values = with_note_of_origin(values, support)
        said = _content_of(record)
        content, left_out, found = parse_content(said, OPTIONS)
        content = content.model_copy(update={"options": _own_options(content.options, record)})
        inputs, _, more = parse(PromptInputs, {k: v for k, v in values.items() if k not in _BESIDE | OURS}, _BESIDE)
        found += [*more, *_permission_alone(inputs), *record.target.failures]
        if support is not None:
            found = _with_refusals(found, support, values)
        found += broken_rules(content, left_out, support.all_rules if support else RULES)
        found = _each_once(starmap(Failure, outputs_in_texts(values, OURS)), found)
        found = [
            *(with_overrides_as_remedy(each, values) for each in found),
            *broken_promotion(values, inputs, support),
        ]
        content = content.model_copy(update={"variables": None})
        is_unknown = contains_unknown(said) or ("options" in values and record.kind in (None, UNKNOWN))
        digest = None if found or is_unknown else digest_of(content)
        return cls(record, content, inputs, is_unknown, digest, tuple(found))

    @property
    def variables(self) -> tuple[str, ...] | None:
        """The names that the valid texts use; None if the registry's rule for names is not known."""
        support = self.record.target.support
        return None if support is None else support.variables.names_in(self.content.texts)

    def desired(self, nonce: str | None) -> Desired:
        """What must be written, with that nonce. Raises InputError with all errors."""
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
    """One failure for each property: the first."""
    first = list(first)
    paths = {failure.path for failure in first}
    return [*first, *(failure for failure in then if failure.path not in paths)]


def _with_refusals(found: list[Failure], support: Support, tree: Values) -> list[Failure]:
    """With what the registry refuses. If a property allows only a few words, the message names the registry's own."""
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
    """The properties of the content, without unknown options that are not part of it."""
    content = {name: value for name, value in record.values.items() if name in CONTENT}
    if isinstance(options := content.get("options"), Mapping):
        content["options"] = {registry: _settled(registry, block, record) for registry, block in options.items()}
    return content


def _settled(registry: str, block: Any, record: PromptRecord) -> Any:
    deciding = deciding_options(registry) if registry == record.kind else frozenset()
    if block is UNKNOWN and not deciding:
        return None
    if not isinstance(block, Mapping):
        return block
    return {name: value for name, value in block.items() if name in deciding or not contains_unknown(value)}


def _own_options(options: Options, record: PromptRecord) -> Options:
    """Only the options of the prompt's own registry; the others are for other registries."""
    return Options(*(block for kind, block in options.items() if kind == record.kind))
