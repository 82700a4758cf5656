"""The pytest fixture: import `sdk_speakers` from here in a conftest.py, and name it in that file's `__all__`."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from per_process import entered_once
from speakers import Speaker

from .client import LAST_OLD, NEW, OLD, speaking

_SPEAKERS = {version: pytest.StashKey[Speaker]() for version in (OLD, LAST_OLD, NEW)}


@pytest.fixture(scope="session")
def sdk_speakers(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Speaker]:
    """The process of an SDK, by its version; one of each for the process of pytest, started when it is first needed."""

    def speaker_of(version: str) -> Speaker:
        def start() -> AbstractContextManager[Speaker]:
            return speaking(version, tmp_path_factory.mktemp(f"truefoundry-sdk-{version}"))

        return entered_once(pytestconfig, _SPEAKERS[version], start)

    return speaker_of
