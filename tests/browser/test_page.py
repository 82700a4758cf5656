"""The HTML form in a real browser."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from browser.opened import PHONE, WIDE, Opened, chromium
from pulumi_prompts.report.forms.html import page
from pulumi_prompts.report.model import Change, Report
from report.samples import HOSTILE, everything, failed, hostile, joined, many, nothing, text_change
from report.team import team

Open = Callable[..., Opened]
HOSTILE_IN_HTML = f"{HOSTILE}</p></style><b onfocus='acted = 1' autofocus x=\"`&lt;i> $verdict \x00 \ud800 " + "W" * 300
REPORTS = {
    "a team's": team(),
    "everything": joined(everything(), failed()),
    "hostile": hostile(HOSTILE_IN_HTML),
    "many": many(12),
    "nothing": nothing(),
    "no preview": Report((), ()),
}
EACH = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a report; whatever a test does there, nothing is asked for and nothing is complained about."""
    pages: list[Opened] = []

    def open_(report: Report, width: int = WIDE, **options: Any) -> Opened:
        file = tmp_path / "report.html"
        file.write_text(page(report), encoding="utf-8")
        pages.append(Opened(browser.new_page(viewport={"width": width, "height": 900}, **options), file))
        return pages[-1]

    yield open_
    for each in pages:
        assert (each.complaints, each.asked_for_more()) == ([], [])
        each.page.close()


def test_a_click_folds_and_unfolds_a_change(opened: Open) -> None:
    at = opened(team())
    text = at.change("handover-summary").get_by_text("Five lines at most.").last
    expect(text).to_be_visible()
    at.change("handover-summary").locator("summary").first.click()
    expect(text).to_be_hidden()
    at.change("handover-summary").locator("summary").first.click()
    expect(text).to_be_visible()


def test_equal_lines_unfold_on_both_sides(opened: Open) -> None:
    at = opened(team())
    line = at.change("support-reply").get_by_text("Gift cards are valid for three years.")
    expect(line.first).to_be_hidden()
    at.page.get_by_text("7 equal lines").click()
    expect(line).to_have_count(2)
    assert [each.is_visible() for each in line.all()] == [True, True]


def test_lines_have_the_numbers_of_their_sides(opened: Open) -> None:
    article = opened(team()).change("support-reply")
    for words, numbers in (("mentions a lawyer", ["23", "24"]), ("asks a", ["24", "25"])):
        lines = article.get_by_text(words).all()
        assert [line.get_attribute("data-n") for line in lines] == numbers


def test_lines_that_belong_together_stand_side_by_side_on_a_wide_page_alone(opened: Open) -> None:
    for width, is_beside in ((WIDE, True), (PHONE, False)):
        article = opened(team(), width).change("support-reply")
        old, new = (article.locator(name, has_text="Refunds") for name in ("del", "ins"))
        one, other = old.bounding_box(), new.bounding_box()
        assert one
        assert other
        assert (one["y"] == other["y"]) is is_beside
        assert one["x"] + one["width"] <= other["x"] if is_beside else one["y"] < other["y"]


def test_a_phone_has_one_column_of_numbers(opened: Open) -> None:
    at = opened(team(), PHONE)
    at.unfold_all()
    edges = at.value(
        "[...new Set([...document.querySelectorAll('.diff p, .diff del, .diff ins')]"
        ".filter((line) => line.checkVisibility()).map((line) => line.getBoundingClientRect().x))]"
    )
    assert len(edges) == 1
    line = at.change("support-reply").get_by_text("Gift cards are valid for three years.")
    expect(line).to_have_count(2)
    assert [each.is_visible() for each in line.all()] == [False, True]


def test_it_filters_by_what_happens_by_stack_and_by_text(opened: Open) -> None:
    at = opened(team())
    for kind, names in (("production", ["support-reply"]), ("warnings", ["support-reply", "returns-faq"])):
        button = at.page.get_by_role("button", name=kind)
        button.click()
        assert at.shown() == names
        button.click()
    at.page.get_by_role("button", name="moves alias").click()
    assert at.shown() == ["support-reply"]
    at.page.get_by_role("button", name="publishes").click()
    assert at.shown() == ["support-reply", "chat-greeting", "handover-summary"]
    at.page.get_by_label("Stack").select_option("acme/support/production")
    assert at.shown() == ["support-reply"]
    at.page.get_by_label("Stack").select_option("all")
    at.page.get_by_label("Text").fill("FIVE lines")
    assert at.shown() == ["handover-summary"]
    expect(at.page.get_by_role("status")).to_have_text("1 of 4")
    at.page.get_by_label("Text").fill("no such text")
    expect(at.page.get_by_text("No change is like that.")).to_be_visible()


