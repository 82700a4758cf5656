"""What happens to a prompt itself, in words."""

from collections.abc import Iterator, Mapping

from pulumi_prompts.content.base import same_json
from pulumi_prompts.lifecycle.ownership import NOTE
from pulumi_prompts.lifecycle.promoted import ORIGIN_NOTE, place_of
from pulumi_prompts.lifecycle.unfinished import UNFINISHED
from pulumi_prompts.report.changes.families import Family
from pulumi_prompts.report.changes.texts import digest_in
from pulumi_prompts.report.changes.where import registry_of
from pulumi_prompts.report.model import Happening
from pulumi_prompts.report.previews.parsing import mapping
from pulumi_prompts.report.previews.steps import State, Step

_SETTINGS: Mapping[str, str] = {
    "options": "the options of the registry",
    "backend": "how the registry is reached",
    "marker": "the note of who owns it",
    "force_destroy": "whether a deletion may break what relies on it (`force_destroy`)",
    "overrides": "the overrides",
    "secret": "which inputs are secret",
}
"""Words for what may differ beside texts, names and descriptions."""

_DEMANDED = "id"
"""Pulumi's reason for a replacement that somebody requested, or marked the resource for."""

_OF_EARLIER_RUN: Mapping[str, str] = {
    UNFINISHED: "finishes what an earlier run did not",
    "parked": "gives it its name, for which an earlier run waited",
}


def happenings_of_prompt(step: Step, family: Family) -> Iterator[Happening]:
    """What a step does to a prompt."""
    if step.new is None:
        yield _end(step)
    elif step.op in ("create", "import"):
        yield Happening("create", "creates the prompt")
        yield from _taking_over(step.new)
    elif step.op == "replace":
        yield from _taking_over(step.new)
        yield Happening("replace", _replacement(step))
    if step.new is not None:
        yield from _promotion(step.old, step.new)
        if step.old is not None:
            yield from _changes(step, step.old, step.new, family)


def _end(step: Step) -> Happening:
    if step.op == "discard":
        return Happening("forget", "is not read any more")
    if step.is_only_forgotten:
        return Happening("forget", "leaves the state; the prompt stays in the registry")
    return Happening("delete", "deletes the prompt with all its versions")


def _taking_over(new: State) -> Iterator[Happening]:
    adopt, owner = new.said("adopt"), new.said("take_over_from")
    if adopt:
        which = "whatever its content" if adopt == "overwrite" else "if it has this content"
        yield Happening("adopt", f"takes over an existing prompt of this name, {which}")
    if owner:
        yield Happening("take_over", f"takes the prompt over from `{owner}`")


def _replacement(step: Step) -> str:
    if "backend" in step.replacing and step.old is not None and step.new is not None:
        moves = f"from {registry_of(step.old).place} to {registry_of(step.new).place}"
        return f"makes the prompt anew {moves}, and then deletes the old one"
    reasons = [f"`{name}`" for name in step.replacing if name != _DEMANDED]
    return "makes the prompt anew in its place" + (f", because {' and '.join(reasons)} changes" if reasons else "")


def _promotion(old: State | None, new: State) -> Iterator[Happening]:
    promoted = mapping(new.said("promoted"))
    before = mapping(old.said("promoted")) if old is not None else {}
    if promoted and promoted.get("digest") != before.get("digest"):
        yield Happening("promote", f"promotes the content from `{place_of(mapping(promoted.get('origin')))}`")


def _changes(step: Step, old: State, new: State, family: Family) -> Iterator[Happening]:
    if digest_in(old) != digest_in(new) and not any(_publishes(each) for each in family.versions):
        yield Happening("write", "writes new content of the prompt")
    before, after = old.said("name"), new.said("name")
    if before != after:
        yield Happening("rename", f"renames the prompt from `{before}` to `{after}`")
    if described := [*_described(old, new)]:
        yield Happening("describe", f"changes {' and '.join(described)}")
    if step.op == "update" and (settings := [*_settings(old, new)]):
        yield Happening("settings", f"changes {' and '.join(settings)}")
    yield from (Happening("settings", text) for name, text in _OF_EARLIER_RUN.items() if old.outputs.get(name))
    if old.said("lost") == NOTE:
        yield Happening("settings", "restores the note of who owns it")


def _publishes(version: Step) -> bool:
    return version.new is not None and digest_in(version.new) != digest_in(version.old)


def _described(old: State, new: State) -> Iterator[str]:
    if old.inputs.get("description") != new.inputs.get("description"):
        yield "the description"
    for what, name in (("tag", "tags"), ("entry of the metadata", "metadata")):
        before, after = (mapping(state.inputs.get(name)) for state in (old, new))
        for key in sorted({*before, *after} - {ORIGIN_NOTE}):
            if not same_json(before.get(key), after.get(key)):
                yield f"the {what} `{key}`"


def _settings(old: State, new: State) -> Iterator[str]:
    for name, words in _SETTINGS.items():
        before, after = old.inputs.get(name), new.inputs.get(name)
        if not same_json(before, after) and not (name == "options" and digest_in(old) != digest_in(new)):
            yield words
