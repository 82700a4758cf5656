"""Random pairs of programs, told as the engine tells them: nothing that happens is left out, whatever it is."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.lifecycle.previewing import NOT_HERE
from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.program.urns import PROMPT
from pulumi_prompts.report.changes.building import report_of
from pulumi_prompts.report.model import Report, Row
from pulumi_prompts.report.previews.documents import pieces_of
from pulumi_prompts.report.previews.reading import read
from report.made import Json, alias, document, prompt, step, stream, urn_of, version
from report.record import RECORDED

FOLLOWS = "follows"


@dataclass(frozen=True)
class Declared:
    """A prompt in a program; each alias follows its versions, or is at the first one."""

    text: str
    is_published: bool = True
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return f"sha256:{sha256(self.text.encode('utf-8', 'surrogatepass')).hexdigest()}"


LINES = st.text(st.sampled_from("ab{}`é \r\u2028"), max_size=8)
TEXTS = st.lists(LINES, max_size=6).map("\n".join)
ALIASES = st.dictionaries(st.sampled_from(["staging", "production"]), st.sampled_from([FOLLOWS, "1"]))
PROGRAMS = st.dictionaries(st.sampled_from("abc"), st.builds(Declared, TEXTS, st.booleans(), ALIASES))


def steps_between(before: Mapping[str, Declared], after: Mapping[str, Declared]) -> list[Json]:
    """What the engine tells of the second program, on the state that the first one left."""
    return [each for name in {**before, **after} for each in _steps(name, before.get(name), after.get(name))]


def _steps(name: str, old: Declared | None, new: Declared | None) -> Iterator[Json]:
    yield _step(_prompt(name, old), _prompt(name, new))
    was = version(old.digest, name, {"1": old.digest}) if old and old.is_published else None
    now = version(new.digest, name) if new and new.is_published else None
    if was or now:
        yield _step(was, now)
    for called in sorted({*(old.aliases if old else ()), *(new.aliases if new else ())}):
        is_there = old is not None and called in old.aliases
        stands = alias(called, "1", old.digest, name, content={"template": old.text}) if old and is_there else None
        goes = _alias(called, new.aliases[called], old, new, name) if new and called in new.aliases else None
        yield _step(stands, goes)


def _prompt(name: str, declared: Declared | None) -> Json | None:
    return prompt(declared.text, declared.digest, name, id=name) if declared else None


def _alias(called: str, wanted: str, old: Declared | None, new: Declared, name: str) -> Json:
    if wanted == FOLLOWS and not (old and old.digest == new.digest):
        return alias(called, UNKNOWN, new.digest, name, content={"template": new.text})
    first = old or new
    is_here = first.digest == new.digest
    return alias(called, "1", first.digest, name, content={"template": new.text} if is_here else NOT_HERE)


def _step(old: Json | None, new: Json | None) -> Json:
    if old is None or new is None:
        return step("create" if new else "delete", old, new)
    is_same = (old["inputs"].get("digest"), old["inputs"].get("version")) == (
        new["inputs"].get("digest"),
        new["inputs"].get("version"),
    )
    return step("same" if is_same else "update", old, new)


def report(text: str) -> Report:
    return report_of(read([("preview", text)]))


def texts_of(rows: tuple[Row, ...]) -> tuple[str, str]:
    """Both sides, put together from their rows."""
    old, new = ([row for row in rows if row.kind != gone] for gone in ("added", "removed"))
    return "".join(row.text + row.end for row in old), "".join(row.text + row.end for row in new)


@given(PROGRAMS, PROGRAMS, st.booleans())
def test_each_step_is_told_once(before: Mapping[str, Declared], after: Mapping[str, Declared], streaming: bool) -> None:
    steps = steps_between(before, after)
    found = report(stream(steps) if streaming else document(*steps))
    places = [place for change in found.changes for place in change.places]
    told = Counter((each.action, each.urn) for place in places for each in place.operations)
    assert told == Counter((each["op"], each["urn"]) for each in steps if each["op"] != "same")
    assert all(place.happenings for place in places)
    assert found.stacks[0].unchanged == sum(each["op"] == "same" for each in steps)


@given(PROGRAMS, PROGRAMS)
def test_each_line_of_a_text_that_changes_is_shown(
    before: Mapping[str, Declared], after: Mapping[str, Declared]
) -> None:
    shown = {
        operation.urn: texts_of(change.contents.texts[0].rows)
        for change in report(document(*steps_between(before, after))).changes
        for place in change.places
        for operation in place.operations
        if change.contents.texts
    }
    for name in {**before, **after}:
        texts = tuple(each.text if each else "" for each in (before.get(name), after.get(name)))
        if texts[0] != texts[1]:
            assert shown[urn_of(PROMPT, name)] == texts


RECORDED_STEPS = [*pieces_of((RECORDED / "edit-stream.json").read_text())]
JUNK: st.SearchStrategy[Any] = st.sampled_from([None, 5, "x", [], {}, ["x"], [{"role": []}], {"a": 1}])


@given(st.data())
def test_whatever_stands_in_the_place_of_a_value_is_no_exception(data: st.DataObject) -> None:
    steps = deepcopy(RECORDED_STEPS)
    holder, key = data.draw(st.sampled_from([*places_in(steps)]))
    holder[key] = data.draw(JUNK)
    report("\n".join(map(json.dumps, steps)))


def places_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each place at which a value stands: what holds it, and under which key."""
    held = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in held:
        yield value, key
        yield from places_in(item)


@given(PROGRAMS, PROGRAMS, st.booleans(), st.data())
def test_wherever_it_is_cut_it_is_a_failure(
    before: Mapping[str, Declared], after: Mapping[str, Declared], streaming: bool, data: st.DataObject
) -> None:
    steps = steps_between(before, after)
    text = (stream(steps) if streaming else document(*steps)).rstrip("\n")
    assert report(text[: data.draw(st.integers(0, len(text) - 1))]).failed
    assert not report(text).failed
