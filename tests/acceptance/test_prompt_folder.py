"""`PromptFolder` on the engine: files that come, go, move and are half written, and a loop that becomes a folder."""

import pytest

from acceptance.killing import killing
from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import program
from acceptance.stack import Stack
from pulumi_prompts.lifecycle.folder_words import many_failed

FOLDER = program("""\
from pulumi_prompts import PromptFolder

prompts = PromptFolder("all", "prompts", ResourceOptions(**given.get("opts", {})), keep=5, **given["folder"])
pulumi.export("versions", {name: prompt.version for name, prompt in prompts.items()})
""")
LOOP = program("""\
for file in sorted(Path("prompts").glob("*.yaml")):
    prompt = Prompt.from_file(file.stem, file, ResourceOptions(protect=True), model="m")
    published = PromptVersion(file.stem, ResourceOptions(protect=True), prompt=prompt, keep=5)
    PromptAlias(file.stem, ResourceOptions(protect=True), prompt=prompt, alias="live", version=published)
""")
COMMON = {"model": "m", "prompt_aliases": ["live"]}
BULK = {**COMMON, "bulk": True}
LOCAL = "pulumi_prompts.registries.local.Local"


@pytest.fixture(autouse=True)
def files(stack: Stack) -> None:
    put(stack, "triage.yaml", "template: Sort {{ticket}}.\n")
    put(stack, "summary.yaml", "template: Sum up {{ticket}}.\n")


def put(stack: Stack, name: str, text: str) -> None:
    file = stack.folder / "prompts" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def move(stack: Stack, name: str, to: str) -> None:
    (stack.folder / "prompts" / to).parent.mkdir(parents=True, exist_ok=True)
    (stack.folder / "prompts" / name).rename(stack.folder / "prompts" / to)


def each(op: str, *names: str) -> set[str]:
    return {
        f"{op} {kind} all-{name}{beside}"
        for name in names
        for kind, beside in (("Prompt", ""), ("PromptVersion", ""), ("PromptAlias", "@live"))
    }


@pytest.fixture
def deployed(stack: Stack) -> Stack:
    bring_up(stack, FOLDER, folder=COMMON)
    return stack


def test_a_folder_lives_with_its_files(deployed: Stack, registry: LocalRegistry) -> None:
    assert deployed.outputs() == {"versions": {"summary": "1", "triage": "1"}}
    deployed.assert_settled()

    put(deployed, "triage.yaml", "template: Sort {{ticket}} now.\n")
    assert deployed.up().steps == each("update", "triage")
    assert deployed.outputs() == {"versions": {"summary": "1", "triage": "2"}}

    put(deployed, "deep/apology.yaml", "name: apology\ntemplate: We are sorry.\n")
    (deployed.folder / "prompts" / "summary.yaml").unlink()
    assert deployed.up().steps == each("create", "apology") | each("delete", "summary")
    assert [prompt.name for prompt in registry.prompts] == ["apology", "triage"]

    deployed.destroy()
    assert registry.prompts == []


def test_a_file_that_moves_or_is_renamed_changes_nothing(deployed: Stack) -> None:
    move(deployed, "triage.yaml", "support/desk/triage.yaml")
    put(deployed, "summary.yaml", "name: summary\ntemplate: Sum up {{ticket}}.\n")
    move(deployed, "summary.yaml", "of-a-ticket.yaml")
    assert deployed.preview().steps == set()


def test_a_file_that_is_half_written_removes_nothing(deployed: Stack, registry: LocalRegistry) -> None:
    """The preview shows the others' changes, and one line."""
    before = registry.prompts
    put(deployed, "summary.yaml", "template: Sum up {{ticket}}.\nmodel: [")
    put(deployed, "triage.yaml", "template: Sort {{ticket}} now.\n")
    failed = deployed.preview(fails=True)
    assert failed.steps == each("update", "triage")
    assert "prompts/summary.yaml, line 2, column " in failed.text
    assert "Traceback" not in failed.text
    deployed.up(fails=True)
    assert [prompt.name for prompt in registry.prompts] == [prompt.name for prompt in before]


