"""A promoted prompt: verified, then overridden; where it came from stands in the state and in the registry."""

from collections.abc import Mapping
from typing import Any

import pytest

from protocol.client import UNKNOWN, Client
from protocol.lifecycle import CheckFailedError, Resource
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.lifecycle.gates import not_proved
from pulumi_prompts.lifecycle.promoted import (
    ORIGIN_NOTE,
    WITHOUT_DIGEST,
    edited,
    not_served,
    of_another_registry,
    skipped,
)
from pulumi_prompts.registries.kinds import OPTIONS
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt_files import DECIDING

CONTENT = {"template": "Sort {{ticket}}.\n", "model": "small", "parameters": {"temperature": 0.5, "seed": 1}}
OTHER = {**CONTENT, "template": "Sort {{ticket}} now.\n"}
STAGING = "acme/shop/staging"
BEDROCK = {"kind": "bedrock", "region": "eu-central-1"}


def digest(content: Mapping[str, Any]) -> str:
    return digest_of(parse_content(content, OPTIONS)[0])


def head(content: Mapping[str, Any] = CONTENT, **origin: str) -> dict[str, Any]:
    where = origin or {"stack": STAGING, "version": "6"}
    return {"digest": digest(content), "origin": where, "at": "2026-11-30T09:00:00Z"}


