"""Aliases on a real engine: what previews show, drift, gates, adoption, and what a destroy takes along."""

import json
import re

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, BE_KIND, program, prompt
from acceptance.stack import Stack
from pulumi_prompts.lifecycle.gates import not_proved, not_served
from pulumi_prompts.lifecycle.pointing import of_another
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.resources.prompt_alias import FOLLOWS_AND_WAITS

ALIASES = program("""
    triage = Prompt("triage", **given["prompt"])
    published = PromptVersion("triage", prompt=triage)
    aliases = {}
    for name, said in given.get("aliases", {}).items():
        version = said.pop("version", None) or published
        after = aliases[said.pop("after")] if "after" in said else None
        aliases[name] = PromptAlias(name, prompt=triage, alias=name, version=version, after=after, **said)
        pulumi.export(name, {"digest": aliases[name].digest, "version": aliases[name].version})
    pulumi.export("version", published.version)
    pulumi.export("digest", published.digest)
""")


@pytest.fixture
def deployed(stack: Stack) -> Stack:
    """A prompt whose published version staging serves."""
    bring_up(stack, ALIASES, prompt=prompt(), aliases={"staging": {}})
    return stack


def problem(said: str) -> str:
    """What the engine shows of a failed check of production."""
    return f"pulumi-python:dynamic/prompts:PromptAlias resource 'production' has a problem: {said}"


def test_a_move_shows_the_text_that_moves(deployed: Stack, registry: LocalRegistry) -> None:
    assert registry.aliases == {"staging": "1"}
    deployed.assert_settled()
    deployed.give(prompt=prompt(BE_KIND), aliases={"staging": {}})
    preview = deployed.preview("--diff")
    assert preview.diff("PromptAlias staging") == {"content.messages[0].content", "digest", "version"}
    shown = preview.text[preview.text.index("PromptAlias") :]
    assert re.search(r"- Be brief\.\n.*\+ Be kind\.", shown)
    deployed.up()
    assert registry.aliases == {"staging": "2"}
    deployed.assert_settled()


def test_what_moves_nothing_shows_nothing(deployed: Stack) -> None:
    """Also an update of the prompt, in which what the version will be called is not known."""
    deployed.give(prompt=prompt(description="Sorts tickets"), aliases={"staging": {}})
    assert deployed.preview().steps == {"update Prompt triage"}


def test_a_rollback_shows_number_and_digest(deployed: Stack, registry: LocalRegistry) -> None:
    deployed.give(prompt=prompt(BE_KIND), aliases={"staging": {}})
    deployed.up()
    deployed.give(prompt=prompt(BE_KIND), aliases={"staging": {"version": "1"}})
    preview = deployed.preview("--diff")
    assert preview.steps == {"update PromptAlias staging"}
    assert {"digest", "version"} <= preview.diff("PromptAlias staging")
    assert "(not in this program)" in preview.text
    deployed.up()
    assert registry.aliases == {"staging": "1"}
    deployed.assert_settled()
    deployed.give(prompt=prompt("Another text."), aliases={"staging": {"version": "1"}})
    assert deployed.preview().steps == {"update Prompt triage", "update PromptVersion triage"}


def test_drift_is_shown_and_mended(deployed: Stack, registry: LocalRegistry) -> None:
    deployed.give(prompt=prompt(BE_KIND), aliases={"staging": {}})
    deployed.up()
    registry.execute("UPDATE aliases SET version = 1")
    assert deployed.refresh().steps == {"update PromptAlias staging"}
    preview = deployed.preview("--diff")
    assert preview.steps == {"update PromptAlias staging"}
    assert {"digest", "version"} <= preview.diff("PromptAlias staging")
    deployed.up()
    assert registry.aliases == {"staging": "2"}
    deployed.assert_settled()


