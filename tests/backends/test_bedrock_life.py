"""The life of a prompt on Bedrock, hook by hook: changes, previews, labels, drift, deletion."""

import sys
from typing import Any

import pytest

from backends.bedrock_world import Program, World, desired, line_of, make_inexpressible, settled, tags
from fakes.bedrock import ACCOUNT, OTHER_ACCOUNT, OTHER_REGION, REGION, error
from protocol.client import UNKNOWN
from protocol.lifecycle import CheckFailedError
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.lifecycle.ownership import IN_USE, published_by, way_out
from pulumi_prompts.lifecycle.wording import NOT_SHOWN
from pulumi_prompts.registries.base import Publication, Ref
from pulumi_prompts.resources import process
from pulumi_prompts.testing.base import delete

KEY = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"
THEIRS = "acme/other/dev/theirs"


# The ordinary.


def test_a_prompt_with_everything_settles_and_goes(program: Program, world: World) -> None:
    program.prompt_inputs |= {
        "template": None,
        "messages": [
            {"role": "system", "content": "You sort {{kind}} tickets."},
            {"role": "user", "content": ["{{ticket}}", "Which team?"]},
        ],
        "model": "anthropic.claude-3-haiku-20240307-v1:0",
        "parameters": {"temperature": 0.9, "top_p": 0.1, "max_tokens": 200, "stop": ["END"]},
        "tools": [{"name": "find", "parameters": {"type": "object"}, "strict": True}],
        "tool_choice": {"name": "find"},
        "description": "Sorts tickets.",
        "tags": {"team": "support"},
        "metadata": {"owner": "platform"},
        "options": {
            "bedrock": {
                "cache_points": ["tools[0]", "messages[0]"],
                "additional_model_request_fields": {"top_k": 5.0, "nested": {"list": [1, None, 0.5]}},
                "kms_key_arn": KEY,
                "variant_name": "main",
            }
        },
    }
    inputs = {k: v for k, v in program.of_prompt().items() if k != "template"}
    assert program.prompt.up(inputs) == "create"
    assert program.version.up(program.of_version(description="First.", keep=3)) == "create"
    for _ in range(2):
        assert program.prompt.up(inputs) == "same"
        assert program.version.up(program.of_version(description="First.", keep=3)) == "same"
        assert not program.prompt.refresh()
        assert not program.version.refresh()
    program.version.destroy()
    program.prompt.destroy()
    registry = world.fake.registry()
    assert (registry.prompts, registry.tags) == ({}, {})


def test_a_rename_keeps_the_prompt(program: Program, world: World) -> None:
    program.up("One.")
    before = program.prompt.id
    program.prompt_inputs["name"] = "sorting"
    assert program.up("One.") == ("update", "same")
    assert (program.prompt.id, world.fake.registry().names()) == (before, ["sorting"])
    settled(program, "One.")


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        ({}, {"region": OTHER_REGION}, "replace"),
        ({"account_id": ACCOUNT}, {"account_id": OTHER_ACCOUNT}, "replace"),
        ({}, {"account_id": ACCOUNT}, "update"),
        ({"account_id": ACCOUNT}, {"account_id": int(ACCOUNT)}, "update"),
        ({"account_id": ACCOUNT}, {}, "update"),
        ({}, {"timeout": 10, "profile": "other", "allowed_account_ids": [ACCOUNT]}, "update"),
        ({}, {"region": UNKNOWN}, "update"),
    ],
)
def test_only_another_registry_is_another_prompt(
    program: Program, before: dict[str, Any], after: dict[str, Any], step: str
) -> None:
    backend = program.backend
    program.backend = backend | before
    program.prompt.up(program.of_prompt())
    program.backend = backend | after
    assert program.prompt.preview(program.of_prompt()) == step


def test_an_account_that_is_named_later_is_checked(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt())
    program.backend["account_id"] = OTHER_ACCOUNT
    assert line_of(lambda: program.prompt.up(program.of_prompt("Two."))) == (
        f"updating triage on bedrock {REGION} {OTHER_ACCOUNT}: the credentials belong to account {ACCOUNT}, "
        f"allowed is {OTHER_ACCOUNT}; use the credentials of that account, or correct the backend"
    )
    assert world.fake.registry().names() == ["triage"]


