"""How places stand to each other, and to what a registry has."""

from datetime import UTC, datetime

import pytest

from pulumi_prompts.registries.session import Target
from pulumi_prompts.status.comparing import finding, standing
from pulumi_prompts.status.live import Live
from pulumi_prompts.status.model import Finding, Served, Standing
from pulumi_prompts.status.seen import Called, Seen, Where

LOCAL = Target.of({"kind": "local", "path": "prompts.db"})
HUMANLOOP = Target.of({"kind": "humanloop"})


def seen(version: str | None, digest: str | None, target: Target = LOCAL, id_: str = "p1", **more: object) -> Seen:
    where = Where("acme/desk/dev", "live" if more.pop("is_alias", False) else None)
    return Seen(where, Called("", "triage"), target, id_, "triage", Served(version, digest), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "first", "expected"),
    [
        (seen("9", "a"), seen("10", "b"), "behind"),
        (seen("10", "a"), seen("9", "b"), "ahead"),
        (seen("9", "a"), seen("10", "a"), "same"),
        (seen("9", "a"), seen("9", "b", id_="p2"), "differs"),
        (seen("9", "a"), seen("9", "a", id_="p2"), "same"),
        (seen("9", "a"), seen("9", "b", Target.of({"kind": "local", "path": "other.db"})), "differs"),
        (seen("v1", "a", HUMANLOOP), seen("v2", "b", HUMANLOOP), "differs"),
        (seen("9", "a"), seen(None, "b"), "differs"),
        (seen("9", "a"), seen("draft", "b"), "differs"),
        (seen("9", None), seen("10", "b"), None),
        (seen("9", "a"), seen("10", None), None),
    ],
)
def test_numbers_of_one_prompt_tell_an_order(one: Seen, first: Seen, expected: Standing | None) -> None:
    assert standing((one, one.served), (first, first.served), None) == expected


def test_a_registry_tells_the_order_of_versions_without_numbers() -> None:
    one, first = seen("v9", "a", HUMANLOOP), seen("v1", "b", HUMANLOOP)
    live = Live(first.served, {}, {"v9": None, "v1": datetime(2026, 11, 29, tzinfo=UTC)})
    assert standing((one, one.served), (first, first.served), live) == "behind"
    assert standing((first, first.served), (one, one.served), live) == "ahead"


A, B = Served("1", "a"), Served("2", "b")


@pytest.mark.parametrize(
    ("place", "live", "expected"),
    [
        (seen("1", "a"), None, None),
        (seen("1", "a"), Live(A), "agrees"),
        (seen("1", "a"), Live(Served("3", "a")), "agrees"),
        (seen("1", "a"), Live(B), "drifted"),
        (seen("1", "a"), Live(), "gone"),
        (seen("1", "a"), Live(problem="no"), "unread"),
        (seen("1", "a", is_alias=True), Live(B, {"live": A}), "agrees"),
        (seen("1", "a", is_alias=True), Live(A, {"live": B}), "drifted"),
        (seen("1", "a", is_alias=True), Live(A, {"live": Served("3", "a")}), "drifted"),
        (seen("1", "a", is_alias=True), Live(A), "gone"),
        (seen("1", "a", is_alias=True), Live(A, {"live": None}), "gone"),
        (seen(None, None, is_alias=True, in_state=False), Live(A, {"live": A}), "unmanaged"),
    ],
)
def test_what_a_registry_has_beside_the_state(place: Seen, live: Live | None, expected: Finding | None) -> None:
    assert finding(place, live) == expected
