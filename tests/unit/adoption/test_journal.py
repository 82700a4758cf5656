"""What an import that is interrupted leaves, so that the next one goes on."""

from pathlib import Path

import pytest

from pulumi_prompts.adoption.journal import Done, Journal
from pulumi_prompts.errors import InputError

TAKEN = Done("1", "team/triage", "team-triage", is_published=True, aliases={"live": "3"}, left_out=("alias 'x': why",))
LEFT = Done("2", "reply", left_out=("it has 2 variants",))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "prompts" / ".import", "bedrock us-east-1")


def test_what_is_noted_comes_back(journal: Journal) -> None:
    assert journal.read() == {}
    for done in (TAKEN, LEFT):
        journal.add(done)
    assert journal.read() == {"1": TAKEN, "2": LEFT}
    journal.remove()
    assert journal.read() == {}
    journal.remove()


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_line_that_was_cut_off_does_not_count(journal: Journal, tmp_path: Path, cut: int) -> None:
    for done in (TAKEN, LEFT):
        journal.add(done)
    file = tmp_path / "prompts" / ".import"
    file.write_text(file.read_text()[:-cut])
    assert journal.read() == {"1": TAKEN}
    journal.add(LEFT)
    assert journal.read() == {"1": TAKEN, "2": LEFT}


@pytest.mark.parametrize("other", [("bedrock eu-central-1",), ("bedrock us-east-1", "acme/desk/old")])
def test_that_of_another_import_is_not_gone_on_with(journal: Journal, tmp_path: Path, other: tuple[str, ...]) -> None:
    journal.add(TAKEN)
    with pytest.raises(InputError, match="belongs to another import, which is not complete; complete that import"):
        Journal(tmp_path / "prompts" / ".import", *other).read()
