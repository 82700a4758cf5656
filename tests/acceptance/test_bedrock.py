"""Prompts on Bedrock, by a real engine: the plugin talks to the fake over HTTP, with credentials from a file."""

from typing import Any

import pytest

from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, program, prompt
from acceptance.registries.bedrock import BedrockWorld
from acceptance.registries.fixtures import deployed, stack
from acceptance.registries.world import NAME
from acceptance.stack import Stack
from fakes.bedrock import (
    ACCESS_KEY,
    ACCOUNT,
    OTHER_ACCESS_KEY,
    OTHER_ACCOUNT,
    OTHER_REGION,
    REGION,
    BedrockFake,
    error,
    lose_answer,
)
from remedies import AGAIN

__all__ = ["deployed", "stack"]


@pytest.fixture
def world(bedrock_world: BedrockWorld) -> BedrockWorld:
    return bedrock_world


@pytest.fixture
def fake(world: BedrockWorld) -> BedrockFake:
    return world.fake


def texts(fake: BedrockFake, region: str = REGION) -> dict[str, str]:
    """What the draft and the versions of the prompt say to the model."""
    found = fake.registry(region=region).prompt(NAME)
    return {version: _text(snapshot.fields) for version, snapshot in {"DRAFT": found.draft, **found.versions}.items()}


def _text(fields: dict[str, Any]) -> str:
    return str(fields["variants"][0]["templateConfiguration"]["chat"]["system"][0]["text"])


def test_what_its_users_write(stack: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    """Each field of its block of options, settings of its own; and the calls, as DESIGN.md says them."""
    beside = {
        "backend": world.backend(allowed_account_ids=[ACCOUNT]),
        "metadata": {"owner": "platform"},
        "parameters": {"temperature": 0.9, "max_tokens": 200},
        "options": {
            "bedrock": {
                "cache_points": ["messages[0]"],
                "variant_name": "main",
                "additional_model_request_fields": {"top_k": 5},
            }
        },
    }
    stack.write(TRIAGE, prompt=world.prompt(BE_BRIEF, **beside), version={"description": "First.", "keep": 5})
    stack.preview()
    assert fake.calls == []
    stack.up()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    stack.assert_settled()
    stack.give(prompt=world.prompt(BE_KIND, **beside), version={"description": "First.", "keep": 5})
    fake.clear_calls()
    stack.preview()
    assert fake.calls == []
    stack.up()
    assert fake.call_counts() == {
        "GetCallerIdentity": 1,
        "GetPrompt": 1,
        "ListTagsForResource": 1,
        "UpdatePrompt": 1,
        "ListPrompts": 1,
        "CreatePromptVersion": 1,
    }
    assert texts(fake) == {"DRAFT": BE_KIND, "1": BE_BRIEF, "2": BE_KIND}
    stack.destroy()
    assert (fake.registry().prompts, fake.registry().tags) == ({}, {})


def test_another_content_is_overwritten_on_demand(stack: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    world.write_theirs(BE_KIND)
    theirs = world.only_prompt
    stack.write(TRIAGE, prompt=world.prompt(adopt="overwrite"), version={})
    stack.up()
    assert world.only_prompt.id == theirs.id
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    stack.assert_settled()


def test_the_wrong_account_drops_nothing(deployed: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    before = deployed.resources()
    world.log_in(OTHER_ACCESS_KEY)
    wrong = (
        f"it is in account {ACCOUNT}, and the credentials belong to account {OTHER_ACCOUNT}; "
        "use the credentials of its account; nothing was changed"
    )
    refused = deployed.refresh(fails=True).diagnostics("Prompt triage")
    assert any(f"reading {NAME} on bedrock {REGION}: {wrong}" in line for line in refused), refused
    assert deployed.resources().keys() == before.keys()
    world.log_in(ACCESS_KEY)
    deployed.assert_settled()


def test_the_wrong_account_destroys_nothing(deployed: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    """The engine drops the versions, which go with their prompt, before it hears that the prompt stays."""
    world.log_in(OTHER_ACCESS_KEY)
    deployed.destroy(fails=True)
    assert "Prompt triage" in deployed.resources()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    world.log_in(ACCESS_KEY)
    assert deployed.up().steps == {"create PromptVersion triage"}
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    deployed.assert_settled()
    deployed.destroy()
    assert fake.registry().prompts == {}


def test_the_region_of_the_aws_provider_is_the_fallback(stack: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    backend = {"kind": "bedrock", "endpoint_url": fake.url}
    stack.write(TRIAGE, prompt=prompt(backend=backend), version={})
    said = "\n".join(stack.preview(fails=True).diagnostics("Prompt triage"))
    assert "backend.region: is required; set it, or `pulumi config set aws:region <region>`" in said
    stack.config_set("aws:region", OTHER_REGION)
    stack.up()
    assert texts(fake, OTHER_REGION) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    stack.assert_settled()


def test_the_stack_chooses_the_registry_of_a_program(stack: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    """The same program: on the embedded registry, then on Bedrock."""
    stack.write(TRIAGE, prompt=prompt(), version={})
    stack.up()
    assert fake.calls == []
    assert (stack.folder / "prompts.db").exists()
    for key, value in world.backend().items():
        stack.config_set(f"prompts:backend.{key}", value, "--path")
    stack.up()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    stack.assert_settled()


def test_a_lost_answer_is_asked_for_again(stack: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    fake.inject("CreatePrompt", lose_answer(), times=2)
    fake.inject("CreatePromptVersion", lose_answer())
    stack.write(TRIAGE, prompt=prompt(backend=world.backend()), version={})
    stack.up()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    assert fake.registry().names() == [NAME]
    stack.assert_settled()


def test_what_was_made_unheard_is_taken_up_by_the_next_up(stack: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    stack.write(TRIAGE, prompt=prompt(backend=world.backend()), version={})
    fake.inject("CreatePrompt", lose_answer())
    fake.inject("CreatePrompt", error(503, "ServiceUnavailableException", "later", {"Retry-After": "3600"}))
    (said,) = stack.up(fails=True).diagnostics("Prompt triage")
    assert said.startswith(f"creating {NAME} on bedrock {REGION}: ServiceUnavailableException: later; ")
    assert said.endswith(AGAIN)
    (made,) = fake.registry().prompts
    stack.up()
    assert list(fake.registry().prompts) == [made]
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    stack.assert_settled()


SEVERAL = program("""
    for number in range(6):
        each = Prompt(f"p{number}", template=f"Answer {number}: {{{{question}}}}", backend=given["backend"])
        PromptVersion(f"p{number}", prompt=each)
""")


def test_several_at_once_stay_within_the_quotas(stack: Stack, world: BedrockWorld, fake: BedrockFake) -> None:
    stack.write(SEVERAL, backend=world.backend())
    stack.up()
    assert sorted(fake.registry().names()) == [f"p{number}" for number in range(6)]
    assert fake.call_counts() == {"CreatePrompt": 6, "ListPrompts": 6, "CreatePromptVersion": 6}
    stack.assert_settled()
    stack.destroy()
    assert fake.registry().prompts == {}
