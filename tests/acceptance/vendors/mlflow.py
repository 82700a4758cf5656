"""MLflow's own client."""

from typing import Any

import pytest

from acceptance.registries.mlflow import (
    MlflowWorld,
    mlflow_client,
    mlflow_database,
    mlflow_registry,
    mlflow_server,
    mlflow_world,
)
from acceptance.vendors.vendor import LIVE, NAMES, Vendor, chat, editions, has_alias, is_chat, text

__all__ = ["mlflow_client", "mlflow_database", "mlflow_registry", "mlflow_server", "mlflow_vendor", "mlflow_world"]


class MlflowVendor(Vendor):
    """The client, and what it has written."""

    def __init__(self, world: MlflowWorld) -> None:
        self._world = world

    @property
    def world(self) -> MlflowWorld:
        return self._world

    def fill(self) -> None:
        client = self._world.application
        for number, name in enumerate(NAMES):
            for edition in editions(number):
                template: Any = chat(number, edition) if is_chat(number) else text(number, edition)
                config = (
                    {"model_name": "gpt-4o", "temperature": 0.2, "extra_params": {"user": "x"}} if number % 3 else None
                )
                client.register(name, template, commit_message=f"Edition {edition}", model_config=config)
            client.call("set_prompt_tag", name=name, key="team", value="support")
            if has_alias(number):
                client.call("set_prompt_alias", name=name, alias=LIVE, version=1)

    @property
    def contents(self) -> Any:
        return {
            prompt.name: [(each.version, each.created, each.description, each.tags) for each in prompt.versions]
            for prompt in self._world.registry.prompts
        }


@pytest.fixture
def mlflow_vendor(mlflow_world: MlflowWorld) -> Vendor:
    return MlflowVendor(mlflow_world)
