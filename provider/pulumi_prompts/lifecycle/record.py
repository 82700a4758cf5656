"""What a program or a state says of a resource: plain values, read and never checked, with its registry parsed once."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pulumi_prompts.content.base import contains_unknown
from pulumi_prompts.content.comparing import without_nothing
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import fields_in_content
from pulumi_prompts.content.parsing import remembered
from pulumi_prompts.lifecycle.inputs import VersionInputs
from pulumi_prompts.lifecycle.ownership import Ownership
from pulumi_prompts.registries.session import Target

CONTENT = frozenset(Content.model_fields)


class Record:
    """The properties of a resource, with `UNKNOWN` in the place of what is not known yet."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    @cached_property
    def target(self) -> Target:
        """The registry."""
        return Target.of(self.values.get("backend"))

    @property
    def kind(self) -> Any:
        """The kind of the registry as it is said, which may be none of ours."""
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
        """Whether it is one of `Prompt.get`, which says no more than an id and a backend."""
        return "marker" not in self.values

    @property
    def derived_secrets(self) -> frozenset[str]:
        """The outputs that tell something of a secret input."""
        return frozenset({"variables"} if {"template", "messages"} & self.secret else ())

    @property
    def options_beside(self) -> dict[str, Any]:
        """Of the options of the prompt's own registry those that are not part of the content (that is the digest).

        Also those that this release does not know, which may stand in a state: they are compared, and the next write
        leaves them out.
        """
        options = self.values.get("options")
        block = options.get(self.kind) if isinstance(options, Mapping) else None
        said = block.items() if isinstance(block, Mapping) else ()
        deciding = fields_in_content(str(self.kind))
        beside = {name: value for name, value in said if name not in deciding and value not in (None, [], {})}
        return {self.kind: beside} if beside else {}

    @cached_property
    def comparable(self) -> Mapping[str, Any]:
        """The properties with only those options that are beside the content."""
        options = self.values.get("options")
        if isinstance(options, Mapping) and not contains_unknown(options):
            options = self.options_beside
        return {**self.values, "options": options}

    def outputs(self, uri: str, ownership: Ownership) -> dict[str, Any]:
        """Every input that is not content, which the inputs hold already; and where and whose the prompt is."""
        beside = {name: value for name, value in self.values.items() if name not in CONTENT}
        outputs = {**beside, "options": self.comparable["options"], "uri": uri, **ownership.as_outputs()}
        return {**without_nothing(outputs), "variables": self.values.get("variables", [])}


class VersionRecord(Record):
    """The inputs of a `PromptVersion`, or its outputs."""

    @cached_property
    def inputs(self) -> VersionInputs:
        """The inputs among them."""
        return remembered(VersionInputs, self.values)
