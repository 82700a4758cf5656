"""A prompt that a program only reads."""

from pathlib import Path
from typing import Any

import pytest

from protocol.client import Client, HookError
from protocol.lifecycle import Resource


def test_get_reads_a_prompt_of_which_only_the_id_is_known(
    prompt: Resource, prompts: Client, inputs: dict[str, Any]
) -> None:
    prompt.up({**inputs, "description": "For the desk."})
    found = prompts.read(prompt.id, {"backend": inputs["backend"]})
    assert found.id == prompt.id
    content = {"template": inputs["template"], "parameters": inputs["parameters"]}
    beside = {"name": "triage", "description": "For the desk.", "backend": inputs["backend"]}
    computed = {"uri": prompt.outputs["uri"], "digest": prompt.outputs["digest"], "variables": ["ticket"]}
    assert found.outputs == content | beside | computed


def test_get_of_what_is_not_there_says_so(
    prompt: Resource, prompts: Client, inputs: dict[str, Any], file: Path
) -> None:
    prompt.up(inputs)
    with pytest.raises(HookError) as failed:
        prompts.read("nowhere", {"backend": inputs["backend"]})
    assert str(failed.value) == (
        f"`Prompt.get` of nowhere on local {file}: there is no prompt nowhere; check its id and its backend"
    )


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        (
            {"kind": "local", "file": "x"},
            "nowhere on local prompts.db: backend.file: is not a known property; ",
        ),
        ({"kind": "bedrock"}, "nowhere on bedrock: backend.region: is required; set it, or "),
    ],
)
def test_get_says_what_is_wrong_with_its_backend(prompts: Client, backend: dict[str, Any], said: str) -> None:
    with pytest.raises(HookError) as failed:
        prompts.read("nowhere", {"backend": backend})
    assert str(failed.value).startswith(f"`Prompt.get` of {said}")


def test_get_that_meets_a_broken_registry_says_so(prompts: Client, inputs: dict[str, Any], file: Path) -> None:
    file.write_text("This is no database, but a text of some length.")
    with pytest.raises(HookError) as failed:
        prompts.read("nowhere", {"backend": inputs["backend"]})
    assert str(failed.value).startswith(f"`Prompt.get` of nowhere on local {file}: {file}: file is not a database; ")