def promoted(
    inputs: Mapping[str, Any],
    content: Mapping[str, Any] = CONTENT,
    overrides: Mapping[str, Any] | None = None,
    promoted: Mapping[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """What `Prompt.from_file` makes of a file with that content, and a program that says nothing of it."""
    beside = {name: inputs[name] for name in ("name", "backend", "marker")}
    file = PromptFile({**beside, **content}, promoted or head(content), overrides or {})
    return {**file.declared({}, DECIDING), **more}


@pytest.fixture
def prompt(prompts: Client) -> Resource:
    return Resource(prompts)


def refused(prompt: Resource, inputs: Mapping[str, Any]) -> list[str]:
    with pytest.raises(CheckFailedError) as error:
        prompt.preview(inputs)
    return error.value.failures


def test_the_origin_stands_in_the_state_and_in_the_registry(
    prompt: Resource, registry: Local, inputs: dict[str, Any]
) -> None:
    assert prompt.up(promoted(inputs)) == "create"
    assert prompt.outputs["promoted"] == head()
    assert prompt.outputs["digest"] == digest(CONTENT)
    stored = registry.find("triage")
    assert stored is not None
    assert stored.labels is not None
    assert dict(stored.labels.tags) == {ORIGIN_NOTE: f"{STAGING}@6"}
    assert stored.digest == digest(CONTENT)
    assert (prompt.preview(promoted(inputs)), prompt.refresh(), prompt.preview(promoted(inputs))) == (
        "same",
        False,
        "same",
    )


def test_a_next_promotion_is_an_update_and_a_source_again_has_no_note(
    prompt: Resource, registry: Local, inputs: dict[str, Any]
) -> None:
    prompt.up(promoted(inputs))
    assert prompt.up(promoted(inputs, OTHER)) == "update"
    assert prompt.outputs["promoted"]["digest"] == digest(OTHER)
    source = {name: value for name, value in inputs.items() if name in ("name", "backend", "marker")} | OTHER
    assert prompt.up(source) == "update"
    assert "promoted" not in prompt.outputs
    stored = registry.find("triage")
    assert stored is not None
    assert stored.labels is not None
    assert (stored.digest, dict(stored.labels.tags)) == (digest(OTHER), {})


def test_another_head_of_the_same_content_is_kept(prompt: Resource, inputs: dict[str, Any]) -> None:
    prompt.up(promoted(inputs))
    later = {**head(), "at": "2026-12-01T09:00:00Z"}
    assert prompt.up(promoted(inputs, promoted=later)) == "update"
    assert prompt.outputs["promoted"] == later
    assert prompt.up(promoted(inputs, promoted=later, overrides={"model": "small"})) == "update"
    assert prompt.outputs["overrides"] == {"model": "small"}


def test_an_edited_content_is_refused(prompt: Resource, inputs: dict[str, Any]) -> None:
    said = refused(prompt, promoted(inputs, OTHER, promoted=head(CONTENT)))
    assert said == [f"promoted: {edited(digest(CONTENT), digest(OTHER))}"]


def test_overrides_come_after_the_digest_is_verified(prompt: Resource, registry: Local, inputs: dict[str, Any]) -> None:
    overrides = {"model": "large", "parameters": {"seed": None, "top_p": 1}, "tools": None}
    effective = {**CONTENT, "model": "large", "parameters": {"temperature": 0.5, "top_p": 1}}
    given = promoted(inputs, overrides=overrides)
    prompt.up(given)
    assert prompt.inputs["overrides"] == {
        "model": "large",
        "parameters": {"seed": "(left out)", "top_p": 1},
        "tools": "(left out)",
    }
    assert prompt.outputs["overrides"] == prompt.inputs["overrides"]
    assert "before_overrides" not in prompt.outputs
    assert prompt.outputs["promoted"]["digest"] == digest(CONTENT)
    assert prompt.outputs["digest"] == digest(effective)
    stored = registry.find("triage")
    assert stored is not None
    assert stored.digest == digest(effective)
    assert (prompt.preview(given), prompt.refresh()) == ("same", False)


def test_an_edit_beneath_an_override_is_refused_as_well(prompt: Resource, inputs: dict[str, Any]) -> None:
    smuggled = {**CONTENT, "model": "tiny"}
    said = refused(prompt, promoted(inputs, smuggled, {"model": "large"}, promoted=head(CONTENT)))
    assert said == [f"promoted: {edited(digest(CONTENT), digest(smuggled))}"]


def test_an_override_that_is_not_known_yet_leaves_the_content_verified(
    prompt: Resource, inputs: dict[str, Any]
) -> None:
    file = promoted(inputs, overrides={"model": "large"})
    unknown = {**file, "model": UNKNOWN, "overrides": {"model": UNKNOWN}}
    assert prompt.client.check({}, unknown).failures == []
    edited_too = {**unknown, "template": "Sort."}
    assert len(prompt.client.check({}, edited_too).failures) == 1


def test_an_override_is_of_the_content(prompt: Resource, inputs: dict[str, Any]) -> None:
    assert refused(prompt, promoted(inputs, overrides={"description": "x"})) == [
        "overrides.description: is no part of the content; write it beside `overrides`"
    ]


def test_the_line_breaks_of_windows_stand_as_they_were_promoted(
    prompt: Resource, registry: Local, inputs: dict[str, Any]
) -> None:
    content = {"template": "Sort\r\n{{ticket}}."}
    prompt.up(promoted(inputs, content))
    stored = registry.find("triage")
    assert stored is not None
    assert stored.digest == digest(content)
    assert prompt.preview(promoted(inputs, content)) == "same"


def test_a_program_has_its_own_entry_of_the_notes_name(prompt: Resource, inputs: dict[str, Any]) -> None:
    prompt.up(promoted(inputs, tags={ORIGIN_NOTE: "mine"}))
    assert prompt.outputs["tags"] == {ORIGIN_NOTE: "mine"}


@pytest.mark.parametrize(
    ("backend", "place"),
    [
        (BEDROCK, "tags"),
        ({"kind": "mlflow", "url": "https://mlflow.example.com"}, "tags"),
        ({"kind": "humanloop"}, "tags"),
        ({"kind": "truefoundry", "url": "https://tfy.example.com", "ml_repo": "desk"}, "metadata"),
    ],
)
def test_the_note_stands_where_the_registry_has_room(
    prompt: Resource, inputs: dict[str, Any], backend: dict[str, Any], place: str
) -> None:
    content = {"messages": [{"role": "user", "content": "Sort {{ticket}}."}], "model": "small"}
    origin = {"registry": "mlflow https://mlflow.example.com", "prompt": "désk triage", "alias": "live", "version": "6"}
    given = promoted({**inputs, "backend": backend}, content, promoted=head(content, **origin))
    if backend["kind"] == "truefoundry":
        given |= {"provider": "openai"}
        given |= {"overrides": {"provider": "openai"}}
    checked = prompt.client.check({}, given)
    assert checked.failures == []
    note = "mlflow https://mlflow.example.com d=C3=A9sk triage live@6"
    assert checked.inputs[place] == {ORIGIN_NOTE: note}
    assert {"tags", "metadata"} & checked.inputs.keys() == {place}


def test_a_prompt_without_room_for_another_tag_has_no_note(prompt: Resource, inputs: dict[str, Any]) -> None:
    content = {"template": "Sort {{ticket}}.", "model": "small"}
    for number in (47, 48):
        tags = {f"t{index}": "x" for index in range(number)}
        checked = prompt.client.check({}, promoted({**inputs, "backend": BEDROCK}, content, tags=tags))
        assert checked.failures == []
        assert (ORIGIN_NOTE in checked.inputs["tags"]) == (number < 48)


def test_what_the_registry_cannot_express_is_overridden(prompt: Resource, inputs: dict[str, Any]) -> None:
    content = {
        "template": "Sort {{ticket}}.",
        "model": "gpt-4o",
        "provider": "openai",
        "options": {"mlflow": {"extra_params": {"a": 1}}},
    }
    on_bedrock = {**inputs, "backend": BEDROCK}
    said = refused(prompt, promoted(on_bedrock, content))
    remedy = "say what this environment has instead under `overrides`"
    assert said == [
        f"provider: bedrock cannot express this: the ID of the model says who serves it; {remedy}",
        f"options.mlflow: {of_another_registry('mlflow', 'bedrock')}",
    ]
    wrong = {"provider": "azure", "options": {"mlflow": None}}
    (said_of_override,) = refused(prompt, promoted(on_bedrock, content, wrong))
    assert said_of_override == "provider: bedrock cannot express this: the ID of the model says who serves it"
    overrides = {"provider": None, "options": {"mlflow": None}}
    assert prompt.client.check({}, promoted(on_bedrock, content, overrides)).failures == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"digest": "sha256:1"}, "promoted.digest: must be `sha256:` and 64 hexadecimal digits"),
        ({"origin": "staging"}, "promoted.origin: must be an object"),
        ({"at": 3}, "promoted.at: must be a string"),
    ],
)
def test_a_head_that_says_something_else_is_refused(
    prompt: Resource, inputs: dict[str, Any], wrong: dict[str, Any], said: str
) -> None:
    assert said in refused(prompt, promoted(inputs, promoted={**head(), **wrong}))


