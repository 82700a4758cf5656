"""Finds a Chromium for the tests of pages, or installs Debian's with what the pictures need, and prints its path.

    python tests/browser/bootstrap.py

It installs as root, where there is apt-get; else it says the line to type. Stdout carries the path only; all that is
for people goes to stderr. Standard library only: it runs before there is a virtual environment.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")
FONTS = {"Inter": "fonts-inter", "JetBrains Mono": "fonts-jetbrains-mono", "Noto Color Emoji": "fonts-noto-color-emoji"}
PACKAGES = ("chromium", "pngquant", *FONTS.values())
INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES)
TO_TYPE = f"sudo apt-get update && sudo {' '.join(INSTALL)}"


class NoBrowser(Exception):
    """There is none, and none can be installed; the message says what the person can do."""


def found() -> Path | None:
    paths = filter(None, map(shutil.which, NAMES))
    return next(map(Path, paths), None)


def browser() -> Path:
    path = found()
    if path is None:
        install()
        path = found()
    if path is None:
        raise NoBrowser(f"no Chromium on PATH ({', '.join(NAMES)}). On Debian and Ubuntu: {TO_TYPE}")
    return path


def install() -> None:
    if os.geteuid() or shutil.which("apt-get") is None:
        return
    print(f"browser: no Chromium on this machine: installing {', '.join(PACKAGES)}", file=sys.stderr, flush=True)
    for command in (("apt-get", "update", "--quiet"), INSTALL):
        # Its own words go to stderr: stdout is for the path.
        ended = subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdout=2, check=False)
        if ended.returncode:
            raise NoBrowser(f"`{' '.join(command)}` failed with exit code {ended.returncode}. Try: {TO_TYPE}")


def main() -> int:
    try:
        print(browser())
    except NoBrowser as why:
        print(f"browser: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
