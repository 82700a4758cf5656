"""Slips of a program are told in one line, by an error that the language host shows without a traceback."""

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pydantic import BaseModel

from pulumi_prompts import Prompt, PromptVersion
from pulumi_prompts.errors import InputError
from pulumi_prompts.program.outputs import OUTPUT_AS_TEXT


@dataclass
class Tagged:
    team: str


class Model(BaseModel):
    team: str


async def _later() -> pulumi.Output[str]:
    return pulumi.Output.from_input("x")


_loop = asyncio.new_event_loop()
LATER = _loop.run_until_complete(_later())
_loop.close()

BY_NAME = "give each input by its name, such as `template=...`"
GIVE_ONE = "give it one; what is known later may be its input `name`"
ID = "a: `id` must be the identifier of a prompt, and not"
KNOWN = "the name of a resource must be a text that the program knows, and not"
MADE_OF = "must be made of texts, numbers, lists and dicts, and not of"
WRITE_ONE = "write one, or make the whole mapping with `pulumi.Output.apply`"
IN_REGISTRY = "find it in the registry, or in the outputs of the stack that owns the prompt"
READ = "a file is read while the program runs; give a path that is known then"

prompt: Any = Prompt
version: Any = PromptVersion

SLIPS: dict[str, tuple[Callable[[], object], str]] = {
    "a text for options": (
        lambda: prompt("a", "hello"),
        f"a: the second argument must be ResourceOptions, and not a text; {BY_NAME}",
    ),
    "inputs for options": (
        lambda: prompt("a", {"template": "hello"}),
        f"a: the second argument must be ResourceOptions, and not dict; {BY_NAME}",
    ),
    "a text for options of a version": (
        lambda: version("a", "hello", prompt=None),
        f"a: the second argument must be ResourceOptions, and not a text; {BY_NAME}",
    ),
    "a text for options of get": (
        lambda: prompt.get("a", "an id", "hello"),
        f"a: the second argument must be ResourceOptions, and not a text; {BY_NAME}",
    ),
    "an output for a name": (lambda: prompt(LATER), f"{KNOWN} Output; {GIVE_ONE}"),
    "an output in a name": (lambda: prompt(f"a-{LATER}"), f"{KNOWN} an Output in an f-string; {GIVE_ONE}"),
    "no name": (lambda: prompt(""), f"{KNOWN} an empty text; {GIVE_ONE}"),
    "an output for a key": (
        lambda: prompt("a", tags={LATER: "x"}),
        f"a: tags: a key must be a text, and not Output; {WRITE_ONE}",
    ),
    "an output for a key inside": (
        lambda: prompt("a", metadata={"a": [{"b": {LATER: 1}}]}),
        f"a: metadata.a[0].b: a key must be a text, and not Output; {WRITE_ONE}",
    ),
    "a number for a key": (
        lambda: prompt("a", tags={1: "x"}),
        f"a: tags: a key must be a text, and not int; {WRITE_ONE}",
    ),
    "a date": (lambda: prompt("a", metadata={"when": date(2026, 1, 1)}), f"a: metadata.when: {MADE_OF} date"),
    "a set": (lambda: prompt("a", parameters={"stop": {"END"}}), f"a: parameters.stop: {MADE_OF} set"),
    "bytes": (lambda: prompt("a", template=b"hello"), f"a: template: {MADE_OF} bytes"),
    "a path": (lambda: prompt("a", template=Path("a.txt")), f"a: template: {MADE_OF} PosixPath"),
    "a dataclass": (lambda: prompt("a", tags=Tagged("x")), f"a: tags: {MADE_OF} Tagged"),
    "a model": (lambda: prompt("a", messages=[Model(team="x")]), f"a: messages[0]: {MADE_OF} Model"),
    "a date in a version": (
        lambda: version("a", prompt=None, description=date(2026, 1, 1)),
        f"a: description: {MADE_OF} date",
    ),
    "no prompt": (lambda: version("a", prompt="triage"), "a: `prompt` must be a Prompt, and not str"),
    "no id": (
        lambda: prompt.get("a", ""),
        f"{ID} an empty text; {IN_REGISTRY}",
    ),
    "nothing for an id": (
        lambda: prompt.get("a", None),
        f"{ID} None; {IN_REGISTRY}",
    ),
    "an output in an id": (
        lambda: prompt.get("a", f"{LATER}"),
        f"{ID} an Output in an f-string; {IN_REGISTRY}",
    ),
    "an output for a path": (
        lambda: prompt.from_file("a", LATER),
        f"a: `path` must be the path of a file, and not Output; {READ}",
    ),
    "an output in a path": (
        lambda: prompt.from_file("a", f"{LATER}.txt"),
        f"a: `path` must be the path of a file, and not an Output in an f-string; {READ}",
    ),
    "no file": (lambda: prompt.from_file("a", "/no/file.txt"), "/no/file.txt: No such file or directory"),
    "what is computed": (lambda: prompt("a", digest="x"), "a: digest cannot be declared; leave it out"),
}


def test_an_output_in_an_f_string_is_the_text_that_we_know() -> None:
    assert f"{LATER}".startswith(OUTPUT_AS_TEXT)


@pytest.mark.parametrize(("slip", "said"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_in_one_line(slip: Callable[[], object], said: str) -> None:
    with pytest.raises(pulumi.RunError) as raised:
        slip()
    assert str(raised.value) == said
    assert isinstance(raised.value, InputError)
    assert raised.value.__cause__ is None


SUBCLASS = """
import pulumi
from pulumi import Output, ResourceOptions
from pulumi.runtime import Mocks, set_mocks, test
from pulumi_prompts import Prompt, PromptVersion

class Recorder(Mocks):
    def new_resource(self, args):
        seen = args.resource_id or "-", args.inputs.get("tags"), args.inputs.get("template")
        said.append(" ".join(map(str, (args.typ, args.name, *seen))))
        return args.resource_id or "id", args.inputs
    def call(self, args):
        return {}

said = []
set_mocks(Recorder())

class Ours(Prompt):
    def __init__(self, resource_name, opts=None, **inputs):
        super().__init__(resource_name, opts, **{"tags": {"team": "a"}, **inputs})
        self.ours = True

@test
def program():
    made = [
        Ours("direct", template="x"),
        Ours.from_file("from-file", "x.txt"),
        Ours.get("got", "an id"),
        Ours.get("later", Output.from_input("another id")),
        Prompt("by-options", ResourceOptions(id="an id"), template="x"),
    ]
    said.append(str([getattr(each, "ours", False) for each in made]))
    said.append(str([each.is_only_read for each in made]))
    made[2].id.apply(said.append)
program()
print(*sorted(said), sep="\\n")
"""


def test_a_subclass_of_a_program_is_made_by_its_own_constructor(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("x")
    done = subprocess.run([sys.executable, "-c", SUBCLASS], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines() == sorted(
        [
            "[True, True, True, True, False]",
            "[False, False, True, True, True]",
            "an id",
            *(
                f"pulumi-python:dynamic/prompts:Prompt {said}"
                for said in (
                    "direct - {'team': 'a'} x",
                    "from-file - {'team': 'a'} x",
                    "got an id None None",
                    "later another id None None",
                    "by-options an id None None",
                )
            ),
        ]
    )