def _edited(prompt: str, words: int) -> Change:
    """A small change as each of many, but of another text."""
    (one,) = many(1).changes
    texts = (text_change("Say it well.", f"Say it in {words} words."),)
    return replace(one, prompt=prompt, contents=replace(one.contents, texts=texts))


def test_a_mass_of_changes_does_not_bury_a_few(opened: Open) -> None:
    few = [_edited(f"small-{number}", number) for number in range(9)]
    at = opened(joined(many(300), Report((), tuple(few))))
    assert at.shown() == ["helper-0000", *(f"small-{number}" for number in range(9))]
    at.page.get_by_label("Text").fill("helper-0123")
    assert at.shown() == ["helper-0123"]


def test_keys_go_from_change_to_change(opened: Open) -> None:
    at = opened(team())
    at.press("j")
    assert at.focused() == "support-reply"
    at.press("j", "j", "k")
    assert at.focused() == "returns-faq"
    at.press("o")
    expect(at.change("returns-faq").get_by_text("Answer from")).to_be_hidden()
    at.press("/", "o", "k")
    expect(at.page.get_by_label("Text")).to_have_value("ok")
    at.press("Escape", "j")
    assert (len(at.shown()), at.focused()) == (4, "support-reply")
    at.press("?")
    expect(at.page.get_by_role("dialog")).to_be_visible()
    at.page.get_by_role("button", name="Close").click()
    expect(at.page.get_by_role("dialog")).to_be_hidden()


def test_the_index_leads_to_a_folded_change(opened: Open) -> None:
    at = opened(many(300))
    at.page.get_by_role("button", name="Fold all").click()
    at.page.get_by_role("navigation").get_by_text("299 more").click()
    at.page.get_by_role("link", name="helper-0123").click()
    expect(at.change("helper-0123").get_by_text("number 123").last).to_be_in_viewport()
    assert at.focused() == "helper-0123"


def test_the_index_leads_to_what_the_filter_hides(opened: Open) -> None:
    at = opened(team())
    at.page.get_by_label("Text").fill("five lines")
    at.page.get_by_role("navigation").get_by_role("link", name="returns-faq").click()
    assert at.shown() == ["returns-faq", "handover-summary"]


@EACH
def test_everybody_can_read_it(opened: Open, report: Report) -> None:
    """Contrast, names of buttons, landmarks, headings: by the rules of WCAG 2 AA and the best practices of axe."""
    at = opened(report)
    at.unfold_all()
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for width, scheme in product((WIDE, PHONE), schemes):
        at.page.emulate_media(color_scheme=scheme)
        at.page.set_viewport_size({"width": width, "height": 900})
        assert not at.is_wider_than_its_window(), width
        found = Axe().run(at.page)
        assert not found.violations_count, found.generate_report()


def test_dark_is_dark(opened: Open) -> None:
    at = opened(team(), color_scheme="dark")
    assert at.value("getComputedStyle(document.body).backgroundColor") == "rgb(18, 20, 23)"


def test_no_text_acts(opened: Open) -> None:
    at = opened(hostile(HOSTILE_IN_HTML))
    at.unfold_all()
    assert at.value("[typeof acted, document.scripts.length, document.images.length]") == ["undefined", 1, 0]
    assert set(at.value("[...document.links].map((link) => link.protocol)")) == {"file:"}


def test_not_even_markup_that_gets_through_acts(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    smuggled = "<script>acted = 1</script><img src='data:,' onerror='acted = 1'><style>main{display:none}</style>"
    file.write_text(page(team()).replace("<main>", f"<main>{smuggled}"), encoding="utf-8")
    at = Opened(browser.new_page(), file)
    assert at.value("typeof acted") == "undefined"
    expect(at.page.get_by_role("main")).to_be_visible()
    assert all("Content Security Policy" in complaint for complaint in at.complaints)
    at.page.close()


def test_it_is_read_without_its_script(opened: Open) -> None:
    at = opened(team(), java_script_enabled=False)
    expect(at.page.get_by_text("under 120 words")).to_be_visible()
    expect(at.page.get_by_role("search")).to_be_hidden()
