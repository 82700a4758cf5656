"""What a backend's own gate lets a program declare, found by trying the samples on it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pulumi_prompts.content.base import JsonObject, Model
from pulumi_prompts.content.digest import digest_of, options_beside_content
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import OptionsBlock
from pulumi_prompts.content.parsing import broken_rules, parse_content
from pulumi_prompts.registries.base import Desired
from pulumi_prompts.registries.support import Support
from pulumi_prompts.testing.samples import (
    DESCRIPTIONS,
    METADATA,
    MODEL,
    NAMES,
    PLAIN_CHAT,
    PLAIN_TEXT,
    PROVIDER,
    TAGS,
    Tree,
)

NAME = "conformance"
MARKER = "organization/shop/dev/triage"
NONCE = "0123456789abcdef"

_BESIDE: tuple[Tree, ...] = ({}, MODEL, {**MODEL, **PROVIDER})


class _Metadata(Model):
    metadata: JsonObject


@dataclass(frozen=True)
class Declarations:
    """What may be declared on one registry.

    Attributes:
        support: What the registry can express.
        options: The model of the options that only it has.
        samples: Contents to try, by a name for people.
    """

    support: Support
    options: type[OptionsBlock] | None
    samples: Mapping[str, Tree]

    def accepts(self, properties: Tree) -> bool:
        """Whether `check` would let a prompt with these properties through."""
        if set(properties.get("options", {})) - {self.support.kind}:
            return False  # addressed to another registry, so that this one is never asked to write it
        broken = broken_rules(self._content(properties), frozenset(), self.support.all_rules)
        refused = (*self.support.refuses_in_prompt(properties), *self.support.refuses_without_template(properties))
        return not refused and not any(broken)

    def _content(self, tree: Tree) -> Content:
        content, _, failures = parse_content(tree, {self.support.kind: self.options} if self.options else {})
        assert not failures, f"{failures} in {tree}"
        return content

    @cached_property
    def contents(self) -> Mapping[str, Content]:
        """The samples that the registry can express, and all of them together."""
        return {name: self._content(tree) for name, tree in self._trees.items()}

    @cached_property
    def beside_content(self) -> Mapping[str, Content]:
        """Those with options that are not part of the content."""
        return {name: content for name, content in self.contents.items() if options_beside_content(content.options)}

    @cached_property
    def fullest(self) -> Content:
        """As much as the registry takes at once; of the form of the editions, where a prompt keeps its form."""
        if self.support.keeps_form:
            return self.fullest_like(self.edition(1))
        return self._content(max(self._fullest.values(), key=lambda tree: len(_outer(tree))))

    def fullest_like(self, content: Content) -> Content:
        """As much as the registry takes at once, in a prompt that may have `content` afterwards."""
        if not self.support.keeps_form:
            return self.fullest
        return self.contents[f"everything in a {'chat' if content.template is None else 'text'}"]

    def edition(self, number: int) -> Content:
        """A small content; another one for each number."""
        return self.saying(f"Edition {number} for {{{{question}}}}.")

    def saying(self, text: str) -> Content:
        """A small content with this text."""
        ground = next(iter(self._grounds.values()))
        said = {"template": text} if "template" in ground else {"messages": [{"role": "user", "content": text}]}
        return self._content({**ground, **said})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names that the registry takes."""
        return tuple(name for name in NAMES if self._takes("name", name))

    @cached_property
    def descriptions(self) -> tuple[str, ...]:
        """Descriptions of a prompt that the registry takes; none where it keeps none."""
        return tuple(text for text in DESCRIPTIONS if self._takes("description", text))

    @cached_property
    def tags(self) -> tuple[Mapping[str, str], ...]:
        """Tags that the registry takes; none where it keeps none."""
        return tuple(tags for tags in TAGS if self._takes("tags", tags))

    @cached_property
    def metadata(self) -> tuple[Mapping[str, Any], ...]:
        """Metadata that the registry takes; none where it keeps none."""
        parsed = (_Metadata(metadata=dict(tree)).metadata for tree in METADATA)
        return tuple(metadata for metadata in parsed if self._takes("metadata", metadata))

    def versions_have(self, name: str) -> bool:
        """Whether a published version has this property (`description`, `version_name`)."""
        return not any(self.support.refuses_in_version({name: "first"}))

    def desired(self, content: Content, **others: Any) -> Desired:
        """A prompt with this content; with a description, tags and metadata where the registry keeps some."""
        defaults: dict[str, Any] = {
            "name": NAME,
            "marker": MARKER,
            "nonce": NONCE,
            "description": next(iter(self.descriptions), None),
            "tags": next(iter(self.tags), {}),
            "metadata": next(iter(self.metadata), {}),
        }
        return Desired(content=content, digest=digest_of(content), **{**defaults, **others})

    @cached_property
    def tried(self) -> frozenset[str]:
        """The patterns of all properties that the suite writes."""
        others = {"description": self.descriptions, "tags": self.tags, "metadata": self.metadata, "name": self.names}
        beside = {name for name, values in others.items() if values}
        return frozenset(beside.union(*map(_patterns, self._trees.values())))

    @cached_property
    def _trees(self) -> Mapping[str, Tree]:
        placed = {name: self._placed(sample) for name, sample in self.samples.items()}
        return {**{name: tree for name, tree in placed.items() if tree is not None}, **self._fullest}

    def _placed(self, sample: Tree) -> Tree | None:
        """The sample with a text or a chat, and a model, where it lacks what the registry needs."""
        texts = ({},) if sample.keys() & {"template", "messages"} else (PLAIN_TEXT, PLAIN_CHAT)
        candidates = ({**text, **beside, **sample} for beside in _BESIDE for text in texts)
        return next((tree for tree in candidates if self.accepts(tree)), None)

    @cached_property
    def _grounds(self) -> Mapping[str, Tree]:
        """The least that the registry takes, as a text and as a chat."""
        placed = {"text": self._placed(PLAIN_TEXT), "chat": self._placed(PLAIN_CHAT)}
        grounds = {kind: tree for kind, tree in placed.items() if tree is not None}
        tried = f"neither {PLAIN_TEXT} nor {PLAIN_CHAT}, with or without {MODEL} and {PROVIDER}"
        assert grounds, f"{self.support.kind} accepts {tried}"
        return grounds

    @cached_property
    def _fullest(self) -> Mapping[str, Tree]:
        return {f"everything in a {kind}": self._filled(tree) for kind, tree in self._grounds.items()}

    def _filled(self, tree: Tree) -> Tree:
        for sample in self.samples.values():
            fuller = _merged(tree, sample)
            if _outer(tree) <= _outer(fuller) and self.accepts(fuller):
                tree = fuller
        return tree

    def _takes(self, name: str, value: Any) -> bool:
        return not any(self.support.refuses_in_prompt({name: value}))


def _merged(tree: Tree, other: Tree) -> Tree:
    inner = {name: _merged(tree[name], value) for name, value in other.items() if _both_objects(tree.get(name), value)}
    return {**tree, **other, **inner}


def _both_objects(one: Any, other: Any) -> bool:
    return isinstance(one, Mapping) and isinstance(other, Mapping)


def _patterns(tree: Tree) -> frozenset[str]:
    """The patterns of the properties in `tree`, as a `Support` names them (`messages[].role`)."""
    return frozenset(pattern for name, value in tree.items() for pattern in _inside(name, value))


def _outer(tree: Tree) -> frozenset[str]:
    """Those that are not inside of a list: what a content says something about."""
    return frozenset(pattern for pattern in _patterns(tree) if "[]" not in pattern)


def _inside(pattern: str, value: Any) -> Iterator[str]:
    yield pattern
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _inside(f"{pattern}.{name}", item)
    elif isinstance(value, list):
        for item in value:
            yield from _inside(f"{pattern}[]", item)
