"""Options of any Pulumi resource do here what they do elsewhere."""

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.prepared import bring_up
from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, program, prompt
from acceptance.stack import Stack


def test_protect(stack: Stack, registry: LocalRegistry) -> None:
    stack.write(TRIAGE, prompt=prompt(), version={}, opts={"protect": True})
    stack.up()
    before = registry.prompts
    assert "is protected" in stack.destroy(fails=True).text
    assert registry.prompts == before
    stack.unprotect()
    stack.destroy()
    assert registry.prompts == []


def test_ignored_content_stays_with_its_digest(stack: Stack, registry: LocalRegistry) -> None:
    bring_up(stack, TRIAGE, prompt=prompt(), version={})
    stack.give(prompt=prompt(BE_KIND), version={}, opts={"ignore_changes": ["messages"]})
    assert stack.preview().steps == set()
    stack.give(prompt=prompt(BE_KIND, description="Sorts"), version={}, opts={"ignore_changes": ["messages"]})
    assert stack.up().diffs == {"Prompt triage": {"description"}}
    assert registry.only_prompt.text == BE_BRIEF
    assert registry.only_prompt.published == {1: BE_BRIEF}


FROZEN = program("""
    triage = Prompt("triage", **given["prompt"])
    frozen = PromptVersion("triage", ResourceOptions(ignore_changes=["digest"]), prompt=triage)
    pulumi.export("version", frozen.version)
""")


def test_an_ignored_digest_freezes_the_version(stack: Stack, registry: LocalRegistry) -> None:
    bring_up(stack, FROZEN, prompt=prompt())
    stack.give(prompt=prompt(BE_KIND))
    assert stack.up().steps == {"update Prompt triage"}
    assert registry.only_prompt.text == BE_KIND
    assert registry.only_prompt.published == {1: BE_BRIEF}
    assert stack.preview().steps == set()


def test_replace_on_changes(stack: Stack, registry: LocalRegistry) -> None:
    stack.write(TRIAGE, prompt=prompt(description="One"))
    stack.up()
    (before,) = registry.prompts
    stack.give(prompt=prompt(description="Two"), opts={"replace_on_changes": ["description"]})
    assert "create-replacement Prompt triage" in stack.up().steps
    assert (registry.only_prompt.id, registry.only_prompt.description) == (before.id, "Two")
    assert stack.preview().steps == set()


RENAMED_RESOURCES = program("""
    renamed = Prompt("router", ResourceOptions(aliases=[pulumi.Alias(name="triage")]), **given["prompt"])
    PromptVersion("router", ResourceOptions(aliases=[pulumi.Alias(name="triage")]), prompt=renamed)
""")


def test_aliases_keep_a_renamed_resource(stack: Stack, registry: LocalRegistry) -> None:
    bring_up(stack, TRIAGE, prompt=prompt(), version={})
    (before,) = registry.prompts
    stack.write(RENAMED_RESOURCES, prompt=prompt())
    assert stack.up().steps == set()
    assert registry.prompts == [before]
    stack.give(prompt=prompt(BE_KIND))
    assert stack.up().steps == {"update Prompt router", "update PromptVersion router"}
    assert registry.only_prompt.id == before.id
    assert registry.only_prompt.marker == "organization/acme/dev/router"
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
    stack.destroy()
    assert registry.prompts == []


COMPONENT = program("""
    class Triage(Prompt):
        pass  # a class of the user's own has the type of its parent

    class Assistant(pulumi.ComponentResource):
        def __init__(self, name: str, arguments: dict) -> None:
            super().__init__("acme:llm:Assistant", name)
            inside = ResourceOptions(parent=self)
            triage = Triage(f"{name}-triage", inside, **arguments)
            self.version = PromptVersion(f"{name}-triage", inside, prompt=triage).version
            self.register_outputs({"version": self.version})

    pulumi.export("version", Assistant("desk", given["prompt"]).version)
""")


def test_prompts_inside_a_component(stack: Stack, registry: LocalRegistry) -> None:
    stack.write(COMPONENT, prompt=prompt())
    assert stack.up().steps == {
        "create Assistant desk",
        "create Prompt desk-triage",
        "create PromptVersion desk-triage",
    }
    assert stack.resources()["Prompt desk-triage"]["parent"] == stack.urn("Assistant desk")
    assert registry.only_prompt.marker == "organization/acme/dev/acme:llm:Assistant::desk:desk-triage"
    assert stack.preview().steps == set()
    stack.give(prompt=prompt(BE_KIND))
    assert stack.up().steps == {"update Prompt desk-triage", "update PromptVersion desk-triage"}
    assert registry.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
    stack.destroy()
    assert registry.prompts == []


TRANSFORM = """
    def kindly(args):
        if "messages" not in args.props:
            return None
        first, *others = args.props["messages"]
        kind = {**first, "content": first["content"].replace("Be brief", "Be kind")}
        return RESULT(props={**args.props, "messages": [kind, *others]}, opts=args.opts)

    REGISTER(kindly)
    triage = Prompt("triage", **given["prompt"])
    PromptVersion("triage", prompt=triage)
"""


@pytest.mark.parametrize(
    ("register", "result"),
    [
        ("pulumi.runtime.register_stack_transformation", "pulumi.ResourceTransformationResult"),
        ("pulumi.runtime.register_resource_transform", "pulumi.ResourceTransformResult"),
    ],
    ids=["in-the-program", "in-the-engine"],
)
def test_a_transform_of_the_text_is_published(
    stack: Stack, registry: LocalRegistry, register: str, result: str
) -> None:
    stack.write(program(TRANSFORM.replace("REGISTER", register).replace("RESULT", result)), prompt=prompt(BE_BRIEF))
    stack.up()
    assert registry.only_prompt.text == BE_KIND
    assert registry.only_prompt.published == {1: BE_KIND}
    assert stack.preview().steps == set()
    assert stack.refresh().steps == set()


TWO_REGISTRIES = program("""
    for file in ("prompts.db", "other.db"):
        backend = {"kind": "local", "path": file}
        triage = Prompt(f"in-{file}", backend=backend, **given["prompt"])
        PromptVersion(f"in-{file}", prompt=triage)
""")


def test_two_registries_in_one_program(stack: Stack, registry: LocalRegistry) -> None:
    """The same name in both is no clash."""
    other = LocalRegistry(stack.folder / "other.db")
    stack.write(TWO_REGISTRIES, prompt=prompt())
    stack.up()
    stack.give(prompt=prompt(BE_KIND))
    stack.up()
    assert registry.only_prompt.published == other.only_prompt.published == {1: BE_BRIEF, 2: BE_KIND}
    assert stack.preview().steps == set()
    stack.destroy()
    assert registry.prompts == other.prompts == []


def test_the_registry_of_the_stacks_configuration(stack: Stack, registry: LocalRegistry) -> None:
    stack.config_set("prompts:backend", '{"kind": "local", "path": "configured.db"}')
    stack.write(TRIAGE, prompt=prompt(), version={})
    stack.up()
    assert registry.prompts == []
    assert LocalRegistry(stack.folder / "configured.db").only_prompt.published == {1: BE_BRIEF}
    assert stack.preview().steps == set()
