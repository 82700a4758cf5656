"""A program whose prompt and versions live on Humanloop, driven hook by hook."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from fakes.humanloop import KEY, OTHER_KEY, HumanloopFake, error, lose_answer
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from protocol.client import Client, HookError
from protocol.lifecycle import Resource
from protocol.plugin import plugin_module, serve
from pulumi_prompts.lifecycle.ownership import IN_USE, way_out
from pulumi_prompts.lifecycle.wording import NOT_SHOWN
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider
from remedies import ANOTHER_NAME

MARKER = "acme/shop/dev/triage"


class Program:
    """A program with a prompt and its versions."""

    def __init__(self, stub: ResourceProviderStub, url: str) -> None:
        self.prompt = Resource(Client(stub, PromptProvider()))
        self.version = Resource(Client(stub, PromptVersionProvider()))
        self.backend: dict[str, Any] = {"kind": "humanloop", "url": url}

    def of_prompt(self, text: str = "One.", **more: Any) -> dict[str, Any]:
        fixed = {"name": "desk/triage", "model": "gpt-4o", "template": text, "backend": self.backend, "marker": MARKER}
        return {**fixed, **more}

    def of_version(self, **more: Any) -> dict[str, Any]:
        digest = self.prompt.inputs["digest"]
        fixed = {
            "prompt_id": self.prompt.id,
            "digest": digest,
            "backend": self.backend,
            "marker": f"{MARKER}-published",
            "prompt_marker": MARKER,
        }
        return {**fixed, **more}

    def up(self, text: str, **version: Any) -> tuple[str, str]:
        """The steps; and a second `up`, and one after a refresh, must do nothing."""
        steps = self.prompt.up(self.of_prompt(text)), self.version.up(self.of_version(**version))
        assert not self.refresh()
        again = self.prompt.up(self.of_prompt(text)), self.version.up(self.of_version(**version))
        assert again == ("same", "same")
        return steps

    def refresh(self) -> bool:
        drifted = [self.prompt.refresh(), self.version.refresh()]
        return any(drifted)

    @property
    def current(self) -> str:
        return str(self.version.outputs["version"])


@pytest.fixture
def fake(humanloop_fake: HumanloopFake, monkeypatch: pytest.MonkeyPatch) -> HumanloopFake:  # noqa: F811
    monkeypatch.setenv("HUMANLOOP_API_KEY", KEY)
    return humanloop_fake


@pytest.fixture
def program(fake: HumanloopFake, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    module = plugin_module()
    monkeypatch.setitem(sys.modules, "__main__", module)
    process.forget()
    with serve(module.DynamicResourceProviderServicer(), {}) as stub:
        yield Program(stub, fake.url)
    process.forget()


def versions(fake: HumanloopFake) -> list[str]:
    return [each.id for each in fake.registry().prompt("desk/triage").versions]


def test_the_life_of_a_prompt(program: Program, fake: HumanloopFake) -> None:
    assert program.up("One.") == ("create", "create")
    first = program.current
    assert versions(fake) == [first]
    assert program.up("Two.") == ("update", "update")
    second = program.current
    assert program.up("One.") == ("update", "update")
    assert program.current == first
    assert versions(fake) == [first, second]
    fake.clear_calls()
    program.version.destroy()
    assert (versions(fake), fake.calls) == ([first, second], [])
    program.prompt.destroy()
    assert fake.registry().paths() == []
    assert fake.call_counts() == {"list_versions": 3, "delete": 1}


def test_versions_are_removed_by_force_but_for_the_heads(program: Program, fake: HumanloopFake) -> None:
    for text in ("One.", "Two.", "One."):
        program.up(text, force_destroy=True)
    first, _ = versions(fake)
    program.version.destroy()
    assert versions(fake) == [first]


def test_descriptions_and_names_of_versions(program: Program, fake: HumanloopFake) -> None:
    assert program.up("One.", description="First.", version_name="v1") == ("create", "create")
    assert program.up("One.", description="Reviewed.", version_name="v1") == ("same", "update")
    assert program.up("Two.", version_name="v2") == ("update", "update")
    named = [(each.name, each.description) for each in fake.registry().prompt("desk/triage").versions]
    note = f"pulumi-prompts: {MARKER}"
    of_creation = f"{note} #{program.prompt.outputs['nonce']}"
    assert named == [("v1", f"Reviewed.\n\n{of_creation}"), ("v2", note)]
    with pytest.raises(HookError) as caught:
        program.up("Three.", version_name="v1")
    assert str(caught.value).splitlines()[-1] == (
        f"publishing a version of {program.prompt.id} on humanloop {fake.url}: "
        f"409: Version name 'v1' already exists for this Prompt; {ANOTHER_NAME}"
    )


def test_a_secret_version_name_is_not_told(program: Program) -> None:
    secret = {"version_name": "nightingale", "secret": ["version_name"]}
    program.up("One.", **secret)
    program.prompt.up(program.of_prompt("Two."))
    with pytest.raises(HookError, match=f"AlreadyExistsError 409: {NOT_SHOWN}; {ANOTHER_NAME}$"):
        program.version.up(program.of_version(**secret))


def test_a_path_that_changes_moves_the_prompt(program: Program, fake: HumanloopFake) -> None:
    program.up("One.")
    before = program.prompt.id, program.current
    assert program.prompt.up(program.of_prompt("One.", name="hall/sort")) == "update"
    assert (program.prompt.id, program.current) == before
    assert fake.registry().paths() == ["hall/sort"]
    assert program.prompt.outputs["uri"].endswith("/hall/sort")
    assert not program.prompt.refresh()
    fake.registry().write("taken", model="m")
    with pytest.raises(HookError) as caught:
        program.prompt.up(program.of_prompt("One.", name="taken"))
    assert str(caught.value).splitlines()[-1] == (
        f"updating taken on humanloop {fake.url}: 409: A file with the path 'taken' already exists; {ANOTHER_NAME}"
    )


def test_old_versions_are_pruned_unless_they_are_deployed(program: Program, fake: HumanloopFake) -> None:
    made = []
    for number in range(5):
        program.up(f"Edition {number}.", keep=2)
        made.append(program.current)
        if number == 1:
            fake.registry().deploy("desk/triage", "production", made[0])
    assert versions(fake) == [made[0], made[3], made[4]]
    with pytest.raises(HookError) as caught:
        program.prompt.destroy()
    assert str(caught.value).splitlines()[-1] == (
        f"deleting desk/triage on humanloop {fake.url}: version {made[0]} is pinned by environment 'production'; "
        f"{IN_USE}; {way_out(program.prompt.id)}"
    )


def test_drift_is_seen_and_mended(program: Program, fake: HumanloopFake) -> None:
    program.up("One.")
    mine = program.current
    fake.registry().write("desk/triage", model="gpt-4o", template="Theirs.", endpoint="complete")
    assert program.refresh()
    assert program.prompt.inputs["template"] == "Theirs."
    assert program.up("One.")[0] == "update"
    assert program.current == mine
    described = program.of_prompt(description="Ours.")
    program.prompt.up(described)
    fake.registry().prompt("desk/triage").description = "Theirs."
    assert program.prompt.refresh()
    assert program.prompt.up(described) == "update"
    assert fake.registry().prompt("desk/triage").description == "Ours."
    assert program.up("One.") == ("update", "same")
    assert fake.registry().prompt("desk/triage").description == ""


def test_a_version_that_was_removed_is_made_again(program: Program, fake: HumanloopFake) -> None:
    program.up("One.")
    program.up("Two.")
    fake.registry().delete_prompt_version(program.prompt.id, program.current)
    assert program.refresh()
    assert program.up("Two.") == ("update", "update")
    assert len(versions(fake)) == 2


def test_what_is_gone_is_made_again(program: Program, fake: HumanloopFake) -> None:
    program.up("One.")
    before = program.prompt.id
    fake.registry().delete(before)
    assert program.refresh()
    assert (program.prompt.id, program.version.id) == ("", "")
    assert program.up("One.") == ("create", "create")
    assert program.prompt.id != before


def test_with_a_key_of_another_organization_nothing_is_dropped(
    program: Program, fake: HumanloopFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.up("One.")
    root = fake.registry().root
    monkeypatch.setenv("HUMANLOOP_API_KEY", OTHER_KEY)
    process.forget()
    for act in (program.prompt.refresh, program.version.refresh, program.prompt.destroy):
        with pytest.raises(HookError) as caught:
            act()
        (said,) = str(caught.value).splitlines()[-1:]
        assert (
            f"on humanloop {fake.url}: it is in the organization with the root folder {root}, and the API key" in said
        )
        assert "belongs to another; use a key of its organization; nothing was changed" in said
    assert program.prompt.id


@pytest.mark.usefixtures("impatient")
def test_a_lost_answer_leaves_one_prompt_and_one_version(program: Program, fake: HumanloopFake) -> None:
    """The connection breaks after the work, and does not come back before the deadline."""
    fake.inject("upsert", lose_answer())
    with pytest.raises(HookError, match=r"; run the command again"):
        program.prompt.up(program.of_prompt())
    assert fake.registry().paths() == ["desk/triage"]
    assert program.up("One.") == ("create", "create")
    assert versions(fake) == [program.current]


def test_what_exists_is_not_overwritten(program: Program, fake: HumanloopFake) -> None:
    fake.registry().write("desk/triage", model="gpt-4o", template="Theirs.", endpoint="complete")
    with pytest.raises(HookError) as caught:
        program.prompt.up(program.of_prompt())
    assert str(caught.value).splitlines()[-1] == (
        f"creating desk/triage on humanloop {fake.url}: it exists already; set adopt=True to take it over, or use "
        "another name"
    )
    with pytest.raises(HookError) as caught:
        program.prompt.up(program.of_prompt(adopt=True))
    difference = str(caught.value).splitlines()
    assert "-template: Theirs." in difference
    assert "+template: One." in difference
    assert "-parameters.temperature: 1.0" in difference
    assert program.prompt.up(program.of_prompt(adopt="overwrite")) == "create"
    assert len(versions(fake)) == 2
    assert not program.prompt.refresh()


def test_what_has_the_same_content_is_adopted(program: Program, fake: HumanloopFake) -> None:
    fake.registry().write("desk/triage", model="gpt-4o", template="One.", endpoint="complete")
    (theirs,) = versions(fake)
    same: dict[str, Any] = {
        "endpoint": "complete",
        "provider": "openai",
        "parameters": {
            "max_tokens": -1,
            "temperature": 1,
            "top_p": 1,
            "presence_penalty": 0,
            "frequency_penalty": 0,
        },
        "options": {"humanloop": {"template_language": "default"}},
        "adopt": True,
    }
    assert program.prompt.up(program.of_prompt(**same)) == "create"
    assert program.version.up(program.of_version(description="x")) == "create"
    assert not program.refresh()
    assert (versions(fake), program.current) == ([theirs], theirs)
    program.version.destroy()
    assert versions(fake) == [theirs]


def test_a_busy_registry_is_waited_for(program: Program, fake: HumanloopFake) -> None:
    fake.inject("*", error(503, "busy"), times=2)
    assert program.up("One.") == ("create", "create")
    assert fake.pending_faults == 0


def test_a_prompt_that_is_only_read_says_all_that_is_there(program: Program, fake: HumanloopFake) -> None:
    fake.registry().write("desk/triage", model="gpt-4o", template=[{"role": "user", "content": "Hi"}], temperature=0.5)
    prompt_id = fake.registry().prompt("desk/triage").id
    found = program.prompt.client.read(prompt_id, {"backend": program.backend})
    assert found.inputs is not None
    assert found.inputs["messages"] == [{"content": "Hi", "role": "user"}]
    assert found.inputs["parameters"]["temperature"] == 0.5
    with pytest.raises(HookError) as caught:
        program.prompt.client.read("pr_0", {"backend": program.backend})
    assert str(caught.value).splitlines()[-1] == (
        f"`Prompt.get` of pr_0 on humanloop {fake.url}: 404: Prompt with ID 'pr_0' not found; "
        "check its id and its backend"
    )


def test_the_key_may_stand_in_the_configuration_of_the_stack(
    fake: HumanloopFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is a secret there, and is in nothing that a hook answers."""
    monkeypatch.delenv("HUMANLOOP_API_KEY")
    module = plugin_module()
    monkeypatch.setitem(sys.modules, "__main__", module)
    process.forget()
    with serve(module.DynamicResourceProviderServicer(), {"prompts:humanloopApiKey": KEY}) as stub:
        program = Program(stub, fake.url)
        assert program.up("One.") == ("create", "create")
        assert KEY not in repr([vars(program.prompt), vars(program.version)])
    process.forget()


def test_a_preview_asks_for_nothing(program: Program, fake: HumanloopFake, monkeypatch: pytest.MonkeyPatch) -> None:
    program.up("One.")
    monkeypatch.delenv("HUMANLOOP_API_KEY")
    fake.clear_calls()
    assert program.prompt.preview(program.of_prompt("Two.")) == "update"
    assert program.prompt.preview(program.of_prompt("One.", name="b")) == "update"
    assert fake.calls == []