def test_no_environment_is_skipped(deployed: Stack, registry: LocalRegistry) -> None:
    first, kind = deployed.outputs()["digest"], prompt(BE_KIND)
    aliases = {"staging": {"version": "1"}, "production": {"version": "1", "after": "staging"}}
    deployed.give(prompt=prompt(), aliases=aliases)
    deployed.up()
    deployed.give(prompt=kind, aliases=aliases)
    assert deployed.preview().steps == {"update Prompt triage", "update PromptVersion triage"}
    deployed.up()
    second = deployed.outputs()["digest"]

    both = {"staging": {"version": "2"}, "production": {"version": "2", "after": "staging"}}
    deployed.give(prompt=kind, aliases=both)
    refused = not_served("the alias 'staging'", first, second)
    assert deployed.preview(fails=True).diagnostics("PromptAlias production") == [problem(f"after: {refused}")]
    deployed.give(prompt=kind, aliases=both | {"production": aliases["production"]})
    assert deployed.up().steps == {"update PromptAlias staging"}
    deployed.give(prompt=kind, aliases=both)
    assert deployed.up().steps == {"update PromptAlias production"}
    assert registry.aliases == {"staging": "2", "production": "2"}
    deployed.assert_settled()


def test_both_are_not_made_in_one_up(stack: Stack, registry: LocalRegistry) -> None:
    both = {"staging": {"version": "1"}, "production": {"version": "1", "after": "staging"}}
    stack.write(ALIASES, prompt=prompt(), aliases={})
    stack.up()
    stack.give(prompt=prompt(), aliases=both)
    refused = not_served("the alias 'staging'", "", stack.outputs()["digest"])
    assert stack.preview(fails=True).diagnostics("PromptAlias production") == [problem(f"after: {refused}")]
    stack.up(fails=True)
    assert "production" not in registry.aliases
    stack.up()
    assert registry.aliases == {"staging": "1", "production": "1"}


def test_an_alias_that_waits_does_not_follow(deployed: Stack) -> None:
    deployed.give(prompt=prompt(), aliases={"staging": {}, "production": {"after": "staging"}})
    assert f"production: {FOLLOWS_AND_WAITS}" in deployed.preview(fails=True).text


def test_evidence(deployed: Stack, registry: LocalRegistry) -> None:
    file = deployed.folder / "evals.json"
    deployed.give(prompt=prompt(), aliases={"production": {"version": "1", "evidence": "evals.json"}})
    digest = deployed.outputs()["digest"]
    missing = not_proved("evals.json", "cannot be read (No such file or directory)", digest)
    run = deployed.preview(fails=True)
    assert run.diagnostics("PromptAlias production") == [problem(f"evidence: {missing}")]
    file.write_text(json.dumps({"digest": digest, "passed": True, "by": "ci", "at": "2026-11-30"}))
    deployed.up()
    assert registry.aliases == {"production": "1"}
    file.unlink()
    assert deployed.preview().steps == set()


def test_another_stack_tells_what_it_serves(deployed: Stack, registry: LocalRegistry) -> None:
    served = deployed.outputs()["staging"]["digest"]
    theirs = deployed.beside("prod")
    theirs.write(
        program("""
        shared = Prompt.get("shared", given["id"])
        staging = pulumi.StackReference("organization/acme/dev").get_output("staging")
        version = PromptVersion.get("wanted", shared, **given["wanted"])
        live = PromptAlias("production", prompt=shared, alias="production", version=version, after=staging)
        pulumi.export("text", version.content.apply(lambda content: content["messages"][0]["content"]))
        pulumi.export("content", shared.content.apply(lambda content: content["messages"][0]["content"]))
        """),
        id=registry.only_prompt.id,
        wanted={"alias": "staging"},
    )
    theirs.preview()
    theirs.up()
    assert registry.aliases == {"staging": "1", "production": "1"}
    assert theirs.outputs() == {"text": BE_BRIEF, "content": BE_BRIEF}
    assert not theirs.preview().steps - {"read Prompt shared", "read PromptVersion wanted"}
    deployed.write(ALIASES, prompt=prompt(BE_KIND), aliases={"staging": {"version": "1"}})
    deployed.up()
    kind = deployed.outputs()["digest"]
    theirs.write(
        program("""
        shared = Prompt.get("shared", given["id"])
        staging = pulumi.StackReference("organization/acme/dev").get_output("staging")
        PromptAlias("production", prompt=shared, alias="production", version="2", after=staging)
        """),
        id=registry.only_prompt.id,
    )
    run = theirs.up(fails=True)
    assert not_served("the other alias", served, kind) in run.text
    assert registry.aliases == {"staging": "1", "production": "1"}
    deployed.write(ALIASES, prompt=prompt(BE_KIND), aliases={})
    assert "'production' of organization/acme/prod/production" in deployed.destroy(fails=True).text


