"""An alias whose resource or stack has another name by now; which of two versions is meant; and a prompt's delete."""

import pytest

from protocol.alias_program import STACK, AliasProgram, alias_of, moved_by, version_of
from protocol.client import HookError
from protocol.engine import Engine
from protocol.lifecycle import Resource
from protocol.somebody_else import THEIRS, publish
from pulumi_prompts.errors import DriftError
from pulumi_prompts.lifecycle.ownership import left_to_owner
from pulumi_prompts.lifecycle.pointing import of_a_declared_alias
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process

RENAMED = "acme/shop/prod"


@pytest.fixture
def staging(alias_program: AliasProgram) -> Resource:
    """An alias at version 1, in a run that is over."""
    alias_program.up("staging")
    process.forget()
    return alias_program.of("staging")


class TestAnotherName:
    def test_of_the_resource(self, alias_program: AliasProgram, staging: Resource, registry: Local) -> None:
        """The engine creates the one, then deletes the other."""
        renamed = Resource(staging.client)
        renamed.up(alias_program.said_of("staging", marker=f"{STACK}/renamed"))
        staging.destroy()
        found = alias_of(registry, alias_program, "staging")
        assert found == Alias("staging", "1", f"{STACK}/renamed", renamed.outputs["nonce"])
        process.forget()
        renamed.destroy()
        assert alias_of(registry, alias_program, "staging") is None

    def test_of_the_stack(self, alias_program: AliasProgram, staging: Resource, registry: Local) -> None:
        """A replacement that is asked for knows no state: that of the prompt tells what the stack was called."""
        program, marker = alias_program, f"{RENAMED}/triage"
        assert program.prompt.up({**program.of_prompt(), "marker": marker}) == "same"
        staging.replace(program.said_of("staging", marker=f"{RENAMED}/staging", prompt_marker=marker))
        found = alias_of(registry, program, "staging")
        assert found == Alias("staging", "1", f"{RENAMED}/staging", staging.outputs["nonce"])

    @pytest.mark.parametrize("is_through", [True, False])
    def test_of_the_stack_where_nothing_tells_it(
        self, alias_program: AliasProgram, staging: Resource, registry: Local, engine: Engine, is_through: bool
    ) -> None:
        """What was replaced hands over what its successor goes on with, also in the next run."""
        program, successor = alias_program, Resource(staging.client)
        said = program.said_of("staging", marker=f"{RENAMED}/staging", prompt_marker=None)
        successor.up(said)
        if not is_through:
            process.forget()
            assert successor.up(said) == "same"
        staging.client.delete(staging.id, staging.outputs)
        handed_over = Alias("staging", "1", f"{RENAMED}/staging", successor.outputs["nonce"])
        assert alias_of(registry, program, "staging") == handed_over
        what = f"the alias 'staging' of triage on local {program.backend['path']}"
        assert engine.said[-1].message == left_to_owner(what, f"{RENAMED}/staging")
        process.forget()
        assert not successor.refresh()
        successor.destroy()
        assert alias_of(registry, program, "staging") is None


def test_one_that_is_replaced_with_its_prompt(alias_program: AliasProgram, staging: Resource, registry: Local) -> None:
    """The engine calls no delete for it then; today's name of the stack is that of the last write of the prompt."""
    program, prompt, successor = alias_program, Resource(alias_program.prompt.client), Resource(staging.client)
    said = {**program.of_prompt(), "marker": f"{RENAMED}/triage"}
    program.prompt.up({**said, "description": "Renamed."})
    process.forget()
    prompt.up(said)
    successor.up(program.said_of("staging", marker=f"{RENAMED}/staging", prompt_marker=f"{RENAMED}/triage"))
    prompt.client.delete(program.prompt.id, program.prompt.outputs)
    handed_over = Alias("staging", "1", f"{RENAMED}/staging", successor.outputs["nonce"])
    assert alias_of(registry, program, "staging") == handed_over


def test_one_that_the_program_declares_is_not_taken(alias_program: AliasProgram, staging: Resource) -> None:
    """Also where its note has the former name of the stack."""
    program = alias_program
    assert staging.preview(program.said_of("next", marker=f"{RENAMED}/staging")) == "replace"
    with pytest.raises(HookError) as raised:
        Resource(staging.client).up(program.said_of("staging", marker=f"{RENAMED}/other", adopt=True))
    held = Alias("staging", "1", f"{STACK}/staging")
    assert str(of_a_declared_alias(held)) in str(raised.value)


def test_one_of_this_stack_that_is_elsewhere_is_no_longer_known(alias_program: AliasProgram, staging: Resource) -> None:
    alias_program.publish("Two.")
    renamed = Resource(staging.client)
    said = alias_program.said_of("staging", marker=f"{STACK}/renamed")
    with pytest.raises(HookError, match=f"belongs to {STACK}/staging"):
        renamed.up(said)
    assert renamed.up({**said, "adopt": True}) == "create"


class TestOneDigest:
    """Two versions have the content that an alias is to serve."""

    @pytest.fixture
    def digest(self, alias_program: AliasProgram, registry: Local) -> str:
        publish(registry, alias_program.prompt.id)
        return alias_program.digest("1")

    @pytest.mark.parametrize("known", ["2", None])
    def test_the_newest_is_meant(
        self, alias_program: AliasProgram, registry: Local, digest: str, known: str | None
    ) -> None:
        """Whether or not the program knows it."""
        assert alias_program.up("staging", version=digest, with_digest=known) == "create"
        assert version_of(registry, alias_program, "staging") == "2"

    @pytest.mark.parametrize("known", ["2", None])
    def test_one_that_serves_it_stays(
        self, alias_program: AliasProgram, registry: Local, digest: str, known: str | None
    ) -> None:
        alias_program.up("staging", version="1")
        assert alias_program.up("staging", version=digest, with_digest=known) == "same"
        assert not alias_program.of("staging").refresh()
        assert version_of(registry, alias_program, "staging") == "1"

    def test_one_whose_version_is_gone_goes_to_the_newest(
        self, alias_program: AliasProgram, registry: Local, digest: str
    ) -> None:
        alias_program.up("staging", version="1")
        registry.delete_version(alias_program.prompt.id, "1")
        assert alias_program.of("staging").refresh()
        assert alias_program.up("staging", version=digest, with_digest="2") == "update"
        assert version_of(registry, alias_program, "staging") == "2"


class TestDeletingThePrompt:
    """On a registry that looks and deletes in one step, what comes in between is seen."""

    def test_an_alias_of_the_meantime(
        self, alias_program: AliasProgram, registry: Local, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        look = Local.aliases

        def then_pointed(local: Local, prompt_id: str) -> object:
            found = look(local, prompt_id)
            monkeypatch.setattr(Local, "aliases", look)
            moved_by(registry, alias_program, "production", "1", THEIRS)
            return found

        monkeypatch.setattr(Local, "aliases", then_pointed)
        with pytest.raises(HookError) as raised:
            alias_program.prompt.destroy()
        assert str(DriftError("the alias 'production' points at version 1")) in str(raised.value)
        assert registry.find("triage") is not None

    def test_a_version_of_the_meantime(
        self, alias_program: AliasProgram, registry: Local, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        look = Local.aliases

        def then_published(local: Local, prompt_id: str) -> object:
            publish(registry, prompt_id)
            return look(local, prompt_id)

        monkeypatch.setattr(Local, "aliases", then_published)
        with pytest.raises(HookError, match="version 2 was published meanwhile"):
            alias_program.prompt.destroy()
        assert registry.find("triage") is not None
