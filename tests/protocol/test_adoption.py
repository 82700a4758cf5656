"""Creating a prompt whose name is taken: healing, adopting, overwriting, refusing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from protocol.client import Client, Created, HookError
from protocol.lifecycle import Resource
from protocol.somebody_else import THEIRS, desired
from pulumi_prompts.backends.local import Local

OURS = "acme/shop/dev/triage"
ASKS = "it exists already; set adopt=True to take it over, or use another name"


@pytest.fixture
def simple(inputs: dict[str, Any]) -> dict[str, Any]:
    return {**inputs, "parameters": None}


def create(prompts: Client, inputs: dict[str, Any]) -> Created:
    checked = prompts.check({}, inputs)
    assert checked.failures == []
    return prompts.create(checked.inputs)


def made_before(file: Path, age: timedelta, template: str, marker: str) -> str:
    then = datetime.now(UTC) - age
    return Local(str(file), now=lambda: then).create(desired(template, marker=marker)).id


@pytest.mark.parametrize("template", ["Sort {{ticket}}.", "What the program said before."])
def test_an_interrupted_creation_is_healed(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local, template: str
) -> None:
    left = made_before(file, timedelta(minutes=59), template, OURS)
    created = create(prompts, simple)
    assert created.id == left
    assert registry.read(left).digest == created.outputs["digest"]


@pytest.mark.parametrize(
    ("age", "marker"),
    [
        (timedelta(), THEIRS),
        (timedelta(), ""),
        (timedelta(), "acme/shop/prod/triage"),
        (timedelta(hours=1, seconds=1), OURS),
    ],
)
def test_anything_else_asks_for_adopt(
    prompts: Client, simple: dict[str, Any], file: Path, age: timedelta, marker: str
) -> None:
    made_before(file, age, "Sort {{ticket}}.", marker)
    with pytest.raises(HookError) as failed:
        create(prompts, simple)
    assert str(failed.value) == f"creating triage on local {file}: {ASKS}"


def test_adopt_takes_over_the_same_content(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    theirs = made_before(file, timedelta(days=9), "Sort {{ticket}}.", THEIRS)
    prompt = Resource(prompts)
    prompt.up({**simple, "adopt": True, "description": "Ours."})
    head = registry.read(theirs)
    assert (prompt.id, head.description) == (theirs, "Ours.")
    assert head.labels is not None
    assert head.labels.marker == OURS
    assert not prompt.refresh()
    assert prompt.up({**simple, "description": "Ours."}) == "same"


def test_adopt_refuses_another_content_with_the_difference(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    theirs = made_before(file, timedelta(days=9), "Sort these:\n{{ticket}}", THEIRS)
    program = {**simple, "template": "Sort these:\n{{tickets}}", "model": "m", "adopt": True}
    with pytest.raises(HookError) as failed:
        create(prompts, program)
    assert str(failed.value).splitlines() == [
        "--- in the registry",
        "+++ in the program",
        "@@ -1,3 +1,4 @@",
        "+model: m",
        " template:",
        "     Sort these:",
        "-    {{ticket}}",
        "+    {{tickets}}",
        f"creating triage on local {file}: it exists with another content, so it is not adopted; make the program say"
        " the same, or set adopt='overwrite' to replace what the registry has",
    ]
    labels = registry.read(theirs).labels
    assert labels is not None
    assert labels.marker == THEIRS


def test_no_secret_content_is_shown(prompts: Client, simple: dict[str, Any], file: Path) -> None:
    made_before(file, timedelta(days=9), "Theirs.", THEIRS)
    program = {**simple, "template": "hunter2", "adopt": True, "secret": ["template"]}
    with pytest.raises(HookError) as failed:
        create(prompts, program)
    assert str(failed.value).splitlines()[:-1] == ["(the content is secret: the difference is not shown)"]
    assert "hunter2" not in str(failed.value)


def test_overwrite_replaces_another_content(
    prompts: Client, simple: dict[str, Any], file: Path, registry: Local
) -> None:
    theirs = made_before(file, timedelta(days=9), "Theirs.", THEIRS)
    created = create(prompts, {**simple, "adopt": "overwrite"})
    assert created.id == theirs
    assert registry.read(theirs).digest == created.outputs["digest"]
