"""The registry passes the conformance suite of pulumi-prompts: `pip install .[test]`, then `pytest`."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import httpx
import pytest

from folder_prompts import Folder, FolderSettings
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.testing import SAMPLES, BackendConformance
from server import serving

KEY = "sw0rdfish"


def folder(**options: Any) -> dict[str, Any]:
    return {"options": {"folder": options}}


class TestFolder(BackendConformance):
    adapter = Folder
    samples: ClassVar[Mapping[str, Any]] = {
        **SAMPLES,
        "an audience": folder(audience="children"),
        "a reviewer": folder(reviewer="ada"),
    }

    @pytest.fixture
    def url(self, tmp_path: Path) -> Iterator[str]:
        """A registry of its own for each test."""
        with serving(tmp_path, KEY) as server:
            thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
            thread.join()

    @pytest.fixture
    def connect_over(self, url: str) -> Callable[[httpx.BaseTransport | None], Folder]:
        """Connects the adapter; what it asks of its process is the key."""
        settings = FolderSettings(kind="folder", url=url, timeout=5)
        environment = Environment(variable={"FOLDER_API_KEY": KEY}.get)
        return lambda transport: Folder.connect(settings, environment, transport)

    @pytest.fixture
    def backend(self, connect_over: Callable[[httpx.BaseTransport | None], Folder]) -> Folder:
        return connect_over(None)
