"""Processes at once on a real server: each here is an adapter of its own, so that none waits for another's turn."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from backends.http_world import Meanwhile
from backends.phoenix_world import MARKER, World, desired
from phoenix_server.fixtures import phoenix_registry, phoenix_server  # noqa: F401 (fixtures)
from phoenix_server.registry import PhoenixRegistry
from pulumi_prompts.errors import AlreadyExistsError, LostRaceError, PromptsError
from pulumi_prompts.registries.base import Alias, Change, Labels, Ref
from pulumi_prompts.registries.phoenix import Phoenix
from pulumi_prompts.testing.base import write

WRITERS = 16
OURS, THEIRS = f"{MARKER}-ours", f"{MARKER}-theirs"

T = TypeVar("T")


@pytest.fixture
def registry(phoenix_registry: PhoenixRegistry) -> PhoenixRegistry:  # noqa: F811
    return phoenix_registry


def at_once(acts: Sequence[Callable[[], T]]) -> list[T | PromptsError]:
    """What each of them comes to."""
    together = Barrier(len(acts))

    def begun(act: Callable[[], T]) -> T | PromptsError:
        together.wait()
        try:
            return act()
        except PromptsError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begun, acts))


def stays(version: str) -> str:
    return f"version {version}, which this program wrote, stays in it"


def creating(registry: PhoenixRegistry, number: int) -> Callable[[], Ref]:
    prompt = desired(f"Edition {number}.", marker=f"{MARKER}-{number}", nonce=f"n{number}")
    backend = World(registry).connect()
    return lambda: backend.create(prompt)


def test_of_creations_at_once_one_has_the_prompt(registry: PhoenixRegistry) -> None:
    """Its content is the newest; what the others have written is told, and stays behind it as its own."""
    came = at_once([creating(registry, number) for number in range(WRITERS)])
    (number,) = (nth for nth, each in enumerate(came) if isinstance(each, Ref))
    won = came[number]
    assert isinstance(won, Ref)
    assert {type(each) for each in came} <= {Ref, AlreadyExistsError, LostRaceError}
    backend = World(registry).connect()
    head = backend.read(won.id)
    assert (head.digest, head.labels) == (
        desired(f"Edition {number}.").digest,
        Labels(marker=f"{MARKER}-{number}", nonce=f"n{number}"),
    )
    assert {each.labels.marker for each in backend.versions(won.id) if each.labels} == {f"{MARKER}-{number}"}
    told = [str(each) for each in came if isinstance(each, LostRaceError)]
    nonces = {version.id: version.note.get("nonce") for version in registry.only_prompt.versions}
    left = [version for version, nonce in nonces.items() if nonce not in (None, f"n{number}")]
    assert len(told) == len(left)
    assert all(any(stays(version) in line for line in told) for version in left)


def lose(registry: PhoenixRegistry, act: Callable[[], object]) -> LostRaceError:
    """Create a prompt, which somebody else makes between the look and the write."""
    ours = World(registry).connect(Meanwhile("POST */prompts", act))
    with pytest.raises(LostRaceError) as lost:
        ours.create(desired("Ours.", marker=OURS, nonce="n-ours"))
    return lost.value


def test_who_was_not_first_says_what_stays_and_gives_the_head_back(registry: PhoenixRegistry) -> None:
    theirs = World(registry).connect()
    refs: list[Ref] = []
    prompt = desired("Theirs.", marker=THEIRS, nonce="n-theirs", description="Theirs", metadata={"a": 1})
    lost = lose(registry, lambda: refs.append(theirs.create(prompt)))
    stored = registry.only_prompt
    assert stored.texts == ["Theirs.", "Ours.", "Theirs."]
    assert stays(stored.versions[1].id) in str(lost)
    head = theirs.read(refs[0].id)
    assert (head.digest, head.labels, head.description, head.metadata) == (
        prompt.digest,
        Labels(marker=THEIRS, nonce="n-theirs"),
        "Theirs",
        {"a": 1},
    )
    assert [each.labels for each in theirs.versions(refs[0].id)] == [Labels(marker=THEIRS, of_prompt=THEIRS)] * 3


def test_what_people_have_written_is_given_back_as_it_stands(registry: PhoenixRegistry) -> None:
    """Also what we have no words for."""
    lose(
        registry,
        lambda: registry.add_version("triage", "Sort {ticket}.", template_format="F_STRING", description="Mine"),
    )
    first, ours, again = registry.only_prompt.versions
    assert ours.text == "Ours."
    assert {**first.fields, "id": again.id} == again.fields


def test_who_wrote_last_keeps_the_head(registry: PhoenixRegistry) -> None:
    """Where somebody has written since, nothing is to be given back."""
    theirs = World(registry).connect()

    def twice() -> None:
        ref = theirs.create(desired("One.", marker=THEIRS, nonce="n"))
        write(theirs, ref, desired("Two.", marker=THEIRS, nonce="n"), Change(frozenset({"content"})))

    lose(registry, twice)
    assert registry.only_prompt.texts == ["One.", "Two.", "Ours.", "Two."]


def test_writers_of_one_prompt_lose_no_version(registry: PhoenixRegistry) -> None:
    ref = World(registry).connect().create(desired("First."))

    def writing(number: int) -> Callable[[], Ref]:
        backend = World(registry).connect()
        return lambda: write(backend, ref, desired(f"Edition {number}."), Change(frozenset({"content"})))

    assert at_once([writing(number) for number in range(WRITERS)]) == [ref] * WRITERS
    assert sorted(registry.only_prompt.texts[1:]) == sorted(f"Edition {number}." for number in range(WRITERS))


def test_an_alias_that_many_set_is_at_one_version_with_its_owner(registry: PhoenixRegistry) -> None:
    """One write says both, so that they never mix."""
    backend = World(registry).connect()
    ref = backend.create(desired("0"))
    for number in range(1, WRITERS):
        write(backend, ref, desired(str(number)), Change(frozenset({"content"})))
    wanted = [Alias("live", each.version, f"{MARKER}-{n}", f"n{n}") for n, each in enumerate(backend.versions(ref.id))]

    def setting(alias: Alias) -> Callable[[], None]:
        own: Phoenix = World(registry).connect()
        return lambda: own.set_alias(ref.id, alias, None)

    at_once([setting(alias) for alias in wanted])
    (alias,) = backend.aliases(ref.id)
    assert alias in wanted


def test_a_creation_whose_answer_was_lost_is_found_behind_what_others_wrote(registry: PhoenixRegistry) -> None:
    """By its own note."""
    other = World(registry).connect()
    write_theirs = partial(write, other, Ref("triage", ""), desired("Theirs."), Change(frozenset({"content"})))
    ours = World(registry).connect(Meanwhile("POST */prompts", write_theirs, answer_is_lost=True))
    ref = ours.create(desired("Ours.", marker=OURS, nonce="n-ours"))
    stored = registry.only_prompt
    assert (ref.id.endswith(stored.versions[0].id), stored.texts) == (True, ["Ours.", "Theirs."])
