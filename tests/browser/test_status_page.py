"""The page of a status in a real browser."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from browser.opened import PHONE, WIDE, Opened, chromium
from browser.test_page import HOSTILE_IN_HTML
from pulumi_prompts.status.forms.html import page
from pulumi_prompts.status.model import Status
from status import samples

STATUSES = {
    "a team's": samples.team(),
    "gone": samples.gone(),
    "a difference": samples.different(),
    "many colours": samples.colourful(),
    "hostile": samples.hostile(HOSTILE_IN_HTML),
    "many": samples.many(30),
    "nothing": Status((), ()),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def opened(browser: Browser, folder: Path, status: Status, width: int = WIDE) -> Opened:
    file = folder / "status.html"
    file.write_text(page(status), encoding="utf-8")
    return Opened(browser.new_page(viewport={"width": width, "height": 900}), file)


@pytest.mark.parametrize("status", STATUSES.values(), ids=STATUSES.keys())
def test_everybody_can_read_it(browser: Browser, tmp_path: Path, status: Status) -> None:
    """By the rules of WCAG 2 AA; it asks for nothing else, and complains about nothing."""
    at = opened(browser, tmp_path, status)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for width, scheme in product((WIDE, PHONE), schemes):
        at.page.emulate_media(color_scheme=scheme)
        at.page.set_viewport_size({"width": width, "height": 900})
        assert not at.is_wider_than_its_window(), width
        found = Axe().run(at.page)
        assert not found.violations_count, found.generate_report()
    assert (at.complaints, at.asked_for_more()) == ([], [])
    at.page.close()


def test_what_is_the_same_everywhere_can_be_hidden(browser: Browser, tmp_path: Path) -> None:
    at = opened(browser, tmp_path, samples.many(30))
    expect(at.page.get_by_role("row")).to_have_count(31)
    at.page.get_by_label("only what is not the same everywhere").check()
    expect(at.page.get_by_role("row")).to_have_count(2)
    at.page.close()


def test_a_narrow_page_says_the_environment_of_each_place(browser: Browser, tmp_path: Path) -> None:
    for width, words in ((WIDE, "none"), (PHONE, '"production: "')):
        at = opened(browser, tmp_path, samples.team(), width)
        cell = at.page.locator('td[data-environment="production"]').first
        assert cell.evaluate("(cell) => getComputedStyle(cell, '::before').content") == words
        at.page.close()


def test_no_text_acts(browser: Browser, tmp_path: Path) -> None:
    at = opened(browser, tmp_path, samples.hostile(HOSTILE_IN_HTML))
    assert at.value("[typeof acted, document.scripts.length, document.images.length]") == ["undefined", 0, 0]
    at.page.close()
