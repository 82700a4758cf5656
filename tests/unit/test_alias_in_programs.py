"""What a `PromptAlias` hands over to its provider, and slips of a program that are told before that."""

import json
import subprocess
import sys
from typing import Any

import pytest

from pulumi_prompts import Prompt, PromptAlias, PromptVersion
from pulumi_prompts.errors import InputError
from pulumi_prompts.resources.prompt_alias import FOLLOWS_AND_WAITS
from pulumi_prompts.resources.prompt_version import ONE_OF_THREE

PREAMBLE = """
import json, pulumi
from pulumi import Output
from pulumi.runtime import Mocks, set_mocks, test
from pulumi_prompts import Prompt, PromptAlias, PromptVersion

declared = {}

class Recorder(Mocks):
    def new_resource(self, args):
        declared[args.name] = args.inputs
        outputs = {"digest": "sha256:2"}
        if args.name == "published":
            outputs |= {"version": "2", "history": {"1": "sha256:1", "2": "sha256:2", "3": "", "4": "sha256:1"}}
        return "id-of-" + args.name, {**args.inputs, **outputs}
    def call(self, args):
        return {}

set_mocks(Recorder(), project="shop", stack="dev")

@test
def program():
    prompt = Prompt("prompt", name="triage", template="Hello", model="m", description="d")
    other = Prompt("other", template="Hello")
    if PUBLISHED:
        published = PromptVersion("published", prompt=prompt)
"""


def declared_by(*lines: str, published: bool = True) -> dict[str, Any]:
    """The inputs of the resource `alias`."""
    body = PREAMBLE.replace("PUBLISHED", str(published)) + "".join(f"    {line}\n" for line in lines)
    program = f"{body}program()\nprint(json.dumps(declared['alias']))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    inputs: dict[str, Any] = json.loads(done.stdout)
    return inputs


def at(version: str, published: bool = True) -> dict[str, Any]:
    inputs = declared_by(f"PromptAlias('alias', prompt=prompt, alias='a', version={version})", published=published)
    return {name: inputs[name] for name in ("version", "digest", "with_digest") if inputs.get(name) is not None}


def test_what_is_handed_over() -> None:
    inputs = declared_by("PromptAlias('alias', prompt=prompt, alias='staging', version=published, adopt=True)")
    assert {name: value for name, value in inputs.items() if value is not None and name != "__provider"} == {
        "alias": "staging",
        "adopt": True,
        "prompt_id": "id-of-prompt",
        "prompt_name": "triage",
        "prompt_marker": "organization/shop/dev/prompt",
        "backend": {"kind": "local"},
        "content": {"template": "Hello", "model": "m"},
        "content_digest": "sha256:2",
        "version": "2",
        "digest": "sha256:2",
        "marker": "organization/shop/dev/alias",
    }


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("published", {"version": "2", "digest": "sha256:2"}),
        ("'1'", {"version": "1", "digest": "sha256:1"}),
        ("'3'", {"version": "3"}),
        ("'7'", {"version": "7"}),
        ("'sha256:1'", {"digest": "sha256:1"}),
        ("'sha256:2'", {"with_digest": "2", "digest": "sha256:2"}),
        ("'sha256:9'", {"digest": "sha256:9"}),
        ("Output.from_input('1')", {"version": "1", "digest": "sha256:1"}),
        ("Output.from_input('sha256:2')", {"with_digest": "2", "digest": "sha256:2"}),
    ],
)
def test_a_version_is_told_by_number_and_digest(version: str, expected: dict[str, str]) -> None:
    assert at(version) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("'1'", {"version": "1"}),
        ("'sha256:1'", {"digest": "sha256:1"}),
        ("Output.from_input('1')", {"version": "1"}),
        ("Output.from_input('sha256:1')", {"digest": "sha256:1"}),
    ],
)
def test_without_a_published_version_only_what_is_said(version: str, expected: dict[str, str]) -> None:
    assert at(version, published=False) == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("staging", {"after": {"digest": "sha256:2", "alias": "s"}, "after_marker": "organization/shop/dev/staging"}),
        ("staging.digest", {"after": "sha256:2", "after_marker": "organization/shop/dev/staging"}),
        ("Output.from_input({'digest': 'sha256:1'})", {"after": {"digest": "sha256:1"}}),
        ("Output.from_input(None)", {"after": {"digest": ""}}),
        ("'sha256:1'", {"after": "sha256:1"}),
    ],
)
def test_what_it_comes_after(after: str, expected: dict[str, Any]) -> None:
    """An output of an alias of this program is known for one: it may move in the same run.

    What a stack does not export is None, which never reaches a provider: the gate would stand open.
    """
    inputs = declared_by(
        "staging = PromptAlias('staging', prompt=prompt, alias='s', version=published)",
        f"PromptAlias('alias', prompt=prompt, alias='a', version='1', after={after})",
    )
    given = {name: inputs[name] for name in ("after", "after_marker") if inputs.get(name) is not None}
    assert given == expected


def test_a_secret_content_is_named() -> None:
    inputs = declared_by(
        "hidden = Prompt('hidden', template=Output.secret('Hello'))",
        "PromptAlias('alias', prompt=hidden, alias='a', version='1')",
    )
    assert inputs["secret"] == ["content"]


def test_evidence_is_read() -> None:
    inputs = declared_by("PromptAlias('alias', prompt=prompt, alias='a', version='1', evidence='evals/none.json')")
    assert inputs["evidence"] == {"path": "evals/none.json", "wrong": "cannot be read (No such file or directory)"}


class Slips:
    """Things that are one without being declared: nothing is asked of an engine."""

    prompt = Prompt.__new__(Prompt)
    other = Prompt.__new__(Prompt)
    version = PromptVersion.__new__(PromptVersion)
    alias = PromptAlias.__new__(PromptAlias)


Slips.version._prompt = Slips.prompt


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"prompt": "triage"}, "`prompt` must be a Prompt, and not str"),
        (
            {"version": Slips.version, "prompt": Prompt.__new__(Prompt)},
            "`version` is one of another prompt than `prompt`",
        ),
        ({"version": Slips.version, "after": Slips.alias}, FOLLOWS_AND_WAITS),
        ({"after": Slips.version}, "`after` must be a PromptAlias, and not a PromptVersion"),
        ({"after": Slips.prompt}, "`after` must be a PromptAlias, and not a Prompt"),
    ],
)
def test_what_does_not_fit(wrong: dict[str, Any], said: str) -> None:
    given: dict[str, Any] = {"prompt": Slips.prompt, "alias": "a", "version": "1", **wrong}
    with pytest.raises(InputError) as raised:
        PromptAlias("live", **given)
    assert str(raised.value) == f"live: {said}"


@pytest.mark.parametrize("chosen", [{}, {"version": "1", "alias": "a"}])
def test_one_version_is_read(chosen: dict[str, Any]) -> None:
    with pytest.raises(InputError) as raised:
        PromptVersion.get("live", Slips.prompt, **chosen)
    assert str(raised.value) == f"live: {ONE_OF_THREE}"
