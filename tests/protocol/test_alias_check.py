"""What a program says of an alias: what is wrong with it, what moves, and what its preview shows."""

from dataclasses import replace
from typing import Any

import pytest

from protocol.alias_program import STACK, AliasProgram, moved_by
from protocol.client import UNKNOWN
from protocol.lifecycle import CheckFailedError
from pulumi_prompts.lifecycle.aliases import claimed_twice
from pulumi_prompts.lifecycle.previewing import NOT_HERE
from pulumi_prompts.program.outputs import OUTPUT_AS_TEXT, REASON
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process


def failures(program: AliasProgram, alias: str = "staging", **said: Any) -> list[str]:
    with pytest.raises(CheckFailedError) as raised:
        program.preview(alias, **said)
    return raised.value.failures


FORM = "version: must be a text: the number or the name of a version, or its digest"
DIGEST = "digest: must be `sha256:` and 64 hexadecimal digits"
REQUIRED = "version: is required: a PromptVersion, a version of the registry, or a digest"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"alias": ""}, "alias: must not be empty (local)"),
        ({"alias": 5}, "alias: must be a string"),
        ({"version": "sha256:123"}, DIGEST),
        ({"version": "sha256:" + 64 * "g"}, DIGEST),
        ({"version": "", "digest": None}, FORM),
        ({"adopt": "yes"}, "adopt: must be true or false"),
        ({"alias": f"x{OUTPUT_AS_TEXT}"}, f"alias: {REASON}"),
        ({"versoin": "1"}, "versoin: is not a known property; did you mean `version`?"),
    ],
)
def test_what_is_wrong(alias_program: AliasProgram, said: dict[str, Any], expected: str) -> None:
    assert expected in failures(alias_program, **said)


def test_a_version_by_its_number_is_a_text(alias_program: AliasProgram) -> None:
    said = {**alias_program.said_of("staging"), "version": 7}
    assert alias_program.of("staging").client.check({}, said).failures == [FORM]


def test_a_version_is_said(alias_program: AliasProgram) -> None:
    said = {k: v for k, v in alias_program.said_of("staging").items() if k not in ("version", "digest")}
    assert alias_program.of("staging").client.check({}, said).failures == [REQUIRED]


def test_what_is_wrong_with_the_registry(alias_program: AliasProgram) -> None:
    assert failures(alias_program, backend={"kind": "lokal"})[0].startswith("backend.kind: must be one of")


def test_a_registry_without_aliases(alias_program: AliasProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Local, "support", replace(Local.support, aliases=None))
    assert failures(alias_program) == ["alias: local has no aliases"]


def test_one_alias_of_one_prompt_has_one_resource(alias_program: AliasProgram) -> None:
    program = alias_program
    program.up("staging")
    twin = program.said_of("staging", marker=f"{STACK}/twin")
    assert program.of("twin").client.check({}, twin).failures == [
        f"alias: {claimed_twice('staging', f'{STACK}/staging')}"
    ]
    unknown = {**twin, "prompt_id": UNKNOWN}
    assert program.of("twin").client.check({}, unknown).failures == [
        f"alias: {claimed_twice('staging', f'{STACK}/staging')}"
    ]
    others = {**twin, "prompt_marker": f"{STACK}/another", "prompt_id": "other"}
    assert program.of("twin").client.check({}, others).failures == []


def test_what_is_unknown_is_no_failure(alias_program: AliasProgram) -> None:
    said = alias_program.said_of("staging")
    unknown = {name: UNKNOWN for name in said if name not in ("backend", "marker")}
    assert alias_program.of("staging").client.check({}, said | unknown).failures == []


