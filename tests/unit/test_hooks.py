"""What Pulumi hands to a hook becomes plain values, and what a life cycle answers what Pulumi takes."""

from pathlib import Path
from typing import Any

import pytest
from pulumi.output import Unknown
from pulumi.runtime.rpc import is_rpc_secret, unwrap_rpc_secret, wrap_rpc_secret

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.lifecycle.prompts import PromptLifecycle
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.session import Session
from pulumi_prompts.resources.hooks import Hooks, plain

OPEN = Unknown()  # type: ignore[no-untyped-call]


@pytest.fixture
def hooks() -> Hooks:
    return Hooks(PromptLifecycle(Run(Session(Environment()))))


@pytest.fixture
def inputs(tmp_path: Path) -> dict[str, Any]:
    backend = {"kind": "local", "path": str(tmp_path / "prompts.db")}
    return {"__provider": "p", "name": "t", "template": "{{a}}", "backend": backend, "marker": "a/b/c/t"}


def test_what_a_life_cycle_is_given() -> None:
    given = {"a": OPEN, "b": [wrap_rpc_secret("s"), {"c": (OPEN,)}], "d": wrap_rpc_secret({"e": 1}), "f": None}
    assert plain({**given, "__provider": "p"}) == {"a": UNKNOWN, "b": ["s", {"c": [UNKNOWN]}], "d": {"e": 1}}


def test_what_is_not_known_is_so_to_pulumi(hooks: Hooks, inputs: dict[str, Any]) -> None:
    checked = hooks.check({}, {**inputs, "parameters": {"stop": [OPEN]}}).inputs
    assert isinstance(checked["parameters"]["stop"][0], Unknown)
    assert isinstance(checked["digest"], Unknown)
    assert isinstance(checked["variables"], Unknown)


def test_what_came_as_a_secret_stays_one(hooks: Hooks, inputs: dict[str, Any]) -> None:
    checked = hooks.check({}, {**inputs, "template": wrap_rpc_secret("{{a}}"), "secret": ["template"]}).inputs
    secret = {name for name, value in checked.items() if is_rpc_secret(value)}
    assert secret == {"template", "variables"}
    assert unwrap_rpc_secret(checked["variables"]) == ["a"]


def test_what_a_secret_text_tells_is_a_secret_to_a_refresh(hooks: Hooks, inputs: dict[str, Any]) -> None:
    checked = plain(hooks.check({}, {**inputs, "secret": ["template"]}).inputs)
    created = hooks.create(checked)
    assert created.outs is not None
    outputs = hooks.read(created.id, created.outs).outs
    assert outputs is not None
    assert is_rpc_secret(outputs["variables"])


def test_the_engine_compares_what_the_inputs_show(hooks: Hooks, inputs: dict[str, Any]) -> None:
    checked = plain(hooks.check({}, inputs).inputs)
    created = hooks.create(checked)
    assert created.outs is not None
    same, edited = (hooks.diff(created.id, created.outs, each) for each in (checked, {**checked, "description": "d"}))
    parked = hooks.diff(created.id, {**created.outs, "parked": "t-1"}, checked)
    assert (same.changes, edited.changes, parked.changes) == (False, None, True)