# Previews.


def test_a_preview_calls_nobody(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt())
    world.fake.clear_calls()
    assert program.prompt.preview(program.of_prompt("Other.")) == "update"
    assert world.fake.calls == []


def test_a_key_that_is_not_known_yet_replaces_nothing_and_publishes_nothing(program: Program, world: World) -> None:
    program.up("One.")

    def with_key(key: str) -> dict[str, Any]:
        return program.of_prompt("One.", options={"bedrock": {"kms_key_arn": key}})

    checked = program.prompt.client.check(program.prompt.inputs, with_key(UNKNOWN))
    assert checked.failures == []
    assert checked.inputs["options"] == {"bedrock": {"kms_key_arn": UNKNOWN}}
    diff = program.prompt.client.diff(program.prompt.id, program.prompt.outputs, checked.inputs)
    assert (diff.changes, diff.replaces) == ("unknown", [])
    assert program.prompt.up(with_key(KEY)) == "update"
    assert program.version.up(program.of_version()) == "same"
    assert world.fake.registry().draft("triage").fields["customerEncryptionKeyArn"] == KEY
    assert not program.prompt.refresh()


def test_a_region_is_asked_for_at_preview(program: Program) -> None:
    del program.backend["region"]
    with pytest.raises(CheckFailedError) as raised:
        program.prompt.up(program.of_prompt())
    assert raised.value.failures == [
        "backend.region: is required; set it, or `pulumi config set aws:region <region>`; `AWS_REGION` is not read"
    ]


# Tags.


def test_only_tags_of_ours_are_touched(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt(tags={"team": "support", "stage": "dev"}))
    tags(program, world)["billing"] = "42"
    assert not program.prompt.refresh()
    program.prompt.up(program.of_prompt(tags={"team": "sales", "new": "1"}))
    assert tags(program, world) == {"team": "sales", "new": "1", "billing": "42", **program.note}
    program.prompt.up(program.of_prompt())
    assert tags(program, world) == {"billing": "42", **program.note}


def test_a_tag_that_somebody_changed_is_drift(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt(tags={"team": "support", "stage": "dev"}))
    tags(program, world)["team"] = "sales"
    del tags(program, world)["stage"]
    assert program.prompt.refresh()
    assert program.prompt.outputs["tags"] == {"team": "sales"}
    assert program.prompt.up(program.of_prompt(tags={"team": "support", "stage": "dev"})) == "update"
    assert tags(program, world) == {"team": "support", "stage": "dev", **program.note}


def test_the_marker_is_renewed_with_the_next_write(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt("One."))
    nonce = program.prompt.outputs["nonce"]
    program.prompt_inputs["marker"] = "acme/shop/renamed/triage"
    process.forget()  # a new process, of the stack under its new name
    assert (
        program.prompt.client.diff(program.prompt.id, program.prompt.outputs, program.prompt.inputs).changes == "none"
    )
    program.prompt.up(program.of_prompt("Two."))
    renamed = {"pulumi-prompts/marker": "acme/shop/renamed/triage", "pulumi-prompts/nonce": nonce}
    assert tags(program, world) == renamed == program.note


# Drift.


def test_a_draft_that_somebody_changed_is_mended(program: Program, world: World) -> None:
    program.up("One.")
    text = world.fake.registry().draft("triage").fields["variants"][0]["templateConfiguration"]["text"]
    text["text"] = "Theirs."
    assert program.prompt.refresh()
    assert program.prompt.inputs["template"] == "Theirs."
    assert program.prompt.up(program.of_prompt("One.")) == "update"
    assert text["text"] == "Theirs."  # replaced as a whole, not edited
    assert world.connect().read(program.prompt.id).digest == desired("One.").digest
    settled(program, "One.")


def test_a_draft_that_has_no_words_is_drift(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt("One."))
    make_inexpressible(world.fake.registry().draft("triage").fields)
    assert program.prompt.refresh()
    assert program.prompt.outputs["digest"] == ""
    assert program.prompt.up(program.of_prompt("One.")) == "update"
    assert not program.prompt.refresh()


