"""The life cycle of a folder that is one resource: its prompts at once, each by the rules of its own parts.

What a program says:  {"owner": {...}, "entries": {name: see `folder_entry`}}
beside them, for `check`: `is_in_part`, where not all files could be read: what the state has besides stays as it is
                      `protect`, where no prompt may be deleted
                      `retain_on_delete`, where the prompts and aliases that go stay in the registry
What a state has:     the same names, and beside them
                      `prompts`   what a program asks for: {name: {"uri": ..., "version": ...}}
                      `declared`  {name: a hash of what the program said}
                      `leaving`   the prompts that are still to be deleted

Every entry is tried. What was done enters the state, also where others failed (`error.left`), so that the next `up`
goes on with the rest.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pulumi_prompts.errors import InputError
from pulumi_prompts.lifecycle.answers import Checked, Diffed, Found, Stored, Values
from pulumi_prompts.lifecycle.crew import Outcome, each_of, tried
from pulumi_prompts.lifecycle.declaration import PromptRecord
from pulumi_prompts.lifecycle.folder_entry import Entry, Lifecycles, Owner, Work, prompts_of, refreshed
from pulumi_prompts.lifecycle.folder_words import (
    DIFFERS,
    GONE,
    UNPROTECT,
    failure_of,
    takes_long,
    would_be_deleted,
)
from pulumi_prompts.lifecycle.former_names import former_names
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.registries.kinds import backend_class

_RETAINS: Final = "retain_on_delete"


class FolderLifecycle:
    """Check, diff, create, read, update and delete of all prompts of a folder."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._of = Lifecycles.of(run)
        self._environment = run.session.environment

    def check(self, olds: Values, news: Values) -> Checked:
        """Everything that is wrong with any entry, each line with its name."""
        old = olds.get("entries", {})
        checked = {entry.name: self._checked(entry, old.get(entry.name, {})) for entry in _entries(news)}
        failures = [failure for each in checked.values() for failure in each.failures]
        stays = old if news.get("is_in_part") else {}
        entries = {**stays, **{name: each.inputs for name, each in checked.items()}}
        self._tell_how_long(_id(news), [said["prompt"] for name, said in entries.items() if old.get(name) != said])
        options = {name: True for name in ("protect", _RETAINS) if news.get(name)}
        return Checked({"owner": news["owner"], "entries": entries, **options}, tuple(failures))

    def diff(self, id_: str, olds: Values, news: Values) -> Diffed:
        """An update where an entry differs, comes or goes; never a replacement: entries are replaced one by one.

        Raises InputError if that would delete a prompt of a protected folder: only the state tells which one it has.
        """
        works = self._works(olds, news)
        if news.get("protect") and (lost := _lost(olds, works)):
            raise InputError(would_be_deleted(lost), UNPROTECT)
        is_due = [work.is_due for work in works]
        goes = _gone(olds, works) or olds.get("leaving")
        is_shown = _declared(works) != olds.get("declared") or news.get(_RETAINS) != olds.get(_RETAINS)
        return Diffed(is_due=any(is_due) or bool(goes) or is_shown, is_beyond_inputs=not is_shown)

    def create(self, inputs: Values) -> Stored:
        """Make each entry."""
        return self._carried_out(_id(inputs), {}, inputs)

    def update(self, id_: str, olds: Values, news: Values) -> Stored:
        """Create, update and replace entries; then, if none failed, delete what is gone or was replaced.

        One that is gone may be what another, which failed, was to take the place of.
        """
        return self._carried_out(id_, olds, news)

    def read(self, id_: str, outputs: Values) -> Found:
        """What the registry has of each entry; one that is gone is made anew by the next `up`."""
        entries = outputs.get("entries", {})
        found = each_of([*entries.values()], lambda each: refreshed(self._of, each), self._environment)
        seen = {name: state for name, state in zip(entries, found, strict=True) if state is not None}
        for name in sorted(name for name in entries if seen.get(name) != entries[name]):
            self._run.note(f"{name}: {GONE if name not in seen else DIFFERS}")
        return Found(id_, {**outputs, "entries": seen, "prompts": _told(seen)})

    def delete(self, id_: str, outputs: Values) -> None:
        """Delete each prompt, if it is ours, with its versions and aliases."""
        leaving = [prompt for state in outputs.get("entries", {}).values() for prompt in prompts_of(state)]
        failed = self._deleted([*leaving, *outputs.get("leaving", ())])
        if failed:
            raise failure_of([(_name_of(prompt), outcome) for prompt, outcome in failed])

    def _tell_how_long(self, folder: str, prompts: Iterable[Values]) -> None:
        """Of the registries whose quotas make it a minute or more."""
        records = [PromptRecord(prompt) for prompt in prompts]
        for kind, number in Counter(record.kind for record in records if record.target.support).items():
            a_second = backend_class(kind).support.prompts_a_second
            if a_second and number >= 60 * a_second:
                self._run.note_once((folder, kind), takes_long(kind, number, a_second))

    def _checked(self, entry: Entry, old: Values) -> Checked:
        with self._run.part(entry.name):
            return entry.checked(self._of, old)

    def _works(self, olds: Values, news: Values) -> list[Work]:
        states, entries = olds.get("entries", {}), _entries(news)
        former = {**{each.name: each.name for each in entries}, **_renamed(states, entries)}
        return [
            Work(self._of, each, former[each.name], _copy(states.get(former[each.name], {})), bool(olds.get(_RETAINS)))
            for each in entries
        ]

    def _carried_out(self, id_: str, olds: Values, news: Values) -> Stored:
        works = self._works(olds, news)
        gone = _gone(olds, works)
        outcomes = tried(works, lambda work: _registry(work.entry.prompt), self._carry_out, self._environment)
        done = [work for work, outcome in zip(works, outcomes, strict=True) if outcome.is_done]
        failed = [(work.entry.name, each) for work, each in zip(works, outcomes, strict=True) if not each.is_done]
        replaced = [prompt for work in done for prompt in work.state.pop("replaced", ())]
        leaving = [] if olds.get(_RETAINS) else [*olds.get("leaving", ()), *gone, *replaced]
        if not failed:
            undeleted = self._deleted(leaving)
            leaving = [prompt for prompt, _ in undeleted]
            failed = [(_name_of(prompt), outcome) for prompt, outcome in undeleted]
        states = {work.entry.name: work.state for work in works if work.state}
        outputs = {
            "owner": news["owner"],
            "entries": states,
            "prompts": _told(states),
            "declared": _declared(works),
            "leaving": leaving,
            **({_RETAINS: True} if news.get(_RETAINS) else {}),
        }
        if failed:
            raise failure_of(failed, (id_, outputs) if states or leaving else None)
        return Stored(id_, outputs)

    def _carry_out(self, work: Work) -> None:
        with self._run.part(work.entry.name):
            work.carry_out()

    def _deleted(self, prompts: Sequence[dict[str, Any]]) -> list[tuple[dict[str, Any], Outcome]]:
        """Those that could not be deleted."""
        outcomes = tried(prompts, lambda each: _registry(each["outputs"]), self._delete, self._environment)
        return [(prompt, each) for prompt, each in zip(prompts, outcomes, strict=True) if not each.is_done]

    def _delete(self, prompt: dict[str, Any]) -> None:
        self._of.prompts.delete(prompt["id"], prompt["outputs"])


