"""The two programs that are measured against each other, and what they find in `prompts.json` beside them.

Imported in the measured programs: imports nothing of ours before `declare_ours` does.
"""

import json
from pathlib import Path
from typing import Any, Literal, TypedDict

import pulumi

Side = Literal["ours", "floor"]

GIVEN = Path("prompts.json")
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


def declare_floor() -> None:
    from benchmarks.floor import FloorPrompt, FloorVersion

    backend = pulumi.Config("prompts").require_object("backend")
    for given in _given():
        prompt = FloorPrompt(given["name"], **given["inputs"], **given["computed"], backend=backend)
        FloorVersion(given["name"], prompt, KEEP)


def _given() -> list[Given]:
    given: list[Given] = json.loads(GIVEN.read_text())
    return given