def test_a_draft_that_lost_its_text_is_drift(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt("One."))
    fields = world.fake.registry().draft("triage").fields
    del fields["defaultVariant"], fields["variants"]
    assert program.prompt.refresh()
    assert program.prompt.outputs["digest"] == digest_of(Content())
    assert "template" not in program.prompt.inputs
    assert program.prompt.up(program.of_prompt("One.")) == "update"
    assert not program.prompt.refresh()


def test_a_prompt_may_be_a_name_that_gets_its_text_later(program: Program, world: World) -> None:
    bare = {**program.of_prompt(description="To be written."), "template": None}
    assert program.prompt.up(bare) == "create"
    assert program.version.up(program.of_version()) == "create"
    assert program.prompt.outputs["variables"] == []
    assert "variants" not in world.fake.registry().draft("triage").fields
    assert not program.prompt.refresh()
    assert not program.version.refresh()
    assert program.up("One.") == ("update", "update")
    assert program.prompt.up(bare) == "update"
    assert program.version.up(program.of_version()) == "update"
    assert program.current == "1"
    assert not program.prompt.refresh()


def test_what_is_gone_is_gone(program: Program, world: World) -> None:
    program.up("One.")
    delete(world.connect(), Ref(program.prompt.id, program.prompt.outputs["uri"]))
    assert program.version.refresh()
    assert program.prompt.refresh()
    assert (program.prompt.id, program.version.id) == ("", "")


# Deletion.


def test_a_version_of_others_keeps_the_prompt(program: Program, world: World) -> None:
    program.up("One.")
    world.connect().publish(program.prompt.id, Publication(desired("One.").digest, THEIRS, THEIRS))
    assert line_of(program.prompt.destroy) == (
        f"deleting triage on bedrock {REGION}: version 2 {published_by(THEIRS)}; {IN_USE}; {way_out(program.prompt.id)}"
    )
    assert world.fake.registry().names() == ["triage"]


def test_an_alias_keeps_the_prompt(program: Program, world: World) -> None:
    program.up("One.")
    tags(program, world)["alias/production"] = "1"
    assert line_of(program.prompt.destroy) == (
        f"deleting triage on bedrock {REGION}: version 1 is pinned by alias 'production'; "
        f"{IN_USE}; {way_out(program.prompt.id)}"
    )
    assert world.fake.registry().names() == ["triage"]


def test_an_alias_on_a_version_that_is_gone_keeps_nothing(program: Program, world: World) -> None:
    program.up("One.")
    tags(program, world)["alias/production"] = "7"
    program.prompt.destroy()
    assert world.fake.registry().prompts == {}


def test_force_destroys_it_all_the_same(program: Program, world: World) -> None:
    program.up("One.")
    tags(program, world)["alias/production"] = "1"
    program.prompt.up(program.of_prompt("One.", force_destroy=True))
    program.prompt.destroy()
    assert world.fake.registry().prompts == {}


def test_the_hooks_run_in_the_plugin_of_the_sdk(program: Program) -> None:
    """So that a message is what a person reads, and no traceback."""
    assert hasattr(sys.modules["__main__"], "DynamicResourceProviderServicer")


def test_beside_a_secret_input_nothing_of_what_aws_says_is_shown(
    program: Program, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned: list[str] = []
    monkeypatch.setattr(process, "warn", warned.append)
    echo = error(400, "ValidationException", "The text \\u201chunter2 is wrong.")
    secret = {"description": "hunter2 it is.", "secret": ["description"], "keep": 1}
    program.up("One.", **secret)
    program.up("Two.", **secret)
    world.fake.inject("DeletePrompt", echo)
    program.up("Three.", **secret)
    not_shown = f"RejectedError ValidationException: {NOT_SHOWN}; correct the property that it names"
    assert warned == [f"old versions of {program.prompt.id} on bedrock us-east-1 were not removed: {not_shown}"]
    world.fake.inject("UpdatePrompt", echo)
    checked = program.prompt.client.check({}, {**program.of_prompt("Tell hunter2."), "secret": ["template"]}).inputs
    line = line_of(lambda: program.prompt.client.update(program.prompt.id, program.prompt.outputs, checked))
    assert line == f"updating triage on bedrock us-east-1: {not_shown}"