def _registry(prompt: Values) -> str | None:
    return PromptRecord(prompt).target.key


def _id(inputs: Values) -> str:
    owner = Owner.of(inputs)
    return "" if owner is None else f"{owner.stack}/{owner.folder}"


def _entries(news: Values) -> list[Entry]:
    owner = Owner.of(news)
    return [Entry(owner, name, said) for name, said in sorted(news["entries"].items())]


def _lost(olds: Values, works: Sequence[Work]) -> list[str]:
    """The entries whose prompts this update would delete, also after a replacement."""
    replaced = [work.entry.name for work in works if work.is_replaced]
    return sorted([*(name for name, _ in _given_up(olds, works)), *replaced])


def _renamed(states: Mapping[str, Any], entries: Sequence[Entry]) -> dict[str, str]:
    """The former names of entries."""
    before = {name: state["prompt"]["outputs"].get("digest") for name, state in states.items() if "prompt" in state}
    after = {entry.name: entry.said["prompt"].get("digest") for entry in entries}
    return {new: old for new, old in former_names(before, after).items() if new not in states}


def _gone(olds: Values, works: Sequence[Work]) -> list[dict[str, Any]]:
    """The prompts in the state that no entry goes on with."""
    return [prompt for _, state in _given_up(olds, works) for prompt in prompts_of(state)]


def _given_up(olds: Values, works: Sequence[Work]) -> list[tuple[str, Mapping[str, Any]]]:
    """The entries in the state that no entry of the program goes on with."""
    kept = {work.former for work in works}
    return [(name, state) for name, state in olds.get("entries", {}).items() if name not in kept]


def _copy(state: Mapping[str, Any]) -> dict[str, Any]:
    return {**state, **({"aliases": {**state["aliases"]}} if "aliases" in state else {})}


def _declared(works: Sequence[Work]) -> dict[str, str]:
    """What tells whether the program says the same of each entry as in the last `up`."""
    said = {work.entry.name: json.dumps(work.entry.said, sort_keys=True, default=repr) for work in works}
    return {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in said.items()}


def _told(states: Mapping[str, Any]) -> dict[str, Any]:
    """What programs ask for."""
    return {name: _of_entry(state) for name, state in states.items() if "prompt" in state}


def _of_entry(state: Mapping[str, Any]) -> dict[str, Any]:
    prompt, version = state["prompt"], state.get("version", {}).get("outputs", {})
    told = {"id": prompt["id"], **{name: prompt["outputs"].get(name) for name in ("uri", "digest")}}
    return {**told, "version": version.get("version")}


def _name_of(prompt: Mapping[str, Any]) -> str:
    return str(prompt["outputs"].get("name", prompt["id"]))
