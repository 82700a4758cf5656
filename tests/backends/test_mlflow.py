"""MLflow passes the conformance suite, on a real server."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import httpx
import pytest

from backends.few_contents import FEW
from backends.mlflow_world import World
from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.registries.base import Backend
from pulumi_prompts.registries.mlflow import Mlflow
from pulumi_prompts.registries.mlflow.wire import expand, flatten
from pulumi_prompts.testing import SAMPLES, BackendConformance
from pulumi_prompts.testing.declarations import Declarations
from pulumi_prompts.testing.samples import PARAMETERS

SCHEMA = {"title": "Answer", "type": "object", "properties": {"City": {"enum": ["a", 1, 0.5, None]}}}


def mlflow(**options: Any) -> dict[str, Any]:
    return {"options": {"mlflow": options}}


ALL = {
    **SAMPLES,
    "mlflow parameters": mlflow(extra_params={"service_tier": "flex", "Nested": {"list": [1, 1.5, None]}}),
    "mlflow parameters that are empty": mlflow(extra_params={}),
    "mlflow schema": mlflow(response_schema=SCHEMA),
    "mlflow schema that is empty": mlflow(response_schema={}),
}

CONTENTS = Declarations(Mlflow.support, Mlflow.options, ALL).contents


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_all_contents_come_back_from_their_tags(content: Content) -> None:
    flat = flatten(expand(content))
    assert (flat.digest, flat.obstacle) == (digest_of(content), "")


class TestMlflow(BackendConformance):
    """The server keeps texts, of which all but templates are JSON: of that it is tried with little."""

    adapter = Mlflow
    samples: ClassVar[Mapping[str, Any]] = {
        **{name: ALL[name] for name in ALL if name.startswith(("text ", "mlflow "))},
        **FEW,
        "all parameters": {"parameters": {name: values[-1] for name, values in PARAMETERS.items()}},
    }

    @pytest.fixture
    def backend(self, mlflow_registry: MlflowRegistry) -> Mlflow:  # noqa: F811
        self.registry = mlflow_registry
        self.world = World(mlflow_registry)
        return self.world.connect()

    @pytest.fixture
    def connect_over(self, backend: Backend) -> Callable[[httpx.BaseTransport], Backend]:
        return self.world.connect

    def make_inexpressible(self, backend: Backend, prompt_id: str) -> None:
        """With a model configuration that is none."""
        newest = self.registry.only_prompt.versions[-1]
        self.registry.overwrite(self.registry.only_prompt.name, newest.version, "_mlflow_prompt_model_config", "[]")
