"""A report, opened in a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from browser.bootstrap import TO_TYPE, found

WIDE, PHONE = 1440, 390


@contextmanager
def chromium() -> Iterator[Browser]:
    """Ends before a test of another module runs: its event loop would be in the way of theirs."""
    path = found()
    assert path, f"these tests need Chromium; `make test` installs it as root, else: {TO_TYPE}"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--disable-component-update", "--disable-sync"])
        yield browser
        browser.close()


class Opened:
    """A page, and what it asked for and complained about."""

    def __init__(self, page: Page, file: Path) -> None:
        self.page, self.complaints, self._file = page, list[str](), file
        self._asked_for = list[str]()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked_for.append(request.url))
        page.goto(file.as_uri())

    def asked_for_more(self) -> list[str]:
        return [url for url in self._asked_for if url.partition("#")[0] != self._file.as_uri()]

    def change(self, name: str) -> Locator:
        return self.page.locator("article").filter(has=self.page.locator("h3 .name", has_text=name))

    def shown(self) -> list[str]:
        """The names of the changes that can be seen."""
        names = self.page.locator("article:visible > details > summary .name")
        return names.all_inner_texts()

    def focused(self) -> str:
        """The name of the change that has the focus."""
        return str(self.page.evaluate("document.activeElement.closest('article')?.querySelector('.name').textContent"))

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def unfold_all(self) -> None:
        self.page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    def is_wider_than_its_window(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def value(self, expression: str) -> Any:
        return self.page.evaluate(expression)