def test_a_loop_becomes_a_folder_and_nothing_is_touched(stack: Stack, registry: LocalRegistry) -> None:
    """Also where each prompt is protected."""
    stack.write(LOOP)
    stack.up()
    before = registry.dump()
    stack.write(FOLDER, folder={**COMMON, "from_loop": True}, opts={"protect": True})
    assert {step for step in stack.preview().steps if not step.endswith("PromptFolder all")} == set()
    stack.up()
    assert registry.dump() == before
    put(stack, "triage.yaml", "template: Sort {{ticket}} now.\n")
    stack.give(folder=COMMON)
    assert stack.up().steps >= each("update", "triage")
    stack.destroy()
    assert registry.prompts == []


class TestBulk:
    """The same folder as one resource."""

    @pytest.fixture
    def deployed(self, stack: Stack) -> Stack:
        bring_up(stack, FOLDER, folder=BULK)
        return stack

    def test_it_lives_with_its_files(self, deployed: Stack, registry: LocalRegistry) -> None:
        assert deployed.outputs() == {"versions": {"summary": "1", "triage": "1"}}
        deployed.assert_settled()

        put(deployed, "triage.yaml", "template: Sort {{ticket}} now.\n")
        edited = deployed.preview("--diff")
        assert edited.diff("BulkPrompts all") == {f"entries.triage.prompt.{name}" for name in ("template", "digest")}
        put(deployed, "deep/apology.yaml", "name: apology\ntemplate: We are sorry.\n")
        (deployed.folder / "prompts" / "summary.yaml").unlink()
        assert deployed.up().steps == {"update BulkPrompts all"}
        assert deployed.outputs() == {"versions": {"apology": "1", "triage": "2"}}
        assert [prompt.name for prompt in registry.prompts] == ["apology", "triage"]

        deployed.destroy()
        assert registry.prompts == []

    def test_what_failed_is_told_and_the_next_up_goes_on(self, stack: Stack, registry: LocalRegistry) -> None:
        other = stack.beside("theirs")
        other.write(program('Prompt("summary", model="m", template="Theirs.")'))
        other.up()
        stack.write(FOLDER, folder=BULK)
        (said,) = stack.up(fails=True).diagnostics("BulkPrompts all")
        assert "summary: creating summary on local " in said
        assert many_failed(1) in said
        assert "Traceback" not in said
        assert stack.resources()["BulkPrompts all"]["initErrors"]
        (before,) = (prompt for prompt in registry.prompts if prompt.name == "triage")

        other.destroy()
        assert stack.up_after_preview().steps == {"update BulkPrompts all"}
        _, after = registry.prompts
        assert (after, [*stack.outputs()["versions"]]) == (before, ["summary", "triage"])
        stack.assert_settled()

    def test_killed_in_the_middle(self, stack: Stack, registry: LocalRegistry) -> None:
        stack.write(FOLDER, folder=BULK)
        stack.up(fails=True, env=killing(stack.folder, LOCAL, "publish"))
        before = {prompt.name: prompt.id for prompt in registry.prompts}
        assert before
        stack.up()
        assert before.items() <= {prompt.name: prompt.id for prompt in registry.prompts}.items()
        assert [[*prompt.published] for prompt in registry.prompts] == [[1], [1]]
        stack.assert_settled()
        stack.destroy()
        assert registry.prompts == []

    def test_switched_on_and_off_nothing_is_touched(self, stack: Stack, registry: LocalRegistry) -> None:
        bring_up(stack, FOLDER, folder=COMMON)
        before = (registry.prompts, registry.aliases)
        stack.give(folder=BULK)
        assert stack.up().steps == {"create BulkPrompts all"} | each("delete", "summary", "triage")
        assert (registry.prompts, registry.aliases) == before
        stack.assert_settled()
        stack.give(folder=COMMON)
        assert stack.up().steps == {"delete BulkPrompts all"} | each("create", "summary", "triage")
        assert (registry.prompts, registry.aliases) == before
        stack.assert_settled()
        stack.destroy()
        assert registry.prompts == []