def served(content: Mapping[str, Any] = CONTENT, *before: Mapping[str, Any]) -> dict[str, Any]:
    return {"digest": digest(content), "before": [digest(each) for each in before]}


class TestGates:
    @pytest.mark.parametrize("after", [served(), served(OTHER, CONTENT), digest(CONTENT), UNKNOWN, {"digest": UNKNOWN}])
    def test_what_the_other_stack_serves_or_served_is_taken(
        self, prompt: Resource, inputs: dict[str, Any], after: Any
    ) -> None:
        assert prompt.up(promoted(inputs, after=after)) == "create"
        assert "after" not in prompt.inputs
        assert "after" not in prompt.outputs

    def test_what_it_never_served_is_refused(self, prompt: Resource, inputs: dict[str, Any]) -> None:
        why = not_served(digest(OTHER), digest(CONTENT))
        assert refused(prompt, promoted(inputs, after=served(OTHER))) == [f"after: {why}"]
        assert refused(prompt, promoted(inputs, after={})) == [f"after: {not_served(None, digest(CONTENT))}"]
        assert refused(prompt, promoted(inputs, after=[1])) == [f"after: {WITHOUT_DIGEST}"]

    def test_what_is_served_already_is_not_asked_again(self, prompt: Resource, inputs: dict[str, Any]) -> None:
        prompt.up(promoted(inputs, after=served()))
        assert prompt.preview(promoted(inputs, after=served(OTHER))) == "same"
        assert prompt.up(promoted(inputs, overrides={"model": "large"}, after={})) == "update"
        assert refused(prompt, promoted(inputs, OTHER, after=served())) == [
            f"after: {not_served(digest(CONTENT), digest(OTHER))}"
        ]

    def test_the_second_check_of_a_replacement_does_not_ask_again(
        self, prompt: Resource, inputs: dict[str, Any]
    ) -> None:
        prompt.up(promoted(inputs, after=served()))
        shut = promoted(inputs, after={})
        assert prompt.client.check(prompt.inputs, shut).failures == []
        assert prompt.client.check({}, shut).failures == []
        process.forget()
        assert prompt.client.check({}, shut).failures == [f"after: {not_served(None, digest(CONTENT))}"]

    def test_the_stack_that_the_file_names_is_the_origin(self, prompt: Resource, inputs: dict[str, Any]) -> None:
        dev = head(stack="acme/shop/dev2", version="6")
        said = refused(prompt, promoted(inputs, promoted=dev, after_stack="staging"))
        assert said == [f"after: {skipped('staging', 'acme/shop/dev2@6')}"]
        assert prompt.preview(promoted(inputs, after_stack="staging")) == "create"
        assert prompt.preview(promoted(inputs, after_stack="shop/staging")) == "create"
        assert refused(prompt, promoted(inputs, after_stack="aging"))

    def test_a_version_of_its_own_comes_back_whatever_the_file_names(
        self, prompt: Resource, inputs: dict[str, Any]
    ) -> None:
        own = head(stack="acme/shop/dev", version="2")
        assert prompt.preview(promoted(inputs, promoted=own, after_stack="staging")) == "create"

    def test_a_source_did_not_come_from_the_stack_that_the_file_names(
        self, prompt: Resource, inputs: dict[str, Any]
    ) -> None:
        said = refused(prompt, {**inputs, "after_stack": "staging"})
        assert said == [f"after: {skipped('staging', 'no promotion')}"]

    def test_a_file_vouches_for_the_content_before_overrides(self, prompt: Resource, inputs: dict[str, Any]) -> None:
        passed = {"path": "e.json", "digest": digest(CONTENT), "passed": True, "by": "CI", "at": "now"}
        large = {"model": "large"}
        assert prompt.preview(promoted(inputs, overrides=large, evidence=passed)) == "create"
        failed = {**passed, "passed": False}
        why = not_proved("e.json", "says that it has not passed", digest(CONTENT))
        assert refused(prompt, promoted(inputs, overrides=large, evidence=failed)) == [f"evidence: {why}"]
