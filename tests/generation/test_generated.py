"""What is checked in is what the models say."""

from pathlib import Path

import pytest

from generation.modules import generated
from generation.reference import reference

GENERATED = generated()


@pytest.mark.parametrize("file", GENERATED, ids=lambda file: file.name)
def test_what_is_checked_in_is_what_would_be_written(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == GENERATED[file], "run `make generate`"


@pytest.mark.parametrize("page", reference().values(), ids=reference().keys())
def test_the_reference_tells_a_meaning_of_everything(page: str) -> None:
    assert [line for line in page.splitlines() if line.startswith("|") and "|  |" in line] == []
