"""Planted secrets are searched for in all that people and files get to see; only the registry may have them."""

import json
from functools import partial

import pytest

from acceptance import exposure
from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import program
from acceptance.stack import Stack
from pulumi_prompts.lifecycle.taking_over import of_another_content
from pulumi_prompts.lifecycle.wording import NOT_SHOWN

TEXT = "canary-in-the-text"
EDITED = "canary-after-an-edit"
DRIFTED = "canary-that-drifted"
KEY = "canary-of-a-credential"

exposed = partial(exposure.exposed, secret="canary")

SECRET = program("""
    settings = pulumi.Config()
    chat = [system(settings.require_secret("text")), user("Ticket: {{ticket}}")]
    triage = Prompt("triage", messages=chat, model="small", **given)
    published = PromptVersion("triage", prompt=triage)
    for name in ("name", "uri", "digest", "variables", "backend"):
        pulumi.export(name, getattr(triage, name))
    for name in ("version", "history", "prompt_id"):
        pulumi.export(name, getattr(published, name))
""")


@pytest.fixture
def secretive(stack: Stack) -> Stack:
    stack.write(SECRET)
    stack.config_set("acme:text", f"You sort tickets.\n{TEXT}\n", "--secret")
    stack.config_set("prompts:someApiKey", KEY, "--secret")
    return stack


def test_a_secret_is_shown_nowhere_in_the_life_of_a_prompt(secretive: Stack, registry: LocalRegistry) -> None:
    assert exposed(secretive, secretive.up_after_preview("--diff", "--debug")) == []
    assert TEXT in registry.only_prompt.text
    assert "ciphertext" in json.dumps(secretive.resources()["Prompt triage"]["inputs"]["messages"])

    secretive.config_set("acme:text", f"You sort tickets.\n{EDITED}\n", "--secret")
    preview = secretive.preview("--diff", "--show-full-output")
    assert preview.steps == {"update Prompt triage", "update PromptVersion triage"}
    assert exposed(secretive, preview) == []
    assert exposed(secretive, secretive.up("--diff")) == []
    assert EDITED in registry.only_prompt.published[2]
    assert secretive.preview().steps == set()


def test_a_secret_that_drifts_stays_one(secretive: Stack, registry: LocalRegistry) -> None:
    bring_up(secretive, SECRET)
    before = registry.prompts
    registry.edit_head(TEXT, DRIFTED)
    refresh = secretive.refresh("--diff")
    assert refresh.steps == {"update Prompt triage"}
    assert exposed(secretive, refresh) == []
    assert exposed(secretive, secretive.preview("--diff")) == []
    assert exposed(secretive, secretive.up("--diff")) == []
    assert registry.prompts == before


def test_a_secret_stays_one_when_something_else_drifts(secretive: Stack, registry: LocalRegistry) -> None:
    bring_up(secretive, SECRET)
    registry.execute("UPDATE prompts SET name = 'another'")
    refresh = secretive.refresh("--diff")
    assert refresh.diffs == {"Prompt triage": {"name"}}
    assert exposed(secretive, refresh) == []


def test_a_refused_adoption_shows_no_secret(secretive: Stack, registry: LocalRegistry) -> None:
    bring_up(secretive, SECRET)
    registry.edit_head(TEXT, DRIFTED)
    ours = secretive.beside("ours")
    ours.config_set("acme:text", EDITED, "--secret")
    ours.write(SECRET, adopt=True, take_over_from="organization/acme/dev/triage")
    refused = ours.up("--diff", fails=True)
    (message,) = refused.diagnostics("Prompt triage")
    assert message.splitlines() == [
        "(the content is secret: the difference is not shown)",
        f"creating triage on local prompts.db: {of_another_content('')}",
    ]
    assert exposed(ours, refused) == []


def test_a_mistake_in_a_secret_prompt_shows_no_secret(secretive: Stack) -> None:
    secretive.write(SECRET, variables=["customer"], parameters={"temperature": -1})
    refused = secretive.preview("--diff", fails=True)
    assert len(refused.diagnostics("Prompt triage")) == 3
    assert exposed(secretive, refused) == []


def test_a_failing_registry_shows_no_secret(secretive: Stack) -> None:
    (secretive.folder / "prompts.db").write_text("This is no database, but a text of some length.")
    failed = secretive.up("--diff", fails=True)
    assert f"creating triage on local prompts.db: UnavailableError: {NOT_SHOWN}; check the path" in failed.text
    assert exposed(secretive, failed) == []
