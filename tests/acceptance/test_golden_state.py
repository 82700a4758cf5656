"""What an earlier release left behind is at home in this one."""

from pathlib import Path

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.stack import Stack

RELEASES = sorted(program.parent for program in Path(__file__).parent.glob("golden/*/program.py"))


@pytest.fixture(params=RELEASES, ids=lambda release: release.name)
def inherited(request: pytest.FixtureRequest, stack: Stack, registry: LocalRegistry) -> Stack:
    release: Path = request.param
    stack.write((release / "program.py").read_text())
    stack.import_state(release / "state.json")
    registry.load((release / "registry.sql").read_text())
    return stack


def test_the_state_of_a_release_previews_empty(inherited: Stack, registry: LocalRegistry) -> None:
    before = registry.prompts
    assert len(before) == 3
    assert len(inherited.resources()) == 6
    assert inherited.preview().steps == set()
    assert inherited.refresh().steps == set()
    assert inherited.up().steps == set()
    assert registry.prompts == before


def test_what_a_release_made_can_be_destroyed(inherited: Stack, registry: LocalRegistry) -> None:
    inherited.destroy()
    assert registry.prompts == []
    assert inherited.resources() == {}
