"""The HTML form, without a browser: tests/browser has the rest."""

import re
from dataclasses import replace
from typing import get_args

import pytest

from pulumi_prompts.report.differing.lines import rows_of
from pulumi_prompts.report.forms.facts import FAILED, NO_PREVIEW, verdict
from pulumi_prompts.report.forms.html import page
from pulumi_prompts.report.forms.hunks import CONTEXT, equal_lines
from pulumi_prompts.report.forms.sentences import Link
from pulumi_prompts.report.forms.web.gathering import LARGE, MANY, groups_of
from pulumi_prompts.report.forms.web.labels import HAPPENINGS
from pulumi_prompts.report.forms.web.lines import LEAST_FOLDED, diff
from pulumi_prompts.report.forms.web.markup import Markup, element
from pulumi_prompts.report.forms.web.runs import Changed, runs_of
from pulumi_prompts.report.forms.web.wording import sentence
from pulumi_prompts.report.model import Change, Contents, HappeningKind, Report, TextChange
from report.samples import created, deleted, failed, many

MEGABYTE = 1_000_000


def _change(before: str, after: str) -> TextChange:
    rows, _ = rows_of(before, after)
    return TextChange("template", "template", "known", "known", rows)


def _with_text(before: str, after: str) -> Change:
    return replace(many(1).changes[0], contents=Contents((_change(before, after),)))


def test_three_hundred_changes_are_a_small_file() -> None:
    assert len(page(many(300)).encode()) < 2 * MEGABYTE


def test_a_failed_preview_is_told_first() -> None:
    told = page(failed())
    assert re.findall("<h2.*?>(.*?)</h2>", told)[0] == FAILED
    assert verdict(failed()) in told
    assert NO_PREVIEW in page(Report((), ()))


def test_what_is_no_markup_is_escaped() -> None:
    written = element("p", "<b>", Markup("<i></i>"), None, title='"<')
    assert written == '<p title="&quot;&lt;">&lt;b&gt;<i></i></p>'


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://a b", "https://ä"]
)
def test_a_link_leads_to_the_web_or_nowhere(url: str) -> None:
    assert sentence((Link("here", url),)) == "<code>here</code>"
    assert 'href="https://git.example/a#L1"' in sentence((Link("here", "https://git.example/a#L1"),))


def test_lines_that_belong_together_stand_in_one_row() -> None:
    (run,) = runs_of(_change("one old line\nnew\n", "first\nsecond\none new line\nlast\n"))
    assert isinstance(run, Changed)
    sides = [[line and line.row.text for line in side] for side in (run.removed, run.added)]
    assert sides == [[None, None, "one old line", "new"], ["first", "second", "one new line", "last"]]


@pytest.mark.parametrize(("folded", "is_told"), [(LEAST_FOLDED - 1, False), (LEAST_FOLDED, True)])
def test_equal_lines_far_from_a_change_are_folded(folded: int, is_told: bool) -> None:
    equal = "".join(f"{number}\n" for number in range(CONTEXT + folded))
    assert (f"<summary>{equal_lines(folded)}</summary>" in diff(_change(f"old\n{equal}", f"new\n{equal}"))) is is_told


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (created().changes[0], "more new prompts"),
        (deleted().changes[0], "more prompts that go"),
        (many(1).changes[0], "more prompts that change in the same way"),
        (_with_text("old\n" * LARGE, "new\n" * LARGE), "more large changes"),
    ],
)
def test_many_changes_of_a_kind_are_folded_behind_the_first(change: Change, words: str) -> None:
    other = _with_text("Say it well.", "Say it.")
    few = groups_of([other, *[change] * MANY])
    assert [group.others for group in few] == [""] * (1 + MANY)
    (alone, together) = groups_of([other, *[change] * (MANY + 1)])
    assert (alone.changes, together.others, len(together.changes)) == ((other,), words, MANY + 1)


def test_every_happening_has_a_button() -> None:
    assert list(HAPPENINGS) == list(get_args(HappeningKind))
