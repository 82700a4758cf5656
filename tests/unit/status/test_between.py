"""The text that lies between two environments, or versions, of a prompt."""

from pathlib import Path
from typing import Any

import pytest

from cli.project import digest, prompt, state
from pulumi_prompts.errors import InputError
from pulumi_prompts.program.signs import SIGNATURE
from pulumi_prompts.registries.base import Environment, Ref
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Session
from pulumi_prompts.report.differing.contents import contents_of
from pulumi_prompts.report.model import Contents
from pulumi_prompts.status.between import Between, is_secret, no_environment, no_prompt, not_known, not_there, not_told
from pulumi_prompts.status.building import Table
from pulumi_prompts.status.model import Difference, Served
from pulumi_prompts.status.states import State, seen_in
from status.registered import deployed, point, published

OLD, NEW = {"template": "Sort it."}, {"template": "Sort {{ticket}}."}


def between(*states: list[dict[str, Any]]) -> Between:
    read = [State("empty", state(*resources)) for resources in states]
    return Between(Table([each.stack for each in read], seen_in(read), None), read, Session(Environment()))


def difference(of: Between, before: str, after: str) -> Difference:
    status = of.status("triage", before, after)
    assert status.difference
    assert [row.name for row in status.prompts] == ["triage"]
    return status.difference


@pytest.fixture
def backend(tmp_path: Path) -> dict[str, str]:
    return {"kind": "local", "path": str(tmp_path / "prompts.db")}


@pytest.fixture
def registry(backend: dict[str, str]) -> Local:
    return Local(backend["path"])


@pytest.fixture
def ref(registry: Local) -> Ref:
    """Two versions, of which nobody's alias is on the first."""
    ref = published(registry, [OLD, NEW])
    point(registry, ref, "live", "1")
    return ref


@pytest.fixture
def dev(ref: Ref, backend: dict[str, str]) -> list[dict[str, Any]]:
    resources = deployed(ref, NEW, "2", backend, {"live": "1"})
    resources[-1]["outputs"]["digest"] = digest(OLD)
    return resources


def test_what_programs_declare_is_read_from_the_states() -> None:
    of = between([prompt("dev", NEW)], [prompt("live", OLD), prompt("live", NEW, "reply")])
    assert difference(of, "live", "dev") == Difference("triage", "live", "dev", contents_of(OLD, NEW))
    assert difference(of, "acme/desk/dev", "dev").contents == Contents()


def test_what_only_the_registry_has_is_read_there(dev: list[dict[str, Any]]) -> None:
    assert difference(between(dev), "live", "dev").contents == contents_of(OLD, NEW)


@pytest.mark.parametrize("called", ["1", "live", digest(OLD)])
def test_a_version_is_named_by_the_registry(dev: list[dict[str, Any]], called: str) -> None:
    assert difference(between(dev), f"dev@{called}", "dev").contents == contents_of(OLD, NEW)


@pytest.mark.parametrize(("before", "after"), [("live", "live"), ("dev@1", "dev@1"), ("dev", "dev")])
def test_what_a_program_keeps_secret_is_not_read_from_the_registry(
    dev: list[dict[str, Any]], before: str, after: str
) -> None:
    hidden = {**dev[0], "inputs": {**dev[0]["inputs"], "template": {SIGNATURE: "1b47", "ciphertext": "v1:abc"}}}
    with pytest.raises(InputError) as refused:
        between([hidden, *dev[1:]]).status("triage", before, after)
    assert refused.value.said == is_secret("triage")


def test_where_it_is_not_there_all_is_added() -> None:
    of = between([prompt("dev", NEW)], [prompt("live", NEW, "reply")])
    assert difference(of, "live", "dev").contents == contents_of(None, NEW)


def test_a_content_that_nobody_has_any_more(dev: list[dict[str, Any]], registry: Local, ref: Ref) -> None:
    dev[-1]["outputs"]["version"] = "2"
    with pytest.raises(InputError) as refused:
        between(dev).status("triage", "live", "dev")
    assert refused.value.said == not_told("triage", Served("2", digest(OLD)))


def test_a_content_that_is_not_known() -> None:
    unfinished = prompt("dev", NEW)
    unfinished["outputs"]["unfinished"] = True
    with pytest.raises(InputError) as refused:
        between([unfinished]).status("triage", "dev", "dev")
    assert refused.value.said == not_known("triage")


@pytest.mark.parametrize(
    ("name", "before", "after", "said", "remedy"),
    [
        ("triag", "dev", "live", no_prompt("triag"), "there are triage, reply"),
        ("triage", "dev", "prod", no_environment("prod"), "there are dev, live; a version is ENVIRONMENT@VERSION"),
        ("triage", "prod@6", "dev", no_environment("prod@6"), "there are dev, live; a version is ENVIRONMENT@VERSION"),
        ("triage", "dev", "live@6", not_there("live"), "name an environment that has it"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(name: str, before: str, after: str, said: str, remedy: str) -> None:
    of = between([prompt("dev", NEW)], [prompt("live", NEW, "reply")])
    with pytest.raises(InputError) as refused:
        of.status(name, before, after)
    assert (refused.value.said, refused.value.remedy) == (said, remedy)


def test_of_many_prompts_some_are_named() -> None:
    with pytest.raises(InputError) as refused:
        between([prompt("dev", NEW, f"p{at:02}") for at in range(15)]).status("triage", "dev", "dev")
    assert refused.value.remedy.endswith("p10, p11 and 3 more")
