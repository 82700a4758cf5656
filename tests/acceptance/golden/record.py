"""Records what a release writes: `python -m acceptance.golden.record v0_2_0` in the folder `tests`.

The folder of the release must hold its `program.py`. Into a folder for each registry comes what the program is given at
the end of its life (`life.py`), the state, and what the registry keeps. What is recorded is committed with the release
and never changed: later releases must preview it empty.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from acceptance.golden.life import live
from acceptance.registries.bedrock import BedrockWorld
from acceptance.registries.humanloop import HumanloopWorld
from acceptance.registries.local import LocalWorld
from acceptance.registries.mlflow import MlflowWorld
from acceptance.registries.truefoundry import TrueFoundryWorld
from acceptance.registries.world import Site
from acceptance.stack import Stack
from fakes.bedrock import BedrockFake
from fakes.humanloop import HumanloopFake
from fakes.truefoundry import TrueFoundryFake
from mlflow_server import client, server
from mlflow_server.registry import MlflowRegistry

ADDRESS = "http://registry.invalid"
"""What stands in recorded texts for the address of a registry, which is another in each run."""

OF_THIS_MACHINE = ("sourcePosition", "stackTrace")


@contextmanager
def _bedrock(folder: Path) -> Iterator[Site]:
    with BedrockFake() as fake:
        yield BedrockWorld(fake, folder)


@contextmanager
def _humanloop(folder: Path) -> Iterator[Site]:
    with HumanloopFake() as fake:
        yield HumanloopWorld(fake)


@contextmanager
def _mlflow(folder: Path) -> Iterator[Site]:
    with server.running(folder) as url, client.connected(url, folder) as application:
        yield MlflowWorld(MlflowRegistry(url), application, server.database_in(folder))


@contextmanager
def _truefoundry(folder: Path) -> Iterator[Site]:
    with TrueFoundryFake() as fake:
        yield TrueFoundryWorld(fake)


_SITES: Mapping[str, Callable[[Path], AbstractContextManager[Site]]] = {
    "bedrock": _bedrock,
    "humanloop": _humanloop,
    "local": lambda folder: nullcontext(LocalWorld(folder)),
    "mlflow": _mlflow,
    "truefoundry": _truefoundry,
}


def record(release: Path) -> None:
    for kind, opened in _SITES.items():
        with TemporaryDirectory() as folder, opened(Path(folder)) as site:
            (release / kind).mkdir(exist_ok=True)
            _record(release, site, Stack(Path(folder), env=site.variables))


def _record(release: Path, site: Site, stack: Stack) -> None:
    given = live(stack, site, (release / "program.py").read_text())
    folder = release / site.kind
    (folder / "given.json").write_text(_anywhere(json.dumps(given, indent=2) + "\n", site))
    (folder / "state.json").write_text(_anywhere(_portable(stack.export()), site))
    (folder / f"registry.{site.dumped_as}").write_text(site.dump())


def _portable(state: str) -> str:
    exported: dict[str, Any] = json.loads(state)
    for resource in exported["deployment"]["resources"]:
        for key in OF_THIS_MACHINE:
            resource.pop(key, None)
    return json.dumps(exported, indent=2) + "\n"


def _anywhere(text: str, site: Site) -> str:
    return text.replace(site.address, ADDRESS) if site.address else text


if __name__ == "__main__":
    record(Path(__file__).parent / sys.argv[1])
