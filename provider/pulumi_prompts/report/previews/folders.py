"""The step of a folder that is one resource, as the steps of the resources of their own that its prompts would be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pulumi_prompts.content.base import same_json
from pulumi_prompts.lifecycle.former_names import former_names
from pulumi_prompts.lifecycle.prompts import DUE
from pulumi_prompts.lifecycle.reading import COMPARED
from pulumi_prompts.program.urns import ALIAS, BULK, PROMPT, VERSION
from pulumi_prompts.report.changes.where import registry_of
from pulumi_prompts.report.previews.folder_parts import parts_of
from pulumi_prompts.report.previews.parsing import mapping
from pulumi_prompts.report.previews.steps import State, Step

_COMPARED: Final = {PROMPT: COMPARED, VERSION: ("digest", "backend", "keep"), ALIAS: ("digest", "backend")}


def with_steps_of_entries(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps, with those of the entries in the place of each folder.

    A prompt that leaves a folder for a resource of its own, or the other way round, stays where it is.
    """
    entries = {each.urn: each for step in steps if step.type == BULK for each in _steps_of_entries(step)}
    others: list[Step] = []
    for step in (step for step in steps if step.type != BULK):
        entry = entries.get(step.urn)
        if entry is not None and {step.op, entry.op} == {"create", "delete"}:
            entries[step.urn] = _updated(step.urn, step.old or entry.old, step.new or entry.new)
        else:
            others.append(step)
    return (*others, *entries.values())


def _steps_of_entries(step: Step) -> Iterator[Step]:
    before, after = step.old, step.new
    if before is not None and after is not None:
        before = _renamed(before, after)
    olds = {urn: state for urn, state in _states(step.urn, before).items() if state.id}
    news = _states(step.urn, after, before)
    for urn in {**olds, **news}:
        old, new = olds.get(urn), news.get(urn)
        yield _updated(urn, old, new) if step.op == "update" else replace(step, urn=urn, old=old, new=new)


def _states(urn: str, folder: State | None, before: State | None = None) -> dict[str, State]:
    if folder is None:
        return {}
    parts = parts_of(urn, folder.inputs, folder.outputs, before.outputs if before else None)
    return {each.urn: replace(folder, inputs=each.inputs, outputs=each.outputs, id=each.id) for each in parts}


def _updated(urn: str, old: State | None, new: State | None) -> Step:
    """What happens to a part while its folder is updated."""
    if old is None or new is None:
        return Step("delete" if new is None else "create", urn, old, new)
    step = Step("update", urn, old, new)
    if replacing := tuple(_replacing(step.type, old, new)):
        return replace(step, op="replace", replacing=replacing)
    return step if _differs(step.type, old, new) else replace(step, op="same")


def _replacing(type_: str, old: State, new: State) -> Iterator[str]:
    """The properties that require a new object, as the life cycle of a prompt says."""
    here = registry_of(new)
    if here.target.is_another(registry_of(old).target):
        yield "backend"
    if type_ == PROMPT and not here.support.renames and old.inputs.get("name") != new.inputs.get("name"):
        yield "name"


def _differs(type_: str, old: State, new: State) -> bool:
    names = _COMPARED[type_]
    is_due = not DUE.keys().isdisjoint(old.outputs)
    return is_due or not all(same_json(old.inputs.get(name), new.inputs.get(name)) for name in names)


def _renamed(before: State, after: State) -> State:
    """The former state with the names that its entries have by now, as the life cycle finds them."""
    names = former_names(_digests_made(before), _digests_said(after))
    now = {old: new for new, old in names.items()}
    return replace(before, inputs=_with_names(before.inputs, now), outputs=_with_names(before.outputs, now))


def _digests_made(state: State) -> dict[str, Any]:
    prompts = {name: _prompt_of(entry) for name, entry in mapping(state.outputs.get("entries")).items()}
    return {name: mapping(prompt.get("outputs")).get("digest") for name, prompt in prompts.items()}


def _digests_said(state: State) -> dict[str, Any]:
    return {name: _prompt_of(entry).get("digest") for name, entry in mapping(state.inputs.get("entries")).items()}


def _prompt_of(entry: Any) -> Mapping[str, Any]:
    return mapping(mapping(entry).get("prompt"))


def _with_names(values: Mapping[str, Any], now: Mapping[str, str]) -> dict[str, Any]:
    entries = mapping(values.get("entries"))
    return {**values, "entries": {now.get(name, name): each for name, each in entries.items()}}
