"""A tutorial that a test follows to the letter: what stands after the language of a block says how.

`run=yes` is run line by line, and ends with 0, or with `exit=`; `said=yes` is what the commands before it have said,
line by line, with `…` for whatever changes; `file=NAME` is written to that file, `append=NAME` is added to it, and
`diff file=NAME` is an edit. `of=FILE` is a part of that file of the repository. Others are used in ways of their own.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

_BLOCK = re.compile(r"^```(?P<language>\w+)(?P<words>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_SECONDS = 300


@dataclass(frozen=True)
class Block:
    language: str
    words: Mapping[str, str]
    text: str

    @property
    def commands(self) -> list[str]:
        return self.text.splitlines()


def blocks_of(document: Path) -> Iterator[Block]:
    for found in _BLOCK.finditer(document.read_text(encoding="utf-8")):
        words = dict(word.split("=", 1) for word in found["words"].split())
        yield Block(found["language"], words, found["text"])


class Reader:
    """Somebody who follows a tutorial in one shell.

    Args:
        folder: Where the shell starts.
        env: Its environment.
        instead: What a reader would put in the place of an address or a key that a document has as an example.
    """

    def __init__(self, folder: Path, env: Mapping[str, str], instead: Mapping[str, str] | None = None) -> None:
        self.env = {**env, "PWD": str(folder)}
        self.done: list[str] = []
        self.instead = instead or {}
        self._said = ""

    @property
    def folder(self) -> Path:
        """Where the shell is."""
        return Path(self.env["PWD"])

    def follow(self, document: Path) -> None:
        for block in blocks_of(document):
            text = self._as_typed(block.text)
            if block.words.get("run") == "yes":
                self._run(text, block.words.get("exit", "0"))
            elif block.words.get("said") == "yes":
                self._compare(text)
            elif "append" in block.words:
                self._write(block.words["append"], text, "a")
            elif block.language == "diff":
                self._edit(self.folder / block.words["file"], text)
            elif "file" in block.words:
                self._write(block.words["file"], text, "w")

    def _as_typed(self, text: str) -> str:
        for example, own in self.instead.items():
            text = text.replace(example, own)
        return text

    def _write(self, name: str, text: str, mode: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open(mode) as opened:
            opened.write(text)

    def _run(self, commands: str, wanted: str) -> None:
        self._said = ""
        for command in commands.splitlines():
            done = self._types(command)
            self._said += done.stdout
            is_as_told = done.returncode != 0 if wanted == "any" else done.returncode == int(wanted)
            assert is_as_told, f"{command} ended with {done.returncode}:\n{done.stdout}"
            self.done.append(command)

    def _types(self, command: str) -> "subprocess.CompletedProcess[str]":
        """As into a shell that stays open: the next command finds its folder and its variables."""
        with NamedTemporaryFile() as kept:
            done = subprocess.run(
                ["/bin/sh", "-c", f"trap 'env -0 >{kept.name}' EXIT\n{command}\n"],
                cwd=self.folder,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=_SECONDS,
                check=False,
            )
            kept_variables = os.fsdecode(Path(kept.name).read_bytes()).split("\0")
        self.env = dict(each.split("=", 1) for each in kept_variables if each)
        return done

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
