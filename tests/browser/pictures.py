"""The pictures that the README and the documentation show.

make pictures
"""

import shutil
import subprocess
import sys
import tempfile
from math import ceil
from pathlib import Path
from subprocess import PIPE
from typing import Literal

from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME

from browser.bootstrap import FONTS, TO_TYPE
from browser.opened import PHONE, WIDE, chromium
from pulumi_prompts.report.forms.html import page
from pulumi_prompts.report.forms.terminal import show
from pulumi_prompts.status.forms.html import page as status_page
from report.team import team
from status import samples

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
COLUMNS = 110
COLOURS = 64
TERMINAL = """<!doctype html><meta charset="utf-8"><style>
{stylesheet} body {{ margin: 0; padding: 20px; background: {background}; color: {foreground}; width: max-content }}
pre {{ margin: 0; font: 13px/1.5 "JetBrains Mono"; font-variant-ligatures: none }}
</style><pre>{code}</pre>"""


def main() -> None:
    if missing := [font for font in FONTS if not is_here(font)] + ["pngquant"] * (shutil.which("pngquant") is None):
        sys.exit(f"the pictures need {', '.join(missing)}: {TO_TYPE}")
    FOLDER.mkdir(exist_ok=True)
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.html"
        file.write_text(page(team()), encoding="utf-8")
        for scheme in ("light", "dark"):
            of_report(browser, file, scheme)
        of_phone(browser, file)
        of_terminal(browser)
        of_status(browser, Path(folder) / "status.html")


def is_here(font: str) -> bool:
    list_ = shutil.which("fc-list")
    return bool(list_ and subprocess.run([list_, font], capture_output=True, check=True).stdout)


def of_report(browser: Browser, file: Path, scheme: Literal["light", "dark"]) -> None:
    """To the end of the first change."""
    opened = browser.new_page(viewport={"width": WIDE, "height": 900}, color_scheme=scheme)
    opened.goto(file.as_uri())
    height = opened.evaluate("document.querySelector('article').getBoundingClientRect().bottom + 24")
    opened.set_viewport_size({"width": WIDE, "height": round(height)})
    take(opened, f"report-{scheme}")


def of_phone(browser: Browser, file: Path) -> None:
    """The diff of the first change."""
    opened = browser.new_page(viewport={"width": PHONE, "height": 844})
    opened.goto(file.as_uri())
    opened.locator(".diff").first.evaluate("(diff) => window.scrollTo(0, diff.getBoundingClientRect().top - 48)")
    take(opened, "report-phone")


def of_terminal(browser: Browser) -> None:
    with Path("/dev/null").open("w") as nowhere:
        console = Console(record=True, force_terminal=True, width=COLUMNS, file=nowhere, color_system="truecolor")
        show(team(), console)
    opened = browser.new_page(viewport={"width": 1000, "height": 100})
    opened.set_content(console.export_html(code_format=TERMINAL, theme=SVG_EXPORT_THEME))
    size = opened.locator("body").bounding_box()
    assert size
    opened.set_viewport_size({"width": ceil(size["width"]), "height": ceil(size["height"])})
    take(opened, "terminal")


def of_status(browser: Browser, file: Path) -> None:
    """All of it."""
    file.write_text(status_page(samples.team()), encoding="utf-8")
    opened = browser.new_page(viewport={"width": WIDE, "height": 900})
    opened.goto(file.as_uri())
    height = opened.evaluate("document.querySelector('main').getBoundingClientRect().bottom + 24")
    opened.set_viewport_size({"width": WIDE, "height": round(height)})
    take(opened, "status")


def take(opened: Page, name: str) -> None:
    picture = opened.screenshot(animations="disabled")
    opened.close()
    (FOLDER / f"{name}.png").write_bytes(smaller(picture))


def smaller(picture: bytes) -> bytes:
    command = ["pngquant", "--nofs", "--strip", str(COLOURS), "-"]
    return subprocess.run(command, input=picture, stdout=PIPE, check=True).stdout


if __name__ == "__main__":
    main()
