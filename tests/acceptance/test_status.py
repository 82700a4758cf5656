"""`pulumi-prompts status` of what a real engine has deployed."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from acceptance.local_registry import LocalRegistry
from acceptance.programs import BE_BRIEF, BE_KIND, program, prompt
from acceptance.registries.humanloop import HumanloopWorld
from acceptance.registries.world import NAME
from acceptance.stack import Stack
from pulumi_prompts.cli.exits import Exit

TWO_ENVIRONMENTS = program("""
    stack = pulumi.get_stack()
    triage = Prompt("triage", **{**given["prompt"], "name": f"triage-{stack}"})
    published = PromptVersion("triage", prompt=triage)
    if stack == "dev":
        PromptAlias("canary", prompt=triage, alias="canary", version=given.get("canary") or published)
""")


def status(stack: Stack, *arguments: str) -> str:
    """What the command says, with the credentials that the stack has."""
    command = [sys.executable, "-m", "pulumi_prompts.cli", "status", *arguments]
    done = subprocess.run(command, cwd=stack.folder, env=stack.env, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.DONE, done.stderr
    return done.stdout


def as_json(stack: Stack, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(status(stack, *arguments, "--json", "-"))
    return found


def test_two_stacks_and_an_alias(stack: Stack, registry: LocalRegistry) -> None:
    live = stack.beside("live")
    stack.write(TWO_ENVIRONMENTS, prompt=prompt(BE_BRIEF))
    stack.up()
    live.up()
    stack.give(prompt=prompt(BE_KIND), canary="1")
    stack.up()

    both = ("--stack", "dev", "--stack", "live")
    found = as_json(stack, *both)
    assert [each["stack"] for each in found["environments"]] == [
        "organization/acme/dev",
        "organization/acme/dev",
        "organization/acme/live",
    ]
    (triage,) = found["prompts"]
    told = [(each["prompt"], each["served"]["version"], each["standing"]) for each in triage["places"]]
    assert told == [("triage-dev", "2", None), ("triage-dev", "1", "behind"), ("triage-live", "1", "differs")]
    assert triage["places"][1]["served"]["digest"] == triage["places"][2]["served"]["digest"]

    registry.execute("UPDATE aliases SET version = 2")
    places = as_json(stack, *both, "--live")["prompts"][0]["places"]
    assert [each["finding"] for each in places] == ["agrees", "drifted", "agrees"]
    assert (places[1]["served"]["version"], places[1]["state"]["version"]) == ("2", "1")

    lines = status(stack, *both, "--diff", "triage", "dev@1", "dev").splitlines()
    assert [line.strip() for line in lines if line.startswith(("    -", "    +"))] == ["-Be brief.", "+Be kind."]

    (stack.folder / "dev.json").write_text(stack.export())
    assert as_json(stack, "dev.json")["environments"] == found["environments"][:2]


def test_what_others_do_to_a_registry(tmp_path: Path, humanloop_world: HumanloopWorld) -> None:
    """They write another version, move our alias to it, and set one of their own to ours."""
    stack = Stack(tmp_path, env=humanloop_world.variables)
    stack.write(WITH_STAGING, prompt=humanloop_world.prompt(BE_BRIEF))
    stack.up()
    found = as_json(stack, *LIVE)
    assert [each["finding"] for each in found["prompts"][0]["places"]] == ["agrees", "agrees"]

    humanloop_world.write_theirs(BE_KIND)
    ours, theirs = (version.name for version in humanloop_world.only_prompt.versions)
    humanloop_world.registry.deploy(NAME, "staging", theirs)
    humanloop_world.registry.deploy(NAME, "production", ours)
    found = as_json(stack, *LIVE)
    assert [each["name"] for each in found["environments"]] == ["dev", "staging", "production"]
    places = found["prompts"][0]["places"]
    assert [each["finding"] for each in places] == ["drifted", "drifted", "unmanaged"]
    assert [each["served"]["version"] for each in places] == [theirs, theirs, ours]
    assert [each["standing"] for each in places] == [None, "same", "behind"]
    assert places[1]["state"]["version"] == ours

    lines = status(stack, *LIVE, "--diff", "triage", "production", "dev").splitlines()
    assert [line.strip() for line in lines if line.startswith(("    -", "    +"))] == ["-Be brief.", "+Be kind."]


LIVE = ("--stack", "dev", "--live")
WITH_STAGING = program("""
    triage = Prompt("triage", **given["prompt"])
    PromptAlias("staging", prompt=triage, alias="staging", version=PromptVersion("triage", prompt=triage))
""")
