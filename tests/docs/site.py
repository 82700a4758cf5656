"""The site of the documentation: a copy of docs/ that a builder of sites understands, and what it builds of that.

    make docs

The pages are written for a repository, where people read them as well. So the copy has another name for Pulumi's
`_index.md`, titles on the code blocks in the place of what tests read there, and no links to files beside docs/.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from docs.readme import DOCS, README

ROOT = README.parent
CONFIGURATION = "mkdocs.yml"
SITE = "site"
_COPY = Path("build") / "docs"
_FENCE = re.compile(r"^```(\w+)((?: \w+=\S+)+)$", re.MULTILINE)
_TITLED = re.compile(r" (?:file|of)=(\S+)")
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((\.\./[^)\s]*)\)")


def build(folder: Path) -> None:
    """Make the site in a folder that holds the configuration; links and anchors that lead nowhere are errors."""
    copy(folder / _COPY)
    zensical = str(Path(sys.executable).with_name("zensical"))
    command = [zensical, "build", "--strict", "--clean", "--config-file", str(folder / CONFIGURATION)]
    subprocess.run(command, cwd=folder, check=True)


def copy(into: Path) -> None:
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(DOCS, into)
    for page in into.rglob("*.md"):
        source = DOCS / page.relative_to(into)
        page.write_text(as_page(source), encoding="utf-8")
    (into / "_index.md").rename(into / "index.md")


def as_page(source: Path) -> str:
    text = source.read_text(encoding="utf-8").replace("\nmeta_desc:", "\ndescription:", 1)
    return _LINK.sub(lambda link: _without_link(source, link), _FENCE.sub(_with_title, text))


def _with_title(fence: re.Match[str]) -> str:
    named = _TITLED.search(fence[2])
    return f"```{fence[1]}" + (f' title="{named[1]}"' if named else "")


def _without_link(source: Path, link: re.Match[str]) -> str:
    """What is not in docs/ is named, because only the repository has it."""
    path = Path(os.path.normpath(source.parent / link[2].partition("#")[0]))
    if path.is_relative_to(DOCS):
        return link[0]
    name = path.relative_to(ROOT).as_posix()
    return f"`{name}`" if link[1].strip("`") == name else f"{link[1]} (`{name}` in the repository)"


if __name__ == "__main__":
    build(ROOT)