class TestPreview:
    def test_of_a_move_shows_the_text(self, alias_program: AliasProgram) -> None:
        """The version is not made yet."""
        program = alias_program
        program.up("staging")
        staging = program.of("staging")
        assert staging.inputs["content"] == {"template": "One."}
        program.text = "Two."
        edited = program.prompt.client.check(program.prompt.inputs, program.of_prompt()).inputs
        said = {**program.said_of("staging"), "version": UNKNOWN, "digest": edited["digest"]}
        said |= {"content": {"template": "Two."}, "content_digest": edited["digest"]}
        checked = staging.client.check(staging.inputs, said).inputs
        shown = {name for name in checked if checked[name] != staging.inputs.get(name)}
        assert shown == {"version", "digest", "content"}
        assert (checked["version"], checked["content"]) == (UNKNOWN, {"template": "Two."})
        assert staging.preview(said) == "update"

    def test_of_an_unknown_version_with_the_same_content_shows_nothing(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging")
        unknown = {"version": UNKNOWN, "prompt_uri": UNKNOWN}
        assert program.preview("staging", **unknown) == "same"
        staging = program.of("staging")
        assert staging.client.check(staging.inputs, program.said_of("staging") | unknown).inputs == staging.inputs

    def test_of_a_state_that_has_the_address_of_the_prompt_shows_nothing(self, alias_program: AliasProgram) -> None:
        """It was an input before."""
        program = alias_program
        program.up("staging")
        staging = program.of("staging")
        now, staging.inputs = staging.inputs, {**staging.inputs, "prompt_uri": program.prompt.outputs["uri"]}
        assert program.up("staging") == "same"
        assert staging.inputs == now
        assert staging.outputs["prompt_uri"] == program.prompt.outputs["uri"]

    def test_of_a_prompt_that_is_replaced_shows_nothing_of_the_former(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging")
        unknown = dict.fromkeys(("prompt_id", "version"), UNKNOWN)
        staging = program.of("staging")
        checked = staging.client.check(staging.inputs, program.said_of("staging") | unknown).inputs
        assert {name: checked[name] for name in unknown} == unknown

    def test_of_a_pinned_version_with_an_unknown_history_shows_nothing(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging", version="1")
        program.publish("Two.")
        assert program.preview("staging", version="1", digest=UNKNOWN) == "same"
        assert program.preview("staging", version="2", digest=UNKNOWN) == "update"

    def test_of_an_alias_that_stays_keeps_its_content(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging", version="1")
        before = program.of("staging").inputs
        program.publish("Two.")
        assert program.up("staging", version="1") == "same"
        assert program.of("staging").inputs == before

    @pytest.mark.parametrize("by", ["number", "digest", "number alone"])
    def test_of_a_rollback_says_that_the_content_is_elsewhere(self, alias_program: AliasProgram, by: str) -> None:
        """Number and digest are in the history that the program has of the versions it published."""
        program = alias_program
        program.publish("Two.")
        program.up("staging")
        digest = program.digest("1")
        said = {"version": digest if by == "digest" else "1", **({"digest": None} if by == "number alone" else {})}
        assert program.preview("staging", **said) == "update"
        staging = program.of("staging")
        checked = staging.client.check(staging.inputs, program.said_of("staging", **said)).inputs
        assert checked["content"] == NOT_HERE
        assert checked.get("digest") == (None if by == "number alone" else digest)

    @pytest.mark.parametrize("said", [{"content": UNKNOWN, "content_digest": UNKNOWN}, {"content": UNKNOWN}])
    def test_of_a_content_that_is_not_known(self, alias_program: AliasProgram, said: dict[str, Any]) -> None:
        program = alias_program
        program.up("staging")
        given = {**program.said_of("staging"), "version": UNKNOWN, "digest": UNKNOWN, **said}
        staging = program.of("staging")
        assert staging.client.check(staging.inputs, given).inputs["content"] == UNKNOWN
        assert staging.preview(given) == "update"

    def test_of_a_lost_note_does_not_go_on_with_what_a_refresh_left_out(
        self, alias_program: AliasProgram, registry: Local
    ) -> None:
        """A refresh reads no content."""
        program = alias_program
        program.up("staging")
        moved_by(registry, program, "staging", "1")
        staging = program.of("staging")
        assert staging.refresh()
        given = {**program.said_of("staging"), "content": UNKNOWN, "content_digest": UNKNOWN}
        assert staging.client.check(staging.inputs, given).inputs["content"] == UNKNOWN

    @pytest.mark.parametrize("name", ["prompt_id", "alias"])
    def test_an_unknown_never_replaces(self, alias_program: AliasProgram, name: str) -> None:
        program = alias_program
        program.up("staging")
        staging = program.of("staging")
        assert (
            staging.client.diff(staging.id, staging.outputs, program.said_of("staging") | {name: UNKNOWN}).replaces
            == []
        )

    @pytest.mark.parametrize(
        ("name", "value"), [("prompt_id", "other"), ("alias", "next"), ("backend", {"kind": "local", "path": "b.db"})]
    )
    def test_another_alias_is_a_replacement(self, alias_program: AliasProgram, name: str, value: Any) -> None:
        program = alias_program
        program.up("staging")
        staging = program.of("staging")
        said = program.said_of("staging") | {name: value}
        assert staging.client.diff(staging.id, staging.outputs, said).replaces == [name]

    def test_what_moves_nothing_is_no_change(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging")
        assert program.up("staging", adopt=True, prompt_name="renamed", marker="acme/shop/prod/staging") == "same"


class TestSecret:
    def test_a_secret_content_stays_secret(self, alias_program: AliasProgram) -> None:
        """Also where the program has another one by now; a digest tells nothing."""
        program = alias_program
        program.up("staging", version="1", secret=["content"])
        assert program.of("staging").inputs["secret"] == ["content"]
        program.publish("Two.")
        program.up("staging", version="1", secret=["content"])
        assert program.of("staging").inputs["secret"] == ["content"]

    def test_a_secret_is_not_passed_on_to_one_that_is_none(self, alias_program: AliasProgram) -> None:
        program = alias_program
        program.up("staging", secret=["content"])
        program.publish("Two.")
        program.up("staging")
        assert "secret" not in program.of("staging").inputs


@pytest.fixture(autouse=True)
def _each_on_its_own() -> None:
    process.forget()
