"""Print the table of faults, of all registries or of some: `PYTHONPATH=tests python -m faults [truefoundry] ...`."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from faults.bedrock import bedrock
from faults.labs import lab
from faults.registries import Registry, humanloop, langfuse, mlflow, phoenix, truefoundry
from faults.table import table
from mlflow_server import server as mlflow_server
from mlflow_server.registry import MlflowRegistry
from phoenix_server import server as phoenix_server
from phoenix_server.registry import PhoenixRegistry


@contextmanager
def _mlflow() -> Iterator[Registry]:
    with TemporaryDirectory() as folder, mlflow_server.running(Path(folder)) as url:
        yield mlflow(MlflowRegistry(url))


@contextmanager
def _phoenix() -> Iterator[Registry]:
    with TemporaryDirectory() as folder, phoenix_server.running(Path(folder)) as url:
        yield phoenix(PhoenixRegistry(url))


REGISTRIES: Mapping[str, Callable[[], AbstractContextManager[Registry]]] = {
    "truefoundry": truefoundry,
    "humanloop": humanloop,
    "langfuse": langfuse,
    "mlflow": _mlflow,
    "bedrock": bedrock,
    "phoenix": _phoenix,
}


def main(kinds: list[str]) -> None:
    """Print the tables of these registries, or of all."""
    for kind in kinds or REGISTRIES:
        with REGISTRIES[kind]() as registry, lab(registry) as made:
            for line in table(made):
                print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
