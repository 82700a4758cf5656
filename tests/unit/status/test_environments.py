"""The columns: which there are, in which order, and how short their names are."""

import pytest

from pulumi_prompts.registries.session import Target
from pulumi_prompts.status.environments import environments_of
from pulumi_prompts.status.model import Served
from pulumi_prompts.status.seen import Called, Seen, Where

DEV, PRODUCTION, THEIRS = "acme/desk/dev", "acme/desk/production", "acme/shop/dev"


def names(stacks: list[str], *wheres: Where) -> list[str]:
    return [each.name for each in environments_of(stacks, map(seen, wheres))]


def seen(where: Where) -> Seen:
    return Seen(where, Called("", "triage"), Target.of({"kind": "local"}), "p1", "triage", Served(None, None))


def test_a_stack_comes_before_its_aliases_and_production_last() -> None:
    wheres = (Where(DEV, "production"), Where(DEV, "staging"), Where(DEV), Where(DEV, "canary"))
    assert names([DEV], *wheres) == ["dev", "canary", "staging", "production"]
    assert [each.is_production for each in environments_of([DEV], map(seen, wheres))] == [False, False, False, True]


@pytest.mark.parametrize(
    ("stacks", "wheres", "expected"),
    [
        ([PRODUCTION, DEV], [], ["production", "dev"]),
        ([DEV, PRODUCTION], [Where(DEV), Where(DEV, "production")], ["dev", "dev@production", "production"]),
        ([DEV, PRODUCTION], [Where(DEV, "a"), Where(PRODUCTION, "a")], ["dev@a", "production@a"]),
        ([DEV, THEIRS], [Where(DEV), Where(THEIRS), Where(THEIRS, "a")], [DEV, THEIRS, "a"]),
    ],
)
def test_a_name_is_as_short_as_it_can_be(stacks: list[str], wheres: list[Where], expected: list[str]) -> None:
    assert names(stacks, *wheres) == expected


def test_a_stack_that_only_has_aliases_of_others_is_none_itself() -> None:
    assert names([DEV, PRODUCTION], Where(DEV), Where(PRODUCTION, "live")) == ["dev", "live"]
