"""The programs that are measured against each other, and what they find beside them.

Imported in the measured programs: imports nothing of ours before a `declare_...` does.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import pulumi

if TYPE_CHECKING:
    from benchmarks.floor import FloorPrompt

Side = Literal["ours", "floor", "bare", "loop", "folder", "bulk"]
"""Prompts as resources of ours, and the floor, also without versions; files declared in a loop, as a `PromptFolder`,
and as one in bulk."""

GIVEN = Path("prompts.json")
FILES = Path("prompts")
"""The same, as a file for each prompt."""

KEEP = 5


class Given(TypedDict):
    """One prompt: the inputs of ours; and what ours computes from them, for the floor."""

    name: str
    inputs: dict[str, Any]
    computed: dict[str, Any]


def main_module(side: Side) -> str:
    return f"from benchmarks.programs import declare_{side}\n\ndeclare_{side}()\n"


def declare_ours() -> None:
    from pulumi_prompts import Prompt, PromptVersion

    for given in _given():
        prompt = Prompt(given["name"], **given["inputs"])
        PromptVersion(given["name"], prompt=prompt, keep=KEEP)


def declare_loop() -> None:
    from pulumi_prompts import Prompt, PromptVersion

    for file in sorted(FILES.iterdir()):
        prompt = Prompt.from_file(file.stem, file)
        PromptVersion(file.stem, prompt=prompt, keep=KEEP)


def declare_folder() -> None:
    from pulumi_prompts import PromptFolder

    PromptFolder("prompts", FILES, keep=KEEP)


def declare_bulk() -> None:
    from pulumi_prompts import PromptFolder

    PromptFolder("prompts", FILES, keep=KEEP, bulk=True)


def declare_floor() -> None:
    from benchmarks.floor import FloorVersion

    for name, prompt in _floor_prompts():
        FloorVersion(name, prompt, KEEP)


def declare_bare() -> None:
    list(_floor_prompts())


def _floor_prompts() -> Iterator[tuple[str, "FloorPrompt"]]:
    from benchmarks.floor import FloorPrompt

    backend = pulumi.Config("prompts").require_object("backend")
    for given in _given():
        name = given["name"]
        yield name, FloorPrompt(name, **given["inputs"], **given["computed"], backend=backend)


def _given() -> list[Given]:
    given: list[Given] = json.loads(GIVEN.read_text())
    return given
