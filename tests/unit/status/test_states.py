"""What states say that each environment has."""

from typing import Any

import pytest

from cli.project import alias, digest, prompt, state, version
from pulumi_prompts.errors import InputError
from pulumi_prompts.program.signs import SIGNATURE
from pulumi_prompts.status.model import Served
from pulumi_prompts.status.seen import Called, Seen, Where
from pulumi_prompts.status.states import HOW_TO_EXPORT, NO_EXPORT, State, content_in, seen_in

CONTENT = {"template": "Sort {{ticket}}."}
OLD = {"template": "Sort it."}
DEV = prompt("dev", CONTENT)


def seen(*resources: dict[str, Any], name: str = "dev") -> list[Seen]:
    return seen_in([State(name, state(*resources))])


def test_a_stack_has_heads_and_aliases() -> None:
    head, pointing = seen(DEV, version(DEV, "6"), alias(DEV, "live", "5", OLD))
    assert (head.where, pointing.where) == (Where("acme/desk/dev"), Where("acme/desk/dev", "live"))
    assert (head.served, pointing.served) == (Served("6", digest(CONTENT)), Served("5", digest(OLD)))
    assert (head.called, pointing.called) == (Called("", "triage"),) * 2
    assert (head.prompt, pointing.key) == ("triage", head.key)
    assert (head.since, pointing.since) == ("2026-11-29T08:00:00Z", "2026-11-28T08:00:00Z")


def test_a_version_with_another_content_is_not_that_of_the_head() -> None:
    (head,) = seen(DEV, version(prompt("dev", OLD), "6"))
    assert head.served == Served(None, digest(CONTENT))


def test_the_content_is_there_since_prompt_or_version_was_written_first() -> None:
    (head,) = seen(DEV, {**version(DEV, "6"), "modified": "2026-11-27T08:00:00.123456789Z"})
    assert head.since == "2026-11-27T08:00:00Z"


def test_what_is_only_read_is_its_owners_and_so_is_the_name_of_its_aliases() -> None:
    read = {**prompt("live", CONTENT, "their-triage"), "id": DEV["id"], "external": True}
    pointing = alias(DEV, "live", "1")
    states = [State("live", state(read, pointing)), State("dev", state(DEV))]
    assert [(each.where.alias, each.called.name) for each in seen_in(states)] == [("live", "triage"), (None, "triage")]
    assert [each.called.name for each in seen_in(states[:1])] == ["their-triage"]
    assert [each.called.name for each in seen(pointing)] == ["triage"]


def test_what_waits_for_its_deletion_is_not_there() -> None:
    assert seen({**DEV, "delete": True}) == []


@pytest.mark.parametrize("more", [{"unfinished": True}, {"digest": {SIGNATURE: "1b47", "ciphertext": "v1:abc"}}])
def test_what_is_unfinished_or_secret_is_not_known(more: dict[str, Any]) -> None:
    (head,) = seen({**DEV, "outputs": {**DEV["outputs"], **more}}, version(DEV, "1"))
    assert head.served == Served(None, None)


def test_an_empty_stack_is_called_as_it_was_given() -> None:
    assert State("dev.json", state()).stack == "dev.json"
    assert State("renamed", state({**DEV, "outputs": {}})).stack == "desk/dev"


@pytest.mark.parametrize("export", [None, [], {"steps": []}, {"deployment": []}])
def test_what_is_no_export_is_refused(export: object) -> None:
    with pytest.raises(InputError) as refused:
        State("dev.json", export)
    assert str(refused.value) == f"dev.json: {NO_EXPORT}; {HOW_TO_EXPORT}"


@pytest.mark.parametrize("odd", [{}, {"inputs": [], "outputs": 7, "id": None, "urn": 1, "modified": "soon"}])
def test_what_has_another_form_counts_as_not_said(odd: dict[str, Any]) -> None:
    types = (DEV["type"], version(DEV, "1")["type"], alias(DEV, "live", "1")["type"])
    assert {each.served for each in seen(*({"type": each, **odd} for each in types))} == {Served(None, None)}


def test_a_content_is_that_of_a_program_which_says_it_in_plain_text() -> None:
    hidden = {**DEV, "inputs": {**DEV["inputs"], "template": {SIGNATURE: "1b47", "ciphertext": "v1:abc"}}}
    found = content_in([State("a", state(hidden)), State("b", state(DEV))], digest(CONTENT))
    assert found
    assert found.template == CONTENT["template"]
    assert content_in([State("a", state(hidden))], digest(CONTENT)) is None
    assert content_in([State("a", state(DEV))], digest(OLD)) is None
