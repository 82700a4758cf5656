"""What the aliases of all registries share: the comparison with what was seen, the note, and taking turns."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import sleep

import pytest

from pulumi_prompts.errors import DriftError
from pulumi_prompts.registries.aliases import NOBODY, Owner, Turns, parsed_owner, require_seen, written_owner
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.testing.labels import LONGEST_MARKER

SEEN = Alias("production", "1", "acme/shop/prod/live", "n1")
THEIRS = replace(SEEN, marker="acme/other/dev/live", nonce="n2")


@pytest.mark.parametrize(
    ("found", "seen"), [(None, None), (SEEN, SEEN), (Alias("production", "1"), SEEN), (THEIRS, THEIRS)]
)
def test_what_was_seen_is_still_there(found: Alias | None, seen: Alias | None) -> None:
    """A lost note is no difference."""
    require_seen("production", found, seen)


@pytest.mark.parametrize(
    ("found", "seen", "said"),
    [
        (None, SEEN, "was removed meanwhile"),
        (replace(SEEN, version="2"), SEEN, "was moved meanwhile, to version 2"),
        (THEIRS, SEEN, "is that of acme/other/dev/live, at version 1"),
        (THEIRS, None, "is that of acme/other/dev/live, at version 1"),
        (replace(SEEN, nonce="n2"), SEEN, "is that of acme/shop/prod/live, at version 1"),
        (SEEN, Alias("production", "1"), "is that of acme/shop/prod/live, at version 1"),
        (
            Alias("production", "2"),
            SEEN,
            "points at version 2, and no resource made it: a person or a tool of others did",
        ),
    ],
)
def test_what_is_another_by_now_is_told(found: Alias | None, seen: Alias | None, said: str) -> None:
    with pytest.raises(DriftError) as raised:
        require_seen("production", found, seen)
    assert raised.value.said == f"the alias 'production' {said}"


@pytest.mark.parametrize("owner", [NOBODY, ("acme/shop/prod/live", None), (LONGEST_MARKER, "0123456789abcdef")])
def test_a_note_comes_back(owner: Owner) -> None:
    assert parsed_owner(written_owner(owner)) == owner


@pytest.mark.parametrize("note", [None, "", "two\nlines", "m # x"])
def test_what_is_no_note_of_ours_is_nobodys(note: str | None) -> None:
    assert parsed_owner(note) == NOBODY


def test_one_writes_after_the_other_to_a_prompt() -> None:
    turns, inside = Turns(), []

    def write(number: int) -> None:
        with turns.of("triage"):
            inside.append(("in", number))
            sleep(0.01)
            inside.append(("out", number))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert [number for what, number in inside if what == "in"] == [number for what, number in inside if what == "out"]
    assert [what for what, _ in inside] == ["in", "out"] * 4


def test_two_prompts_wait_for_nobody() -> None:
    turns = Turns()
    with turns.of("triage"):
        assert turns.of("other").acquire(timeout=1)
