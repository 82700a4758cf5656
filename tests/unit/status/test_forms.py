"""The forms of a status: the same facts in each, no text that acts, and room."""

import io
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from rich.console import Console

from pulumi_prompts.report.forms.markdown import LONGEST
from pulumi_prompts.status.forms.facts import COLOURS, LEGEND, NO_DIFFERENCE, NOT_THERE, NOTHING, verdict
from pulumi_prompts.status.forms.html import page
from pulumi_prompts.status.forms.json_form import dumps, schema
from pulumi_prompts.status.forms.markdown import SQUARES, markdown
from pulumi_prompts.status.forms.terminal import STYLES, show
from pulumi_prompts.status.model import FORMAT, Status
from report import github
from report.samples import HOSTILE, digest
from status import samples

EMPTY = Status((), ())


def printed(status: Status, *, colours: bool = False, width: int = 80) -> str:
    out = io.StringIO()
    show(status, Console(file=out, force_terminal=colours, color_system="standard" if colours else None, width=width))
    return out.getvalue()


def row(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if name in line)


class TestFacts:
    def test_the_verdict_counts_what_needs_a_look(self) -> None:
        assert verdict(samples.team()) == (
            "4 prompts in 4 environments: 1 drifted, 2 not the same everywhere, 2 not in every environment."
        )
        assert verdict(samples.gone()) == "2 prompts in 1 environment: 1 not read, 1 gone."
        assert verdict(samples.many()).startswith("300 prompts in 5 environments: 1 not the same everywhere.")
        assert verdict(Status(samples.many().environments, samples.many().prompts[1:])).endswith(": all the same.")
        assert verdict(EMPTY) == NOTHING

    def test_every_form_has_a_colour_for_each(self) -> None:
        assert len({*SQUARES}) == len({*STYLES}) == COLOURS


class TestTerminal:
    def test_a_pipe_gets_each_prompt_in_a_line(self) -> None:
        lines = printed(samples.team()).splitlines()
        assert lines[0] == verdict(samples.team())
        assert lines[1].split() == ["dev", "staging", "production", "canary"]
        assert re.split(" {2,}", row(printed(samples.team()), "support-reply").strip()) == [
            "support-reply",
            f"7 {digest('new')[7:19]} since 2026-11-02",
            f"7 {digest('new')[7:19]} since 2026-11-02",
            f"6 {digest('rude')[7:19]} behind, drifted, state: 4 {digest('old')[7:19]}",
            f"7 {digest('new')[7:19]} in no given state, published 2026-10-30",
        ]
        assert row(printed(samples.team()), "greeting").count(NOT_THERE) == 3
        assert lines[-1] == LEGEND
        assert [line for line in lines if line != line.rstrip()] == []

    def test_one_content_has_one_colour(self) -> None:
        told = row(printed(samples.team(), colours=True, width=400), "triage")
        assert re.findall(r"\x1b\[(\d+)m(\d+) ", told) == [("32", "12"), ("33", "11"), ("36", "9"), ("33", "11")]

    def test_a_narrow_terminal_wraps_cells(self) -> None:
        lines = re.sub(r"\x1b\[[\d;]*m", "", printed(samples.team(), colours=True, width=70)).splitlines()
        assert max(map(len, lines[1:-1])) <= 70

    def test_what_could_not_be_read_is_told_once(self) -> None:
        told = printed(samples.gone())
        assert "not read: summary: mlflow: nothing answers at `mlflow.example.com`" in told.splitlines()
        assert f"gone, state: 2 {digest('faq')[7:19]}" in row(told, "faq ")

    def test_a_difference_is_shown_below_its_row(self) -> None:
        lines = printed(samples.different()).splitlines()
        assert lines[3:5] == ["", "triage: production => dev"]
        assert [line for line in lines if line.startswith(("    -", "    +"))] == ["    -Be brief.", "    +Be kind."]
        assert LEGEND not in lines

    def test_no_difference_is_told(self) -> None:
        assert printed(samples.same()).splitlines()[-1] == NO_DIFFERENCE
        assert NO_DIFFERENCE in markdown(samples.same())
        assert NO_DIFFERENCE in page(samples.same())

    def test_no_text_acts(self) -> None:
        told = printed(samples.hostile("[red]x[/red] \x1b[31m \u202e"), colours=True, width=2_000)
        assert "[red]x[/red] ⟨U+001B⟩[31m ⟨U+202E⟩" in told
        assert "\u202e" not in told

    def test_nothing_is_told_as_nothing(self) -> None:
        assert printed(EMPTY) == f"{NOTHING}\n"


