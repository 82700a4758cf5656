"""The rows of a status: what each environment has of a prompt, compared with the first that has it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from cli.project import alias, digest, prompt, state, version
from pulumi_prompts.status.building import Table
from pulumi_prompts.status.live import Live
from pulumi_prompts.status.model import Place, PromptRow, Served, Status
from pulumi_prompts.status.states import State, seen_in

OLD, NEW = {"template": "Sort it."}, {"template": "Sort {{ticket}}."}
DEV = prompt("dev", NEW)
LIVE = prompt("live", OLD)


def table(*states: tuple[dict[str, Any], ...], live: Live | None = None) -> Table:
    read = [State("", state(*resources)) for resources in states]
    seen = seen_in(read)
    return Table([each.stack for each in read], seen, None if live is None else {each.key: live for each in seen})


def told(*states: tuple[dict[str, Any], ...], live: Live | None = None) -> Status:
    return table(*states, live=live).status()


def only(status: Status) -> PromptRow:
    (row,) = status.prompts
    return row


def there(row: PromptRow) -> list[Place]:
    return [place for place in row.places if place]


def test_each_place_is_compared_with_the_first_one() -> None:
    status = told((DEV, version(DEV, "2"), alias(DEV, "a", "1", OLD), alias(DEV, "b", "2")))
    assert [each.name for each in status.environments] == ["dev", "a", "b"]
    assert [place.standing for place in there(only(status))] == [None, "behind", "same"]
    assert there(only(status))[0] == Place(
        "triage", "local prompts.db", Served("2", digest(NEW)), "2026-11-29T08:00:00Z"
    )


def test_the_first_is_the_first_whose_content_is_known() -> None:
    unfinished = {**DEV, "outputs": {**DEV["outputs"], "unfinished": True}}
    row = only(told((unfinished,), (LIVE,), (prompt("third", NEW),)))
    assert [place.standing for place in there(row)] == [None, None, "differs"]


def test_a_prompt_that_is_not_there_leaves_its_place_empty() -> None:
    status = told((DEV,), (LIVE, prompt("live", OLD, "reply")))
    assert [(row.name, [place is not None for place in row.places]) for row in status.prompts] == [
        ("triage", [True, True]),
        ("reply", [False, True]),
    ]


def test_what_needs_a_look_comes_first() -> None:
    same, missing, other = "a-same", "b-missing", "c-differs"
    dev = [prompt("dev", NEW, name) for name in (same, missing, other)]
    live = [prompt("live", NEW, same), prompt("live", OLD, other)]
    assert [row.name for row in told((*dev,), (*live,)).prompts] == [other, missing, same]


def test_two_prompts_of_one_name_are_told_apart_by_their_parents() -> None:
    child = {**DEV, "urn": DEV["urn"].replace("pulumi-python", "acme:desk:Desk$pulumi-python"), "id": "another"}
    assert [row.name for row in told((DEV, child)).prompts] == ["acme:desk:Desk::triage", "triage"]


def test_a_prompt_that_has_parents_in_one_stack_alone_is_the_same_one() -> None:
    child = {**LIVE, "urn": LIVE["urn"].replace("pulumi-python", "acme:desk:Desk$pulumi-python")}
    assert [place.standing for place in there(only(told((DEV,), (child,))))] == [None, "differs"]


def test_a_drift_tells_what_the_registry_serves_and_what_the_state_has() -> None:
    at = datetime(2026, 11, 30, 9, tzinfo=UTC)
    live = Live(Served("3", digest(OLD)), {}, {"2": None, "3": at})
    (place,) = there(only(told((DEV, version(DEV, "2")), live=live)))
    assert (place.finding, place.served, place.state) == ("drifted", Served("3", digest(OLD)), Served("2", digest(NEW)))
    assert (place.since, place.published) == (None, "2026-11-30T09:00:00Z")


def test_what_is_gone_serves_nothing() -> None:
    (place,) = there(only(told((DEV, version(DEV, "2")), live=Live())))
    assert (place.finding, place.served, place.state) == ("gone", None, Served("2", digest(NEW)))


def test_an_alias_that_no_state_has_is_an_environment_of_the_owner_of_its_prompt() -> None:
    served = Served("2", digest(NEW))
    live = Live(served, {"live": Served("1", digest(OLD)), "person": served}, {"1": None, "2": None})
    status = told((DEV, version(DEV, "2")), (alias({**LIVE, "id": DEV["id"]}, "live", "1", OLD),), live=live)
    assert [(each.name, each.stack) for each in status.environments] == [
        ("dev", "acme/desk/dev"),
        ("person", "acme/desk/dev"),
        ("live", "acme/desk/live"),
    ]
    assert [(place.finding, place.standing) for place in there(only(status))] == [
        ("agrees", None),
        ("unmanaged", "same"),
        ("agrees", "behind"),
    ]


def test_what_cannot_be_read_stays_as_the_state_has_it_and_the_status_is_not_whole() -> None:
    status = told((DEV,), live=Live(problem="no answer"))
    (place,) = there(only(status))
    assert (place.finding, place.problem, place.served) == ("unread", "no answer", Served(None, digest(NEW)))
    assert not status.is_whole
    assert replace(status, prompts=()).is_whole
