"""What a file that vouches for a content says, or why it says nothing."""

from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.files.evidence import read_evidence

WHOLE = {"digest": "sha256:0", "passed": True, "by": "ci", "at": "2026-11-30"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"digest": "sha256:0", "passed": true, "by": "ci", "at": "2026-11-30"}', WHOLE),
        ('\ufeff{"digest": "sha256:0", "passed": true, "by": "ci", "at": "2026-11-30", "score": 0.9}', WHOLE),
        ('{"passed": false, "by": null}', {"passed": False}),
        ("{", {"wrong": "is not JSON"}),
        ("", {"wrong": "is not JSON"}),
        ("[]", {"wrong": "is not an object of JSON"}),
    ],
)
def test_what_it_says(tmp_path: Path, text: str, said: dict[str, Any]) -> None:
    file = tmp_path / "triage.json"
    file.write_text(text, encoding="utf-8")
    assert read_evidence(file) == {"path": str(file), **said}


def test_one_that_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "triage.json"
    assert read_evidence(str(file)) == {"path": str(file), "wrong": "cannot be read (No such file or directory)"}
    assert read_evidence(tmp_path) == {"path": str(tmp_path), "wrong": "cannot be read (Is a directory)"}


def test_one_that_is_no_text(tmp_path: Path) -> None:
    file = tmp_path / "triage.json"
    file.write_bytes(b"\xff\xfe\xfa")
    assert read_evidence(file) == {"path": str(file), "wrong": "is not JSON"}