def test_what_another_made_is_adopted_or_left(deployed: Stack, registry: LocalRegistry) -> None:
    deployed.give(prompt=prompt(BE_KIND), aliases={"staging": {}})
    deployed.up()
    registry.execute("INSERT INTO aliases VALUES (?, 'live', 1, NULL, NULL)", registry.only_prompt.id)
    deployed.give(prompt=prompt(BE_KIND), aliases={"staging": {}, "live": {}})
    (line,) = deployed.up(fails=True).diagnostics("PromptAlias live")
    assert line.endswith(str(of_another(Alias("live", "1"))))
    deployed.give(prompt=prompt(BE_KIND), aliases={"staging": {}, "live": {"adopt": True}})
    deployed.up()
    assert registry.aliases == {"staging": "2", "live": "2"}
    deployed.assert_settled()


def test_a_renamed_stack_replaces_on_demand(deployed: Stack, registry: LocalRegistry) -> None:
    """Then the engine tells the hooks nothing of the state: what the stack was called is known all the same."""
    deployed.rename("production")
    deployed.give(prompt=prompt(description="Renamed"), aliases={"staging": {}})
    deployed.up()
    replaced = [deployed.urn(key) for key in ("Prompt triage", "PromptAlias staging")]
    deployed.up(*(f"--replace={urn}" for urn in replaced))
    assert registry.aliases == {"staging": "1"}
    deployed.assert_settled()
    deployed.destroy()
    assert registry.prompts == []


def test_a_renamed_resource_keeps_its_alias(deployed: Stack, registry: LocalRegistry) -> None:
    body = ALIASES.replace("PromptAlias(name,", 'PromptAlias(f"{name}-2",')
    deployed.write(body, prompt=prompt(), aliases={"staging": {}})
    assert deployed.up().steps == {"create PromptAlias staging-2", "delete PromptAlias staging"}
    assert registry.aliases == {"staging": "1"}
    deployed.assert_settled()


def test_destroying_takes_the_names_and_leaves_nothing(deployed: Stack, registry: LocalRegistry) -> None:
    deployed.give(prompt=prompt(), aliases={"staging": {}, "production": {"version": "1", "after": "staging"}})
    deployed.up()
    deployed.give(prompt=prompt(), aliases={"production": {"version": "1"}})
    deployed.up()
    assert registry.aliases == {"production": "1"}
    deployed.destroy()
    assert registry.prompts == []


def test_a_secret_text_is_told_nowhere(stack: Stack) -> None:
    hidden = "Nobody may read this sentence."
    stack.write(
        program(f"""
        text = pulumi.Output.secret({hidden!r})
        triage = Prompt("triage", name="support-triage", template=pulumi.Output.concat(text, given["more"]))
        published = PromptVersion("triage", prompt=triage)
        PromptAlias("staging", prompt=triage, alias="staging", version=given["version"] or published)
        """),
        more="",
        version="",
    )
    told = stack.up().text + stack.export()
    stack.give(more=" And this.", version="")
    told += stack.preview("--diff").text + stack.up().text + stack.export()
    stack.give(more=" And that.", version="1")
    told += stack.preview("--diff").text + stack.up().text + stack.export()
    assert hidden not in told
