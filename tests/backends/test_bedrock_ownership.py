"""Whose a prompt is, hook by hook: creation that is repeated or adopts, and what only seems to be gone."""

from collections.abc import Callable
from typing import Any

import pytest

from backends.bedrock_world import Program, World, desired, line_of, make_inexpressible, settled
from fakes.bedrock import ACCOUNT, OTHER_ACCESS_KEY, OTHER_ACCOUNT, REGION, lose_answer, page
from pulumi_prompts.lifecycle.ownership import way_out
from pulumi_prompts.lifecycle.taking_over import of_another_content, of_another_stack
from pulumi_prompts.resources import process

THEIRS = "acme/other/dev/theirs"
TAKEN: dict[str, Any] = {"adopt": True, "take_over_from": THEIRS}


# Creation, repeated and taken over.


def test_a_lost_answer_of_create_leaves_one_prompt(program: Program, world: World) -> None:
    world.fake.inject("CreatePrompt", lose_answer())
    program.up("One.")
    assert list(world.fake.registry().prompts) == [program.prompt.id]
    settled(program, "One.")


@pytest.mark.usefixtures("impatient")
def test_a_creation_of_which_nobody_heard_is_healed(program: Program, world: World) -> None:
    world.fake.inject("CreatePrompt", lose_answer())
    line_of(lambda: program.prompt.up(program.of_prompt("One.")))
    (left,) = world.fake.registry().prompts
    assert program.up("Two.") == ("create", "create")
    assert program.prompt.id == left
    assert len(world.fake.registry().prompts) == 1


@pytest.mark.usefixtures("impatient")
def test_a_publication_of_which_nobody_heard_is_used(program: Program, world: World) -> None:
    program.prompt.up(program.of_prompt("One."))
    world.fake.inject("CreatePromptVersion", lose_answer())
    line_of(lambda: program.version.up(program.of_version()))
    program.version.up(program.of_version())
    assert list(world.fake.registry().prompt("triage").versions) == ["1"]
    assert (program.current, program.version.outputs.get("reused")) == ("1", None)


@pytest.mark.parametrize("operation", ["DeletePrompt"])
def test_a_lost_answer_of_delete_is_a_success(program: Program, world: World, operation: str) -> None:
    program.up("One.")
    world.fake.inject(operation, lose_answer())
    program.version.destroy()
    world.fake.inject(operation, lose_answer())
    program.prompt.destroy()
    assert world.fake.registry().prompts == {}


@pytest.fixture
def theirs(world: World) -> str:
    """A prompt of somebody else among many; its list has three pages."""
    bedrock = world.connect()
    refs = [bedrock.create(desired("One.", name=f"p{number}", marker=THEIRS)) for number in range(24)]
    refs.append(bedrock.create(desired("One.", marker=THEIRS, tags={"team": "sales"})))
    world.fake.clear_calls()
    return refs[-1].id


def test_what_exists_is_not_taken_unasked(program: Program, world: World, theirs: str) -> None:
    assert line_of(lambda: program.prompt.up(program.of_prompt("One."))) == (
        f"creating triage on bedrock {REGION}: {of_another_stack(THEIRS)}"
    )
    assert tags_of(world, theirs)["pulumi-prompts/marker"] == THEIRS


def test_the_same_content_is_adopted_from_any_page(program: Program, world: World, theirs: str) -> None:
    inputs = program.of_prompt("One.", **TAKEN, description="Ours.", tags={"owner": "us"})
    assert program.prompt.up(inputs) == "create"
    assert program.prompt.id == theirs
    assert world.fake.call_counts()["ListPrompts"] == 3
    assert world.fake.registry().draft("triage").fields["description"] == "Ours."
    assert tags_of(world, theirs) == {"team": "sales", "owner": "us", **program.note}
    assert not program.prompt.refresh()
    assert program.prompt.up(program.of_prompt("One.", description="Ours.", tags={"owner": "us"})) == "same"


def test_another_content_is_refused_with_its_diff(program: Program, world: World, theirs: str) -> None:
    said = line_of(lambda: program.prompt.up(program.of_prompt("Two.", **TAKEN)))
    assert "-template: One." in said.splitlines()
    assert "+template: Two." in said.splitlines()
    assert said.splitlines()[-1] == f"creating triage on bedrock {REGION}: {of_another_content('')}"
    assert tags_of(world, theirs)["pulumi-prompts/marker"] == THEIRS


def test_another_content_is_overwritten_on_demand(program: Program, world: World, theirs: str) -> None:
    program.prompt.up(program.of_prompt("Two.", adopt="overwrite", take_over_from=THEIRS))
    assert program.prompt.id == theirs
    assert world.connect().read(theirs).digest == desired("Two.").digest
    assert not program.prompt.refresh()


def test_what_our_content_has_no_words_for_is_not_adopted(program: Program, world: World, theirs: str) -> None:
    make_inexpressible(world.fake.registry().draft("triage").fields)
    said = line_of(lambda: program.prompt.up(program.of_prompt("One.", **TAKEN)))
    assert "-(messages[0] has a block that is no text, or begins with a cache point)" in said.splitlines()


def tags_of(world: World, prompt_id: str) -> dict[str, str]:
    registry = world.fake.registry()
    return registry.tags[registry.prompts[prompt_id].arn]


# What only seems to be gone: nothing is dropped.


@pytest.fixture
def other_credentials(program: Program, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on, a new process with the credentials of another account."""

    def change() -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", OTHER_ACCESS_KEY)
        process.forget()

    return change


WRONG_ACCOUNT = (
    f"it is in account {ACCOUNT}, and the credentials belong to account {OTHER_ACCOUNT}; "
    "use the credentials of its account; nothing was changed"
)


def test_the_wrong_account_is_told_by_every_hook(
    program: Program, world: World, other_credentials: Callable[[], None]
) -> None:
    program.prompt_inputs["force_destroy"] = True
    program.up("One.")
    other_credentials()
    prompt, version, on = program.prompt, program.version, f"on bedrock {REGION}"
    assert line_of(prompt.refresh) == f"reading triage {on}: {WRONG_ACCOUNT}"
    assert line_of(lambda: prompt.up(program.of_prompt("Two."))) == f"updating triage {on}: {WRONG_ACCOUNT}"
    assert line_of(prompt.destroy) == f"deleting triage {on}: {WRONG_ACCOUNT}; {way_out(prompt.id)}"
    assert line_of(version.refresh) == f"reading the versions of {prompt.id} {on}: {WRONG_ACCOUNT}"
    publishing = line_of(lambda: version.up(program.of_version(digest=desired("Two.").digest)))
    assert publishing.startswith(f"publishing a version of {prompt.id} {on}: ")
    version.outputs["force_destroy"] = True
    deleting = line_of(version.destroy)
    assert deleting == f"deleting the versions of {prompt.id} {on}: {WRONG_ACCOUNT}; {way_out(prompt.id)}"
    assert world.fake.registry().names() == ["triage"]
    assert world.fake.registry(OTHER_ACCOUNT).names() == []
    assert (bool(prompt.id), bool(version.id)) == (True, True)


@pytest.mark.parametrize(
    "somebody",
    [page(404, "<html>no such page</html>"), page(404, '{"message": "Not Found"}', "application/json")],
)
def test_a_page_of_somebody_else_drops_nothing(program: Program, world: World, somebody: Any) -> None:
    program.up("One.")
    for refresh in (program.prompt.refresh, program.version.refresh):
        world.fake.inject("*", somebody)
        assert "HTTP 404 that is no answer of the service" in line_of(refresh)
    assert program.prompt.id
    settled(program, "One.")
