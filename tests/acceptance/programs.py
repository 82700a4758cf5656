"""The programs that the stacks run."""

from textwrap import dedent
from typing import Any

_PRELUDE = """\
import json
from pathlib import Path

import pulumi
from pulumi import ResourceOptions
from pulumi_prompts import Parameters, Prompt, PromptAlias, PromptVersion, system, user

given = json.loads(Path("given.json").read_text())
"""

_TRIAGE = """\
triage = Prompt("triage", ResourceOptions(**given.get("opts", {})), **given["prompt"])
if "version" in given:
    published = PromptVersion("triage", prompt=triage, **given["version"])
    pulumi.export("version", published.version)
"""


def program(body: str) -> str:
    """A program that has imported what it needs, and `given`."""
    return _PRELUDE + dedent(body)


TRIAGE = program(_TRIAGE)
"""A prompt and, where `version` is given, its versions; all arguments are given."""

CREATED_FIRST = {"delete_before_replace": False}
"""Options that say what holds anyway, for what must be so whatever the default is."""

BE_BRIEF = "You sort support tickets.\nBe brief.\nAnswer with one word.\n"
BE_KIND = "You sort support tickets.\nBe kind.\nAnswer with one word.\n"
BE_STRICT = "You sort support tickets.\nBe strict.\nAnswer with one word.\n"


def prompt(text: str = BE_BRIEF, **more: Any) -> dict[str, Any]:
    """The arguments of a `Prompt`."""
    chat = [{"role": "system", "content": text}, {"role": "user", "content": "Ticket: {{ticket}}"}]
    return {"name": "support-triage", "model": "small", "messages": chat, **more}
