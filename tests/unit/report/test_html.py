"""The HTML form, without a browser: tests/browser has the rest."""

import re

import pytest

from pulumi_prompts.report.forms.facts import FAILED, NO_PREVIEW, verdict
from pulumi_prompts.report.forms.html import page
from pulumi_prompts.report.forms.hunks import CONTEXT, equal_lines
from pulumi_prompts.report.forms.web.gathering import MANY, groups_of
from pulumi_prompts.report.forms.web.labels import HAPPENINGS
from pulumi_prompts.report.forms.web.lines import LEAST_FOLDED, diff
from pulumi_prompts.report.forms.web.markup import Markup, element
from pulumi_prompts.report.forms.web.runs import Changed, runs_of
from pulumi_prompts.report.forms.web.wording import sentence
from pulumi_prompts.report.forms.sentences import Link
from pulumi_prompts.report.model import HappeningKind, Report
from report.samples import created, deleted, failed, joined, many, text_change
from typing import get_args

MEGABYTE = 1_000_000


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


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http://a b", "https://ä"])
def test_a_link_leads_to_the_web_or_nowhere(url: str) -> None:
    assert sentence((Link("here", url),)) == "<code>here</code>"
    assert 'href="https://git.example/a#L1"' in sentence((Link("here", "https://git.example/a#L1"),))


def test_lines_that_belong_together_stand_in_one_row() -> None:
    (run,) = runs_of(text_change("one old line\nnew\n", "first\nsecond\none new line\nlast\n"))
    assert isinstance(run, Changed)
    sides = ([line and line.row.text for line in side] for side in (run.removed, run.added))
    assert [*sides] == [[None, None, "one old line", "new"], ["first", "second", "one new line", "last"]]
