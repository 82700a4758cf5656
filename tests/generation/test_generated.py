"""What is checked in is what the models say."""

from pathlib import Path

import pytest

from generation.modules import generated

GENERATED = generated()


@pytest.mark.parametrize("file", GENERATED, ids=lambda file: file.name)
def test_what_is_checked_in_is_what_would_be_written(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == GENERATED[file], "run `make generate`"
