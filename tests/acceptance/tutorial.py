"""A tutorial that a test follows to the letter: what stands after the language of a block says how.

`run=yes` is run line by line, and ends with 0, or with `exit=`; `said=yes` is what the commands before it have said,
line by line, with `…` for whatever changes; `diff file=NAME` is an edit; `append=NAME` is added to that file.
"""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(?P<language>\w+)(?P<words>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_SECONDS = 300


@dataclass(frozen=True)
class Block:
    language: str
    words: Mapping[str, str]
    text: str


def blocks_of(document: Path) -> Iterator[Block]:
    for found in _BLOCK.finditer(document.read_text(encoding="utf-8")):
        words = dict(word.split("=", 1) for word in found["words"].split())
        yield Block(found["language"], words, found["text"])


class Reader:
    """Somebody who follows a tutorial in `folder`."""

    def __init__(self, folder: Path, env: Mapping[str, str]) -> None:
        self.folder = folder
        self.env = env
        self.done: list[str] = []
        self._said = ""

    def follow(self, document: Path) -> None:
        for block in blocks_of(document):
            if block.words.get("run") == "yes":
                self._run(block)
            elif block.words.get("said") == "yes":
                self._compare(block.text)
            elif "append" in block.words:
                with (self.folder / block.words["append"]).open("a") as file:
                    file.write(block.text)
            elif block.language == "diff":
                self._edit(self.folder / block.words["file"], block.text)

    def _run(self, block: Block) -> None:
        self._said = ""
        for command in block.text.splitlines():
            done = subprocess.run(
                ["/bin/sh", "-c", command],
                cwd=self.folder,
                env=dict(self.env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
            self._said += done.stdout
            wanted = block.words.get("exit", "0")
            is_as_told = done.returncode != 0 if wanted == "any" else done.returncode == int(wanted)
            assert is_as_told, f"{command} ended with {done.returncode}:\n{done.stdout}"
            self.done.append(command)

    def _compare(self, expected: str) -> None:
        for line in expected.splitlines():
            pattern = ".*".join(re.escape(part) for part in line.strip().split("…"))
            assert re.search(rf"^\s*{pattern}\s*$", self._said, re.MULTILINE), f"not said: {line}\n{self._said}"

    def _edit(self, file: Path, diff: str) -> None:
        lines = diff.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line.startswith("-"))
        after = "".join(line[1:] for line in lines if line.startswith("+"))
        text = file.read_text()
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {file}"
        file.write_text(text.replace(before, after))
