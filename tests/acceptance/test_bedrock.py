"""Prompts on Bedrock, by a real engine: the plugin talks to the fake over HTTP, with credentials from a file."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from acceptance.programs import BE_BRIEF, BE_KIND, BE_STRICT, TRIAGE, program, prompt
from acceptance.stack import Stack
from fakes.bedrock import (
    ACCESS_KEY,
    ACCOUNT,
    OTHER_ACCESS_KEY,
    OTHER_ACCOUNT,
    OTHER_REGION,
    REGION,
    SECRET_KEY,
    BedrockFake,
    error,
    lose_answer,
)

MARKER = "organization/acme/dev/triage"
NAME = "support-triage"


@pytest.fixture
def fake() -> Iterator[BedrockFake]:
    with BedrockFake() as fake:
        yield fake
    assert fake.faults == []


@pytest.fixture
def stack(tmp_path: Path, fake: BedrockFake, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A stack whose plugin finds credentials in a file, the fake's STS, and a region that nobody means."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    log_in(tmp_path, ACCESS_KEY)
    env = {
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL_STS": fake.url,
        "AWS_REGION": "ap-south-1",
        "AWS_DEFAULT_REGION": "ap-south-1",
    }
    return Stack(tmp_path, env=env)


def log_in(folder: Path, access_key: str) -> None:
    keys = f"aws_access_key_id = {access_key}\naws_secret_access_key = {SECRET_KEY}\n"
    (folder / "credentials").write_text(f"[default]\n{keys}")


def on(fake: BedrockFake, **more: Any) -> dict[str, Any]:
    return {"kind": "bedrock", "region": REGION, "endpoint_url": fake.url, **more}


def texts(fake: BedrockFake, region: str = REGION) -> dict[str, str]:
    """What the draft and the versions of the prompt say to the model."""
    found = fake.registry(region=region).prompt(NAME)
    return {version: _text(snapshot.fields) for version, snapshot in {"DRAFT": found.draft, **found.versions}.items()}


def _text(fields: dict[str, Any]) -> str:
    return str(fields["variants"][0]["templateConfiguration"]["chat"]["system"][0]["text"])


def settled(stack: Stack) -> None:
    assert stack.preview().steps == set()
    assert stack.refresh().steps == set()
    assert stack.preview().steps == set()


def test_from_the_first_up_to_destroy(stack: Stack, fake: BedrockFake) -> None:
    backend = on(fake, allowed_account_ids=[ACCOUNT])
    beside = {
        "backend": backend,
        "tags": {"team": "support"},
        "metadata": {"owner": "platform"},
        "parameters": {"temperature": 0.9, "max_tokens": 200},
        "options": {"bedrock": {"cache_points": ["messages[0]"]}},
    }
    stack.write(TRIAGE, prompt=prompt(BE_BRIEF, **beside), version={"description": "First.", "keep": 5})
    assert stack.preview().steps == {"create Prompt triage", "create PromptVersion triage"}
    assert fake.calls == []
    stack.up()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(stack)

    stack.give(prompt=prompt(BE_KIND, **beside), version={"description": "First.", "keep": 5})
    fake.clear_calls()
    preview = stack.preview("--diff")
    assert preview.diffs == {
        "Prompt triage": {"digest", "messages[0].content"},
        "PromptVersion triage": {"digest"},
    }
    assert "- Be brief.\n" in preview.text
    assert "+ Be kind.\n" in preview.text
    assert fake.calls == []
    stack.up()
    assert fake.call_counts() == {
        "GetCallerIdentity": 1,
        "UpdatePrompt": 1,
        "ListPrompts": 1,
        "CreatePromptVersion": 1,
    }
    assert texts(fake) == {"DRAFT": BE_KIND, "1": BE_BRIEF, "2": BE_KIND}
    assert stack.outputs() == {"version": "2"}
    settled(stack)

    stack.give(prompt=prompt(BE_BRIEF, **beside), version={"description": "First.", "keep": 5})
    stack.up()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF, "2": BE_KIND}
    assert stack.outputs() == {"version": "1"}

    assert stack.destroy().steps == {"delete Prompt triage", "delete PromptVersion triage"}
    assert (fake.registry().prompts, fake.registry().tags) == ({}, {})
    assert stack.resources() == {}


@pytest.fixture
def deployed(stack: Stack, fake: BedrockFake) -> Stack:
    stack.write(TRIAGE, prompt=prompt(backend=on(fake)), version={})
    stack.up()
    return stack


def test_drift_is_seen_and_mended(deployed: Stack, fake: BedrockFake) -> None:
    fields = fake.registry().draft(NAME).fields
    fields["variants"][0]["templateConfiguration"]["chat"]["system"][0]["text"] = BE_STRICT
    assert deployed.refresh().diffs == {"Prompt triage": {"digest", "messages[0].content"}}
    assert deployed.up().diffs == {"Prompt triage": {"digest", "messages[0].content"}}
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(deployed)


def test_what_is_gone_is_created_again(deployed: Stack, fake: BedrockFake) -> None:
    client(fake).delete_prompt(promptIdentifier=fake.registry().prompt(NAME).id)
    assert deployed.refresh().steps == {"delete Prompt triage", "delete PromptVersion triage"}
    deployed.up()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(deployed)


def client(fake: BedrockFake) -> Any:
    """Somebody else."""
    return boto3.client(
        "bedrock-agent",
        endpoint_url=fake.url,
        region_name=REGION,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET_KEY,
    )


def make_theirs(fake: BedrockFake, text: str) -> str:
    """A prompt that somebody made by hand."""
    chat = {"system": [{"text": text}], "messages": [{"role": "user", "content": [{"text": "Ticket: {{ticket}}"}]}]}
    variant = {
        "name": "default",
        "templateType": "CHAT",
        "templateConfiguration": {"chat": {**chat, "inputVariables": [{"name": "ticket"}]}},
        "modelId": "small",
    }
    answer = client(fake).create_prompt(name=NAME, defaultVariant="default", variants=[variant], tags={"owner": "them"})
    return str(answer["id"])


def test_the_same_content_is_adopted(stack: Stack, fake: BedrockFake) -> None:
    theirs = make_theirs(fake, BE_BRIEF)
    stack.write(TRIAGE, prompt=prompt(backend=on(fake)), version={})
    assert stack.up(fails=True).diagnostics("Prompt triage") == [
        f"creating {NAME} on bedrock {REGION}: it exists already; set adopt=True to take it over, or use another name"
    ]
    stack.give(prompt=prompt(backend=on(fake), adopt=True), version={})
    stack.up()
    assert list(fake.registry().prompts) == [theirs]
    tags = fake.registry().tags[fake.registry().prompt(NAME).arn]
    assert tags == {"owner": "them", "pulumi-prompts/marker": MARKER}
    settled(stack)


def test_another_content_is_adopted_only_on_demand(stack: Stack, fake: BedrockFake) -> None:
    theirs = make_theirs(fake, BE_KIND)
    stack.write(TRIAGE, prompt=prompt(BE_BRIEF, backend=on(fake), adopt=True), version={})
    (message,) = stack.up(fails=True).diagnostics("Prompt triage")
    lines = message.splitlines()
    assert "-    Be kind." in lines
    assert "+    Be brief." in lines
    assert lines[-1] == (
        f"creating {NAME} on bedrock {REGION}: it exists with another content, so it is not adopted; "
        "make the program say the same, or set adopt='overwrite' to replace what the registry has"
    )
    assert texts(fake) == {"DRAFT": BE_KIND}
    stack.give(prompt=prompt(BE_BRIEF, backend=on(fake), adopt="overwrite"), version={})
    stack.up()
    assert list(fake.registry().prompts) == [theirs]
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(stack)


def test_a_rename_keeps_the_prompt(deployed: Stack, fake: BedrockFake) -> None:
    before = fake.registry().prompt(NAME).id
    deployed.give(prompt={**prompt(backend=on(fake)), "name": "sorting"}, version={})
    assert deployed.up().steps == {"update Prompt triage"}
    assert fake.registry().prompt("sorting").id == before
    settled(deployed)


def test_another_region_is_another_prompt(deployed: Stack, fake: BedrockFake) -> None:
    deployed.give(prompt=prompt(backend=on(fake, region=OTHER_REGION)), version={})
    assert deployed.up().diffs["Prompt triage"] >= {"backend.region"}
    assert fake.registry().prompts == {}
    assert texts(fake, OTHER_REGION) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(deployed)
    deployed.destroy()
    assert fake.registry(region=OTHER_REGION).prompts == {}


def test_settings_that_name_the_same_registry_replace_nothing(deployed: Stack, fake: BedrockFake) -> None:
    before = fake.registry().prompt(NAME).id
    settings = {"account_id": ACCOUNT, "allowed_account_ids": [ACCOUNT], "timeout": 60}
    deployed.give(prompt=prompt(backend=on(fake, **settings)), version={})
    assert deployed.up().steps == {"update Prompt triage", "update PromptVersion triage"}
    assert fake.registry().prompt(NAME).id == before
    settled(deployed)


def test_bad_input_is_told_at_preview_all_at_once(stack: Stack, fake: BedrockFake) -> None:
    bad = prompt(backend=on(fake), parameters={"temperature": 2, "top_k": 5}, description="x" * 201)
    stack.write(TRIAGE, prompt={**bad, "name": "support triage"}, version={})
    said = "\n".join(stack.preview(fails=True).diagnostics("Prompt triage"))
    for line in (
        "name: must be 1 to 100 letters and digits, `_` or `-` between them (bedrock)",
        "description: must have at most 200 characters, has 201 (bedrock)",
        "parameters.temperature: must be at most 1 (bedrock)",
        "parameters.top_k: bedrock cannot express this: "
        "put it into `options.bedrock.additional_model_request_fields`, as the model names it",
    ):
        assert line in said
    assert fake.calls == []


def test_the_wrong_account_drops_nothing(deployed: Stack, fake: BedrockFake) -> None:
    before = deployed.resources()
    log_in(deployed.folder, OTHER_ACCESS_KEY)
    wrong = (
        f"it is in account {ACCOUNT}, and the credentials belong to account {OTHER_ACCOUNT}; "
        "use the credentials of its account; nothing was changed"
    )
    refused = deployed.refresh(fails=True).diagnostics("Prompt triage")
    assert any(f"reading {NAME} on bedrock {REGION}: {wrong}" in line for line in refused), refused
    assert deployed.resources().keys() == before.keys()
    log_in(deployed.folder, ACCESS_KEY)
    settled(deployed)


def test_the_wrong_account_destroys_nothing(deployed: Stack, fake: BedrockFake) -> None:
    """The engine drops the versions, which go with their prompt, before it hears that the prompt stays."""
    log_in(deployed.folder, OTHER_ACCESS_KEY)
    deployed.destroy(fails=True)
    assert "Prompt triage" in deployed.resources()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    log_in(deployed.folder, ACCESS_KEY)
    assert deployed.up().steps == {"create PromptVersion triage"}
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(deployed)
    deployed.destroy()
    assert fake.registry().prompts == {}


def test_the_region_of_the_aws_provider_is_the_fallback(stack: Stack, fake: BedrockFake) -> None:
    backend = {"kind": "bedrock", "endpoint_url": fake.url}
    stack.write(TRIAGE, prompt=prompt(backend=backend), version={})
    said = "\n".join(stack.preview(fails=True).diagnostics("Prompt triage"))
    assert "backend.region: is required; set it, or `pulumi config set aws:region <region>`" in said
    stack.config_set("aws:region", OTHER_REGION)
    stack.up()
    assert texts(fake, OTHER_REGION) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(stack)


def test_the_stack_chooses_the_registry_of_a_program(stack: Stack, fake: BedrockFake) -> None:
    """The same program: on the embedded registry, then on Bedrock."""
    stack.write(TRIAGE, prompt=prompt(), version={})
    stack.up()
    assert fake.calls == []
    assert (stack.folder / "prompts.db").exists()
    for key, value in on(fake).items():
        stack.config_set(f"prompts:backend.{key}", value, "--path")
    stack.up()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(stack)


def test_a_lost_answer_is_asked_for_again(stack: Stack, fake: BedrockFake) -> None:
    fake.inject("CreatePrompt", lose_answer(), times=2)
    fake.inject("CreatePromptVersion", lose_answer())
    stack.write(TRIAGE, prompt=prompt(backend=on(fake)), version={})
    stack.up()
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    assert fake.registry().names() == [NAME]
    settled(stack)


def test_what_was_made_unheard_is_taken_up_by_the_next_up(stack: Stack, fake: BedrockFake) -> None:
    stack.write(TRIAGE, prompt=prompt(backend=on(fake)), version={})
    fake.inject("CreatePrompt", lose_answer())
    fake.inject("CreatePrompt", error(503, "ServiceUnavailableException", "later", {"Retry-After": "3600"}))
    (said,) = stack.up(fails=True).diagnostics("Prompt triage")
    assert said.startswith(f"creating {NAME} on bedrock {REGION}: ServiceUnavailableException: later; ")
    assert said.endswith("nothing was lost: run `pulumi up` again when the registry answers")
    (made,) = fake.registry().prompts
    stack.up()
    assert list(fake.registry().prompts) == [made]
    assert texts(fake) == {"DRAFT": BE_BRIEF, "1": BE_BRIEF}
    settled(stack)


SEVERAL = program("""
    for number in range(6):
        each = Prompt(f"p{number}", template=f"Answer {number}: {{{{question}}}}", backend=given["backend"])
        PromptVersion(f"p{number}", prompt=each)
""")


def test_several_at_once_stay_within_the_quotas(stack: Stack, fake: BedrockFake) -> None:
    stack.write(SEVERAL, backend=on(fake))
    stack.up()
    assert sorted(fake.registry().names()) == [f"p{number}" for number in range(6)]
    assert fake.call_counts() == {"CreatePrompt": 6, "ListPrompts": 6, "CreatePromptVersion": 6}
    settled(stack)
    stack.destroy()
    assert fake.registry().prompts == {}
