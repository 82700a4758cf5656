"""No replacement deletes a prompt that it keeps: on files, on the regions of an account, on an address with a key."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from acceptance.events import Run
from acceptance.programs import BE_BRIEF, BE_KIND, BE_STRICT, CREATED_FIRST, TRIAGE, program
from acceptance.registries.bedrock import BedrockWorld
from acceptance.registries.fixtures import deployed, stack, world
from acceptance.registries.local import LocalWorld
from acceptance.registries.truefoundry import TrueFoundryWorld
from acceptance.registries.world import NAME, Site, StoredPrompt
from acceptance.stack import Stack
from fakes.bedrock import OTHER_REGION, error

__all__ = ["deployed", "stack", "world"]

KEY = "Prompt triage"
UPDATES = {"update Prompt triage", "update PromptVersion triage"}

of_each_sort = pytest.mark.parametrize("world", ["bedrock", "local", "truefoundry"], indirect=True)
bedrock = pytest.mark.parametrize("world", ["bedrock"], indirect=True)
local = pytest.mark.parametrize("world", ["local"], indirect=True)
truefoundry = pytest.mark.parametrize("world", ["truefoundry"], indirect=True)


def destroyed(stack: Stack, world: Site) -> bool:
    stack.destroy()
    return world.prompts == [] and stack.resources() == {}


RENAMED = program("""
    router = Prompt("router", **given["prompt"])
    published = PromptVersion("router", prompt=router, **given["version"])
    pulumi.export("version", published.version)
