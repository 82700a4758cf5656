"""From the first `up` to `destroy`, as a person works."""

from acceptance.local_registry import LocalRegistry
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, prompt
from acceptance.stack import Stack


def test_up_edit_preview_up_edit_back_destroy(stack: Stack, registry: LocalRegistry) -> None:
    stack.write(TRIAGE, prompt=prompt(BE_BRIEF), version={})
    assert stack.up_after_preview().steps == {"create Prompt triage", "create PromptVersion triage"}
    assert registry.only_prompt.text == BE_BRIEF
    assert registry.only_prompt.published == {1: BE_BRIEF}
    assert stack.export().count("Be brief") == 1, "the state holds the content once"
    assert stack.up_after_preview().steps == set()

    stack.give(prompt=prompt(BE_KIND), version={})
    preview = stack.preview("--diff")
    assert preview.steps == {"update Prompt triage", "update PromptVersion triage"}
    assert "- Be brief.\n" in preview.text
    assert "+ Be kind.\n" in preview.text
    assert "- You sort" not in preview.text
    assert registry.only_prompt.published == {1: BE_BRIEF}

    assert stack.up().steps == {"update Prompt triage", "update PromptVersion triage"}
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
    assert stack.outputs() == {"version": "2"}

    stack.give(prompt=prompt(BE_BRIEF), version={})
    assert stack.up().steps == {"update Prompt triage", "update PromptVersion triage"}
    assert registry.only_prompt.text == BE_BRIEF
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
    assert stack.outputs() == {"version": "1"}

    assert stack.destroy().steps == {"delete Prompt triage", "delete PromptVersion triage"}
    assert registry.prompts == []
    assert stack.resources() == {}
