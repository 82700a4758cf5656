"""A fixture that two modules import starts one thing, which ends with the process."""

from pathlib import Path

import pytest

import per_process

pytest_plugins = ["pytester"]

FIXTURES = """
import contextlib, pathlib, pytest
from per_process import entered_once

KEY = pytest.StashKey()

@contextlib.contextmanager
def thing():
    with open("life", "a") as life:
        print("start", file=life)
    yield "thing"
    with open("life", "a") as life:
        print("end", file=life)

@pytest.fixture(scope="session")
def started(pytestconfig):
    return entered_once(pytestconfig, KEY, thing)
"""
MODULE = """
from fixtures import started

def test_it(started):
    assert started == "thing"
    assert open("life").read() == "start\\n"
"""


def test_it_starts_once_and_ends(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(fixtures=FIXTURES, test_one=MODULE, test_two=MODULE)
    pytester.makeini(f"[pytest]\npythonpath = . {Path(per_process.__file__).parent}")
    pytester.runpytest_subprocess("-p", "no:xdist", "-p", "no:cacheprovider").assert_outcomes(passed=2)
    assert (pytester.path / "life").read_text() == "start\nend\n"