""")


@of_each_sort
def test_a_prompt_of_another_resource_name_is_taken_over(deployed: Stack, world: Site) -> None:
    """As the message of a creation that finds the name taken advises."""
    before, version = world.only_prompt, deployed.outputs()
    deployed.write(RENAMED, prompt=world.prompt(adopt=True), version=world.version())
    run = deployed.up()
    owner = "organization/acme/dev/router"
    assert world.prompts == [replace(before, marker=owner)]
    assert deployed.outputs() == version
    (said,) = run.diagnostics(KEY)
    assert owner in said
    assert f"warning: {said}" in run.text
    deployed.assert_settled()
    assert destroyed(deployed, world)


class TestAskedFor:
    """A replacement that is asked for takes the prompt over in place."""

    @pytest.fixture
    def before(self, deployed: Stack, world: Site) -> StoredPrompt:
        """With two versions."""
        deployed.give(prompt=world.prompt(BE_KIND), version=world.version())
        deployed.up()
        return world.only_prompt

    @of_each_sort
    def test_by_an_option(self, deployed: Stack, world: Site, before: StoredPrompt) -> None:
        self._is_taken_over_in(deployed.up("--replace", deployed.urn(KEY)), deployed, world, before)

    @local
    def test_of_a_target(self, deployed: Stack, world: Site, before: StoredPrompt) -> None:
        self._is_taken_over_in(deployed.up("--target-replace", deployed.urn(KEY)), deployed, world, before)

    @local
    def test_by_a_taint(self, deployed: Stack, world: Site, before: StoredPrompt) -> None:
        deployed.taint(KEY)
        self._is_taken_over_in(deployed.up(), deployed, world, before)

    def _is_taken_over_in(self, run: Run, deployed: Stack, world: Site, before: StoredPrompt) -> None:
        assert f"create-replacement {KEY}" in run.steps
        assert world.prompts == [before]
        assert world.version_named(deployed.outputs()["version"]).text == BE_KIND
        deployed.assert_settled()
        assert destroyed(deployed, world)

    @of_each_sort
    def test_by_a_change_of_the_text(self, deployed: Stack, world: Site) -> None:
        before = world.only_prompt
        opts = {"replace_on_changes": ["messages"]}
        deployed.give(prompt=world.prompt(BE_KIND), version=world.version(), opts=opts)
        assert f"create-replacement {KEY}" in deployed.up().steps
        after = world.only_prompt
        assert (after.id, after.made, after.texts) == (before.id, before.made, [BE_BRIEF, BE_KIND])
        assert after.versions[0] == before.versions[0]
        assert world.version_named(deployed.outputs()["version"]).text == BE_KIND
        deployed.assert_settled()
        assert destroyed(deployed, world)


@of_each_sort
def test_there_and_back_with_a_failure_in_between(deployed: Stack, world: Site) -> None:
    """Only the nonce tells the prompt that came back from the one that is still to be deleted."""
    before, said = world.only_prompt, {"version": world.version(), "opts": CREATED_FIRST}
    world.rely()
    deployed.give(prompt=world.prompt(backend=world.backend(**world.elsewhere)), **said)
    assert f"delete-replaced {KEY}" in deployed.up(fails=True).failed_steps
    assert len(world.prompts) == 2
    world.let_go()
    deployed.give(prompt=world.prompt(), **said)
    deployed.up()
    assert world.prompts == [before]
    deployed.assert_settled()
    assert destroyed(deployed, world)


def not_permitted(world: Site) -> None:
    assert isinstance(world, BedrockWorld)
    world.fake.inject("CreatePrompt", error(403, "AccessDeniedException", "no"))


def blocked_folder(world: Site) -> None:
    assert isinstance(world, LocalWorld)
    (world.folder / "no-folder").write_text("a file where a folder is needed")


def nothing(world: Site) -> None:
    pass


@pytest.mark.parametrize(
    ("world", "mistyped", "prepare"),
    [
        pytest.param("bedrock", {"region": "uss-east-1"}, nothing, id="region"),
        pytest.param("bedrock", {"region": OTHER_REGION}, not_permitted, id="region-not-permitted"),
        pytest.param("local", {"path": "no-folder/prompts.db"}, blocked_folder, id="path"),
        pytest.param("truefoundry", {"ml_repo": "marketing"}, nothing, id="ml_repo"),
        pytest.param("truefoundry", {"url": "http://127.0.0.1:1", "timeout": 2}, nothing, id="url"),
    ],
    indirect=["world"],
)
def test_a_mistyped_registry_takes_nothing_away(
    deployed: Stack, world: Site, mistyped: Mapping[str, Any], prepare: Callable[[Site], None]
) -> None:
    before = world.prompts
    prepare(world)
    deployed.give(prompt=world.prompt(backend=world.backend(**mistyped)), version=world.version())
    (said,) = deployed.up(fails=True).diagnostics(KEY)
    assert "Traceback" not in said
    assert world.prompts == before
    deployed.give(prompt=world.prompt(), version=world.version())
    deployed.assert_settled()


class TestSpellings:
    """The same registry in other words is the same registry."""

    @local
    def test_of_a_path(self, stack: Stack, world: LocalWorld) -> None:
        stack.write(TRIAGE, prompt=world.prompt(backend=None), version=world.version())
        stack.up()
        before = world.prompts
        for path in ("./prompts.db", str(stack.folder / "prompts.db"), "prompts.db"):
            stack.give(prompt=world.prompt(backend=world.backend(path=path)), version=world.version())
            assert stack.up().steps <= UPDATES, path
            assert world.prompts == before, path
            assert stack.preview().steps == set(), path
        stack.assert_settled()
        assert destroyed(stack, world)

    @truefoundry
    def test_of_a_host_that_answers(self, stack: Stack, world: TrueFoundryWorld) -> None:
        def at(host: str) -> dict[str, Any]:
            url = world.fake.url.replace("127.0.0.1", host)
            return {"prompt": world.prompt(backend=world.backend(url=url)), "version": world.version()}

        stack.write(TRIAGE, **at("localhost"))
        stack.up()
        before = world.prompts
        for host in ("LOCALHOST", "LocalHost"):
            stack.give(**at(host))
            assert stack.up().steps <= UPDATES, host
            assert world.prompts == before, host
        stack.assert_settled()
        assert destroyed(stack, world)

    @truefoundry
    @pytest.mark.parametrize(
        "url",
        ["http://registry.example", "https://registry.example:443", "https://Registry.Example"],
        ids=["scheme", "port", "case"],
    )
    def test_of_a_url(self, deployed: Stack, world: TrueFoundryWorld, url: str) -> None:
        """Nothing answers there: the state says that the prompts are at https://registry.example."""
        state = deployed.folder / "state.json"
        state.write_text(deployed.export().replace(world.fake.url, "https://registry.example"))
        deployed.import_state(state)
        deployed.give(prompt=world.prompt(backend=world.backend(url=url)), version=world.version())
        assert deployed.preview().steps <= UPDATES


@truefoundry
def test_by_force_a_version_that_an_alias_holds_stays(deployed: Stack, world: TrueFoundryWorld) -> None:
    world.pin("1")
    for text in (BE_KIND, BE_STRICT):
        deployed.give(prompt=world.prompt(text), version=world.version(force_destroy=True))
        deployed.up()
    deployed.give(prompt=world.prompt(BE_STRICT))
    assert deployed.up().steps == {"delete PromptVersion triage"}
    assert world.texts == [BE_BRIEF, BE_STRICT]


@bedrock
def test_another_draft_costs_no_version_at_the_cap(deployed: Stack, world: BedrockWorld) -> None:
    """The head is looked at before the oldest version is removed to make room."""
    deployed.give(prompt=world.prompt(BE_KIND), version=world.version(keep=9))
    deployed.up()
    for _ in range(8):
        world.rely()
    before = world.only_prompt.versions
    assert len(before) == 10
    deployed.give(prompt=world.prompt(BE_STRICT), version=world.version(keep=9))
    deployed.up("--target", deployed.urn(KEY))
    world.fake.registry().draft(NAME).fields["variants"][0]["modelId"] = "another"
    (said,) = deployed.up(fails=True).diagnostics("PromptVersion triage")
    assert said.startswith("publishing a version of ")
    assert "is not the one that this program wrote" in said
    assert world.only_prompt.versions == before
