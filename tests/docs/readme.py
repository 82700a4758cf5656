"""The code blocks of the documentation: what stands after the language says how a test uses a block.

`file=NAME` is written to that file (`append=yes`: added to it), `run=yes` is run line by line, `run=dry` is only asked
of make, `of=FILE` is a part of that file of the repository, `registry=KIND` is what an application of that one runs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
READING = README.parent / "docs" / "reading.md"
_BLOCK = re.compile(r"^```(?P<language>\w+)(?P<words>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    language: str
    words: dict[str, str]
    text: str

    @property
    def commands(self) -> list[str]:
        return self.text.splitlines()


def blocks(document: Path = README) -> Iterator[Block]:
    for found in _BLOCK.finditer(document.read_text(encoding="utf-8")):
        words = dict(word.split("=", 1) for word in found["words"].split())
        yield Block(found["language"], words, found["text"])
