"""Gates: no environment is skipped, and nothing moves without a file that vouches for it."""

from typing import Any

import pytest

from protocol.alias_program import STACK, AliasProgram, moved_by, version_of
from protocol.client import UNKNOWN, HookError
from protocol.lifecycle import CheckFailedError
from pulumi_prompts.lifecycle.gates import not_proved, not_served
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process

STAGING = "the alias 'staging'"
OTHER = "the other alias"
PATH = "evals/triage.json"


def refusal(program: AliasProgram, **said: Any) -> str:
    """The one line that a preview of production says."""
    with pytest.raises(CheckFailedError) as raised:
        program.preview("production", **said)
    (line,) = raised.value.failures
    assert "\n" not in line
    return line


class TestAfter:
    def test_what_the_other_served_may_follow(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        assert program.up("production", version="1", **program.after("staging")) == "create"
        program.publish("Two.")
        program.up("staging")
        assert program.up("production", version="2", **program.after("staging")) == "update"
        assert version_of(registry, program, "production") == "2"

    def test_leaves_no_trace_in_the_state(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging")
        program.up("production", version="1", **program.after("staging"))
        assert not {"after", "after_marker"} & program.of("production").inputs.keys()
        assert program.up("production", version="1") == "same"

    def test_what_the_other_does_not_serve_is_refused(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging", version="1")
        program.up("production", version="1", **program.after("staging"))
        program.publish("Two.")
        said = not_served(STAGING, program.digest("1"), program.digest("2"))
        assert refusal(program, version="2", **program.after("staging")) == f"after: {said}"

    def test_both_do_not_move_in_one_up(self, alias_program: AliasProgram, registry: Local) -> None:
        """The other one's inputs show already what it will serve: what counts is what it served before."""
        program = alias_program
        program.up("staging")
        program.up("production", version="1", **program.after("staging"))
        program.publish("Two.")
        process.forget()
        program.go_on("staging")
        with pytest.raises(CheckFailedError) as raised:
            program.go_on("production", version="2", **program.after("staging"))
        said = not_served(STAGING, program.digest("1"), program.digest("2"))
        assert raised.value.failures == [f"after: {said}"]
        assert version_of(registry, program, "production") == "1"
        process.forget()
        program.go_on("staging")
        assert program.go_on("production", version="2", **program.after("staging")) == "update"

    def test_both_are_not_made_in_one_up(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.go_on("staging")
        with pytest.raises(CheckFailedError) as raised:
            program.go_on("production", version="1", **program.after("staging"))
        assert raised.value.failures == [f"after: {not_served(STAGING, '', program.digest('1'))}"]
        assert version_of(registry, program, "production") is None

    def test_one_that_stays_is_not_asked(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging")
        program.up("production", version="1", **program.after("staging"))
        program.publish("Two.")
        program.up("staging")
        assert program.up("production", version="1", **program.after("staging")) == "same"

    @pytest.mark.parametrize("by_hand", [True, False])
    def test_mending_is_no_move(self, alias_program: AliasProgram, registry: Local, by_hand: bool) -> None:
        program = alias_program
        program.publish("Two.")
        program.up("staging", version="1")
        program.up("production", version="1", **program.after("staging"))
        program.up("staging", version="2")
        moved_by(registry, program, "production", "2")
        if not by_hand:
            registry.delete_version(program.prompt.id, "2")
        program.of("production").refresh()
        assert program.up("production", version="1", **program.after("staging")) == "update"
        assert version_of(registry, program, "production") == "1"

    def test_what_a_hand_put_there_was_not_served_by_an_up(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.publish("Two.")
        program.up("staging", version="1")
        program.up("production", version="1", **program.after("staging"))
        moved_by(registry, program, "staging", "2")
        program.of("staging").refresh()
        process.forget()
        program.go_on("staging", version="1")
        with pytest.raises(CheckFailedError) as raised:
            program.go_on("production", version="2", **program.after("staging"))
        assert raised.value.failures == [f"after: {not_served(STAGING, '', program.digest('2'))}"]

    def test_a_lost_note_of_the_other_is_no_matter(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        program.up("staging")
        moved_by(registry, program, "staging", "1")
        program.of("staging").refresh()
        process.forget()
        program.go_on("staging")
        assert program.go_on("production", version="1", **program.after("staging")) == "create"

    def test_a_rollback_goes_the_same_way(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.publish("Two.")
        program.up("staging")
        program.up("production", version="2", **program.after("staging"))
        said = not_served(STAGING, program.digest("2"), program.digest("1"))
        assert refusal(program, version="1", **program.after("staging")) == f"after: {said}"

    def test_one_whose_digest_only_the_registry_knows_is_asked_when_it_moves(
        self, alias_program: AliasProgram, registry: Local
    ) -> None:
        program = alias_program
        program.publish("Two.")
        program.up("staging", version="1")
        program.up("production", version="1", digest=None, **program.after("staging"))
        assert program.preview("production", version="2", digest=None, **program.after("staging")) == "update"
        with pytest.raises(HookError) as raised:
            program.up("production", version="2", digest=None, **program.after("staging"))
        assert not_served(STAGING, program.digest("1"), program.digest("2")) in str(raised.value)
        assert version_of(registry, program, "production") == "1"

    def test_one_at_a_version_by_its_own_name_shows_nothing_of_what_it_waits_for(
        self, alias_program: AliasProgram, registry: Local
    ) -> None:
        """What the other one serves stands in its inputs there: only the registry knows the digest."""
        program = alias_program
        registry.describe_version(program.prompt.id, "1", None, "first")
        program.up("staging")
        assert program.up("production", version="first", **program.after("staging")) == "create"
        program.publish("Two.")
        program.up("staging")
        assert program.preview("production", version="first", **program.after("staging")) == "same"

    def test_another_alias_that_is_not_checked_in_this_run(self, alias_program: AliasProgram) -> None:
        """With `--target` the engine hands over what the state has of the other one."""
        program = alias_program
        program.up("staging")
        process.forget()
        assert program.go_on("production", version="1", **program.after("staging")) == "create"


class TestAfterAnotherStack:
    """What its last `up` exported is what it served."""

    @pytest.mark.parametrize("form", ["a digest", "a mapping"])
    def test_what_it_serves_may_follow(self, alias_program: AliasProgram, form: str) -> None:
        program = alias_program
        program.publish("Two.")
        digests = {name: program.digest(name) for name in ("1", "2")}
        after = {name: digest if form == "a digest" else {"digest": digest} for name, digest in digests.items()}
        said = not_served(OTHER, digests["1"], digests["2"])
        assert refusal(program, version="2", after=after["1"]) == f"after: {said}"
        assert program.up("production", version="2", after=after["2"]) == "create"

    def test_a_mapping_that_says_its_alias(self, alias_program: AliasProgram) -> None:
        program = alias_program
        after = {"digest": "sha256:0", "alias": "staging"}
        said = not_served(STAGING, "sha256:0", program.digest("1"))
        assert refusal(program, version="1", after=after) == f"after: {said}"

    @pytest.mark.parametrize("said", [{"after": UNKNOWN}, {"after": {"digest": UNKNOWN}}, {"after_marker": UNKNOWN}])
    def test_that_is_not_known_yet(self, alias_program: AliasProgram, said: dict[str, Any]) -> None:
        """Nor whether it is one of this program, which may be about to move itself."""
        other = {"after": {"digest": "sha256:0"}}
        assert alias_program.preview("production", version="1", **(other | said)) == "create"

    @pytest.mark.parametrize("after", [{"version": "1"}, {"digest": 5}])
    def test_that_says_no_digest(self, alias_program: AliasProgram, after: Any) -> None:
        expected = "after: must be another PromptAlias, a digest, or a mapping with a `digest`"
        assert refusal(alias_program, version="1", after=after) == expected


class TestEvidence:
    @pytest.fixture
    def proof(self, alias_program: AliasProgram) -> dict[str, Any]:
        alias_program.publish("Two.")
        at = "2026-11-30T09:00:00Z"
        return {"path": PATH, "digest": alias_program.digest("2"), "passed": True, "by": "evals in CI", "at": at}

    def test_that_vouches_for_the_content(self, alias_program: AliasProgram, proof: dict[str, Any]) -> None:
        assert alias_program.up("production", evidence=proof) == "create"

    @pytest.mark.parametrize(
        ("without", "wrong"),
        [
            ({"digest": "sha256:0"}, "is for sha256:0"),
            ({"digest": None}, "is for no digest"),
            ({"passed": False}, "says that it has not passed"),
            ({"passed": "true"}, "says that it has not passed"),
            ({"passed": None}, "says that it has not passed"),
            ({"by": None}, "does not say by whom and when"),
            ({"at": ""}, "does not say by whom and when"),
            ({"wrong": "cannot be read (No such file or directory)"}, "cannot be read (No such file or directory)"),
        ],
    )
    def test_that_does_not(
        self, alias_program: AliasProgram, proof: dict[str, Any], without: dict[str, Any], wrong: str
    ) -> None:
        evidence = {name: value for name, value in {**proof, **without}.items() if value is not None}
        said = not_proved(PATH, wrong, alias_program.digest("2"))
        assert refusal(alias_program, evidence=evidence) == f"evidence: {said}"

    def test_one_that_stays_is_not_asked(self, alias_program: AliasProgram, proof: dict[str, Any]) -> None:
        program = alias_program
        program.up("production", version="1")
        assert program.up("production", version="1", evidence=proof) == "same"

    def test_both_gates_say_what_they_want(self, alias_program: AliasProgram, proof: dict[str, Any]) -> None:
        program = alias_program
        program.up("staging", version="1")
        with pytest.raises(CheckFailedError) as raised:
            program.preview("production", evidence={**proof, "digest": "sha256:0"}, **program.after("staging"))
        assert [line.split(":")[0] for line in raised.value.failures] == ["after", "evidence"]


def test_the_markers_of_two_aliases_are_told_apart(alias_program: AliasProgram) -> None:
    """Each gate asks the alias that it names."""
    program = alias_program
    program.publish("Two.")
    program.up("qa", version="1")
    program.up("staging", version="2")
    assert program.of("qa").inputs["marker"] == f"{STACK}/qa"
    assert program.up("production", version="2", **program.after("staging")) == "create"
    assert refusal(program, version="1", **program.after("staging"))