class TestMarkdown:
    def test_a_table_whose_colours_are_squares(self) -> None:
        lines = markdown(samples.team()).splitlines()
        assert lines[0] == f"**{verdict(samples.team())}**"
        assert lines[2:4] == ["|  | `dev` | `staging` | `production` | `canary` |", "| --- | --- | --- | --- | --- |"]
        new, rude, old = (digest(text)[7:19] for text in ("new", "rude", "old"))
        assert row(markdown(samples.team()), "support-reply") == (
            f"| `support-reply` | 🟩 `7` `{new}` since 2026-11-02 | 🟩 `7` `{new}` since 2026-11-02 "
            f"| 🟨 `6` `{rude}` behind, **drifted**, state: `4` `{old}` "
            f"| 🟩 `7` `{new}` in no given state, published 2026-10-30 |"
        )

    def test_colours_end_where_there_are_no_more(self) -> None:
        cells = row(markdown(samples.colourful()), "triage").split(" | ")[1:]
        assert [next((square for square in SQUARES if square in cell), "") for cell in cells] == [*SQUARES, "", ""]

    def test_what_has_no_room_is_counted(self) -> None:
        written = markdown(samples.many(3_000))
        assert len(written) <= LONGEST
        shown = len(re.findall(r"^\| `helper", written, re.MULTILINE))
        assert f"… and {3_000 - shown:,} more prompts" in written
        assert "`helper-2999`" in written  # it differs

    @given(st.text(st.characters()))
    def test_no_text_acts(self, text: str) -> None:
        made = markdown(samples.hostile(text))
        assert (github.html(made), github.images(made), github.acting(made)) == ([], [], [])

    def test_no_text_breaks_out_of_its_cell(self) -> None:
        made = markdown(samples.hostile(f"a|b {HOSTILE}"))
        assert (github.html(made), github.images(made), github.acting(made)) == ([], [], [])
        assert [page_row.count("<td") for page_row in github.page(made).split("<tr>")[2:]] == [3]

    def test_a_difference_is_a_diff(self) -> None:
        (diff,) = [block for block in github.code(markdown(samples.different())) if "brief" in block]
        assert diff == " Ask {{customer}}.\n-Be brief.\n+Be kind.\n"


class TestJson:
    @pytest.mark.parametrize("status", [samples.team(), samples.gone(), samples.different(), EMPTY])
    def test_all_of_it_is_there_by_its_schema(self, status: Status) -> None:
        found = json.loads(dumps(status))
        Draft202012Validator(schema()).validate(found)
        assert found["format"] == schema()["properties"]["format"]["const"] == FORMAT

    def test_a_place_that_is_not_there_is_null(self) -> None:
        (greeting,) = [each for each in json.loads(dumps(samples.team()))["prompts"] if each["name"] == "greeting"]
        assert [each is None for each in greeting["places"]] == [False, True, True, True]
        assert greeting["places"][0]["served"] == {"version": None, "digest": digest("hello")}


class TestHtml:
    def test_one_content_has_one_colour(self) -> None:
        cells = re.findall(r"<td(.*?)>", page(samples.team()).partition(">triage<")[2].partition("</tr>")[0])
        assert [re.findall(r"colour-\d", each) for each in cells] == [
            ["colour-0"],
            ["colour-1"],
            ["colour-2"],
            ["colour-1"],
        ]

    def test_what_is_the_same_everywhere_can_be_hidden(self) -> None:
        assert page(samples.many()).count('<tr class="uniform">') == 299

    def test_three_hundred_prompts_are_a_small_file(self) -> None:
        assert len(page(samples.many()).encode()) < 1_000_000

    def test_texts_are_escaped(self) -> None:
        tags = Tags()
        tags.feed(page(samples.hostile(HOSTILE)))
        assert {"script", "img", "a"} & tags.found == set()

    def test_a_difference_and_problems_are_there(self) -> None:
        assert "<mark>" in page(samples.different())
        assert "nothing answers at <code>mlflow.example.com</code>" in page(samples.gone())

    def test_nothing_is_told_as_nothing(self) -> None:
        assert f"<title>Prompts: {NOTHING}</title>" in page(EMPTY)
        assert "<table" not in page(EMPTY)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
