"""The site that `make docs` builds, as a person sees it in a browser."""

import re
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from playwright.sync_api import ConsoleMessage, Page, expect

from browser.opened import PHONE, WIDE, chromium
from docs.readme import DOCS
from docs.site import CONFIGURATION, ROOT, SITE, build

PAGES = ("index.html", "review.html", "reference/prompt.html")
_LINK = re.compile(r"\]\(((?!https?:)[^)\s#]+)")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    shutil.copy(ROOT / CONFIGURATION, folder)
    build(folder)
    return folder / SITE


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class Visitor:
    """A page, and what it asked for and complained about."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked_for, self.complaints = page, list[str](), list[str]()
        page.on("request", lambda request: self.asked_for.append(request.url))
        page.on("console", self._hears)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hears(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def is_wider_than_its_window(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.fixture(scope="module")
def visitor(address: str) -> Iterator[Visitor]:
    """Whatever a test does there, no other server is asked for anything and nothing is complained about."""
    with chromium() as browser:
        visitor = Visitor(browser.new_page())
        yield visitor
    assert [url for url in visitor.asked_for if not url.startswith((address, "blob:"))] == []
    assert visitor.complaints == []


def test_the_navigation_has_every_page() -> None:
    configuration = yaml.safe_load((ROOT / CONFIGURATION).read_text(encoding="utf-8"))
    there = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    named = ["_index.md" if page == "index.md" else page for page in _pages_in(configuration["nav"])]
    assert sorted(named) == sorted(there)


def _pages_in(navigation: list[dict[str, Any]]) -> Iterator[str]:
    for entry in navigation:
        for page in entry.values():
            yield from [page] if isinstance(page, str) else _pages_in(page)


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.stem)
def test_what_a_page_leads_to_is_in_the_repository(page: Path) -> None:
    """The builder of the site looks at pages alone, and not at pictures and files."""
    links = _LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_no_markdown_is_left_in_a_page(site: Path) -> None:
    """Its Markdown is stricter than GitHub's: a list wants a blank line before it, a fence no words of its own."""
    left = re.compile(r"<p>[^<]*(?:```|\n[-*] |\n\d\. |\n?\| )")
    pages = {page.name: left.search(page.read_text(encoding="utf-8")) for page in site.rglob("*.html")}
    assert {name: found[0] for name, found in pages.items() if found} == {}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_desk_and_a_phone(visitor: Visitor, address: str, path: str) -> None:
    for width in (WIDE, PHONE):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        visitor.page.goto(address + path)
        expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
        assert not visitor.is_wider_than_its_window(), width


def test_the_search_finds_a_word(visitor: Visitor, address: str) -> None:
    visitor.page.set_viewport_size({"width": WIDE, "height": 900})
    visitor.page.goto(address)
    visitor.page.get_by_role("button", name="Search").first.click()
    visitor.page.get_by_placeholder("Search").fill("force_destroy")
    visitor.page.get_by_role("option").filter(has_text=re.compile("^Arguments.*PromptVersion")).click()
    expect(visitor.page).to_have_url(re.compile(r"/reference/prompt-version.html"))
