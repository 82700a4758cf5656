"""A prompt of somebody else, only read, with versions of ours on top of it."""

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, program, prompt
from acceptance.stack import Stack

READ = program("""
    shared = Prompt.get("shared", given["id"])
    published = PromptVersion("shared", prompt=shared)
    pulumi.export("name", shared.name)
    pulumi.export("digest", shared.digest)
    pulumi.export("variables", shared.variables)
    pulumi.export("version", published.version)
""")


@pytest.fixture
def prompt_id(stack: Stack, registry: LocalRegistry) -> str:
    theirs = stack.beside("theirs")
    bring_up(theirs, TRIAGE, prompt=prompt(BE_BRIEF))
    return registry.only_prompt.id


def test_versions_of_a_prompt_that_is_only_read(stack: Stack, registry: LocalRegistry, prompt_id: str) -> None:
    stack.write(READ, id=prompt_id)
    assert stack.up().steps == {"read Prompt shared", "create PromptVersion shared"}
    outputs = stack.outputs()
    assert (outputs["name"], outputs["variables"], outputs["version"]) == ("support-triage", ["ticket"], "1")
    assert registry.only_prompt.published == {1: BE_BRIEF}
    assert stack.preview().steps == {"read Prompt shared"}

    registry.edit_head("Be brief", "Be kind")
    assert stack.up().steps == {"read Prompt shared", "update PromptVersion shared"}
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}

    stack.destroy()
    assert registry.only_prompt.id == prompt_id
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}


def test_a_prompt_that_does_not_exist(stack: Stack, prompt_id: str) -> None:
    assert prompt_id != "missing"
    stack.write(READ, id="missing")
    said = "`Prompt.get` of missing on local prompts.db: there is no prompt missing; check its id and its backend"
    assert stack.preview(fails=True).diagnostics("Prompt shared") == [f"Preview failed: {said}"]
    assert stack.up(fails=True).diagnostics("Prompt shared") == [said]


def test_a_prompt_that_is_gone_is_no_hindrance_to_destroy(
    stack: Stack, registry: LocalRegistry, prompt_id: str
) -> None:
    stack.write(READ, id=prompt_id)
    stack.up()
    registry.execute("DELETE FROM prompts")
    assert stack.preview(fails=True).diagnostics("Prompt shared")
    stack.refresh()
    stack.destroy()
    assert stack.resources() == {}
