"""What a refresh finds in a registry, and what a program gets of a prompt that it only reads."""

from typing import Any

from pulumi_prompts.content.comparing import differing, without_nothing
from pulumi_prompts.content.diff import content_tree
from pulumi_prompts.content.digest import options_beside_content
from pulumi_prompts.content.model import CONTENT
from pulumi_prompts.lifecycle.answers import Found, Values
from pulumi_prompts.lifecycle.declaration import PromptRecord
from pulumi_prompts.lifecycle.ownership import NOTE, Ownership, Standing, now_of
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.lifecycle.unfinished import UNFINISHED
from pulumi_prompts.lifecycle.wording import named
from pulumi_prompts.registries.base import Head, Labels

WRITTEN = ("name", "description", "tags", "metadata", "options")
"""The properties that a write sends, except the content."""

COMPARED = ("digest", *WRITTEN, "backend", "force_destroy", "promoted", "overrides")
"""The properties in which an input may differ from the state."""

_COMPUTED = frozenset({"uri", "parked", "lost", "nonce", "former_stacks", UNFINISHED})


def only_read(record: PromptRecord, head: Head) -> Found:
    """All that the registry has, for a prompt of another stack."""
    beside = options_beside_content(head.options)
    inputs = {**_all_of(head, record.values), **_computed(record, head), **content_tree(head.content, beside)}
    return Found(head.id, {**inputs, "uri": head.uri}, inputs, record.derived_secrets)


def refreshed(run: Run, record: PromptRecord, head: Head, labels: Labels) -> Found:
    """The state as the registry has it, with new inputs if it differs from the old state."""
    tree, ownership = record.values, Ownership.of(record.values)
    seen = PromptRecord(_seen(head, labels, tree) | _computed(record, head))
    if ownership.standing(labels) is Standing.OTHERS and labels.marker not in ownership.names:
        run.warn(now_of(named(record, head.id), labels.marker))
    lost = {"lost": NOTE} if ownership.lacks_note(labels) else {}
    if not lost and not differing(record.comparable, seen.comparable, COMPARED):
        outputs = {**tree, "uri": head.uri, "variables": seen.values["variables"]}
        return Found(head.id, outputs, secret=record.derived_secrets)
    inputs = {**seen.values, **content_tree(head.content, seen.values.get("options", {})), **lost}
    return Found(head.id, {**seen.outputs(head.uri, ownership), **lost}, inputs, record.derived_secrets)


def _computed(record: PromptRecord, head: Head) -> dict[str, Any]:
    support = record.target.support
    names = support.variables.names_in(head.content.texts) if support and head.content else ()
    return {"digest": head.digest, "variables": list(names)}


def _all_of(head: Head, tree: Values) -> dict[str, Any]:
    """The inputs, except the content, that would declare what the registry has."""
    options = options_beside_content(head.options)
    said = {"description": head.description, "metadata": dict(head.metadata), "options": options}
    return without_nothing({**tree, "name": head.name, **said})


def _seen(head: Head, labels: Labels, tree: Values) -> dict[str, Any]:
    """The inputs as the registry has them. A property that the program does not declare is no drift."""
    inputs = {name: value for name, value in tree.items() if name not in CONTENT | _COMPUTED}
    found = _all_of(head, {})
    declared_ones = {name: found.get(name) for name in ("description", "metadata") if name in tree}
    tags = {key: labels.tags[key] for key in tree.get("tags", {}) if key in labels.tags}
    computed = {"name": head.name or tree["name"], "tags": tags, "options": _declared_of(tree, found)}
    return without_nothing({**inputs, **declared_ones, **computed})


def _declared_of(tree: Values, found: Values) -> dict[str, Any]:
    """Of the registry's options that are not content, those that the program declares."""
    return {
        registry: {name: value for name, value in found.get("options", {}).get(registry, {}).items() if name in block}
        for registry, block in tree.get("options", {}).items()
    }
