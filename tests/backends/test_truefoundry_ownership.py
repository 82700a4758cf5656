"""A write names a prompt, not its id: what it does where somebody deletes the prompt between the look and the write."""

from typing import Any

import pytest

from backends.http_world import Meanwhile
from backends.truefoundry_fixtures import fake, world
from backends.truefoundry_world import World, desired
from fakes.truefoundry import NEW_PREFIX, Habits, TrueFoundryFake, error, lose_answer
from pulumi_prompts.errors import DriftError, NotFoundError
from pulumi_prompts.registries.base import Change, Ref
from pulumi_prompts.testing.base import delete, write
from remedies import REFRESH

__all__ = ["fake", "world"]

CONTENT, BESIDE = Change(frozenset({"content"})), Change(frozenset({"description"}))
PUT, GET = "PUT /prompt-versions", "GET /prompts/{id}"
DESCRIBED = desired(description="d")
WENT_ELSEWHERE = "the prompt was deleted meanwhile; the write went to another one of that name, as "


class Others:
    """Somebody else, who deletes the prompt and may make another one of that name."""

    def __init__(self, world: World) -> None:
        self._backend = world.connect(prefix=NEW_PREFIX)
        self.ref = self._backend.create(desired())

    def delete(self) -> None:
        delete(self._backend, self.ref)

    def make_anew(self) -> None:
        self.delete()
        self._backend.create(desired("Theirs."))


@pytest.fixture
def others(world: World) -> Others:
    return Others(world)


def update(world: World, ref: Ref, meanwhile: Any, *what: Any) -> None:
    world.fake.clear_calls()
    write(world.connect(Meanwhile("PUT *", meanwhile), prefix=NEW_PREFIX), ref, *what)


def texts(world: World) -> list[str]:
    return [each.manifest["messages"][0]["content"] for each in world.fake.registry().prompt("triage").versions]


def test_what_a_write_of_a_deleted_prompt_makes_is_removed_again(world: World, others: Others) -> None:
    with pytest.raises(DriftError) as caught:
        update(world, others.ref, others.delete, desired("Two."), CONTENT)
    assert str(caught.value) == (
        "the prompt was deleted meanwhile; the write made another one of that name, which was removed again; " + REFRESH
    )
    assert world.fake.registry().names() == []


def test_a_prompt_that_others_made_meanwhile_stays(world: World, others: Others) -> None:
    with pytest.raises(DriftError) as caught:
        update(world, others.ref, others.make_anew, desired("Two."), CONTENT)
    assert str(caught.value) == f"{WENT_ELSEWHERE}{others.ref.uri}:2; {REFRESH}"
    assert texts(world) == ["Theirs.", "Two."]


def test_a_rewrite_of_a_version_of_others_is_told_and_removes_nothing(world: World, others: Others) -> None:
    """They made its first version, so that a prompt with this version only is not one that we made."""
    with pytest.raises(DriftError) as caught:
        update(world, others.ref, others.make_anew, DESCRIBED, BESIDE)
    assert str(caught.value) == f"{WENT_ELSEWHERE}{others.ref.uri}:1; {REFRESH}"
    assert world.fake.registry().numbers("triage") == [1]


@pytest.mark.parametrize("status", [404, 409])
def test_a_refused_rewrite_of_a_deleted_prompt_makes_none(world: World, others: Others, status: int) -> None:
    """Whichever way the service refuses it."""
    world.fake.inject(PUT, error(status, "Prompt version cannot be written"))
    with pytest.raises(NotFoundError) as caught:
        update(world, others.ref, others.delete, DESCRIBED, BESIDE)
    assert str(caught.value) == f"404: Prompt {others.ref.id} not found"
    assert world.fake.registry().names() == []


def test_a_refused_rewrite_looks_again_and_makes_a_version() -> None:
    with TrueFoundryFake(habits=Habits(takes_version="refuses")) as fake:
        world = World(fake)
        update(world, Others(world).ref, lambda: None, DESCRIBED, BESIDE)
        assert [call.operation for call in fake.calls] == [GET, PUT, GET, PUT]
        assert fake.registry().numbers("triage") == [1, 2]


def test_where_the_answer_is_lost_as_well_no_success_is_told(world: World, others: Others) -> None:
    """What was made has our marker: the next up heals it."""
    world.fake.inject(PUT, lose_answer())
    with pytest.raises(NotFoundError):
        update(world, others.ref, others.delete, desired("Two."), CONTENT)
    assert texts(world) == ["Two."]
