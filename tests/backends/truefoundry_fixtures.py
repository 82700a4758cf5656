"""The fake of TrueFoundry, for each test its own; a test imports the fixtures that it needs."""

from collections.abc import Iterator

import pytest

from backends.truefoundry_world import World, desired
from fakes.truefoundry import NEW_PREFIX, TrueFoundryFake
from pulumi_prompts.registries.base import Ref
from pulumi_prompts.registries.truefoundry import TrueFoundry


@pytest.fixture
def fake() -> Iterator[TrueFoundryFake]:
    with TrueFoundryFake() as fake:
        yield fake
    assert fake.faults == []


@pytest.fixture
def world(fake: TrueFoundryFake) -> World:
    return World(fake)


@pytest.fixture
def backend(world: World) -> TrueFoundry:
    return world.connect(prefix=NEW_PREFIX)


@pytest.fixture
def ref(backend: TrueFoundry, fake: TrueFoundryFake) -> Ref:
    """A prompt that was made before."""
    ref = backend.create(desired())
    fake.clear_calls()
    return ref
