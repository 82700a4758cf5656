"""The registry of examples/registry-package: its server, and its adapter over any transport."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx

from clock import Time
from folder_prompts import Folder, FolderSettings
from pulumi_prompts.registries.base import Environment
from server import serving

KEY = "sw0rdfish"


class World:
    """A folder behind HTTP; nobody waits in its time."""

    def __init__(self, url: str) -> None:
        self.url = url

    def connect(self, adapter: type[Folder] = Folder, transport: httpx.BaseTransport | None = None) -> Folder:
        settings = FolderSettings(kind="folder", url=self.url, timeout=60)
        return adapter.connect(settings, Environment(variable={"FOLDER_API_KEY": KEY}.get, clock=Time()), transport)


@contextmanager
def world_in(folder: Path) -> Iterator[World]:
    with serving(folder, KEY) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield World(f"http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            thread.join()
