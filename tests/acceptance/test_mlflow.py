"""What only MLflow does, on a real server by a real engine; its own client is what an application would be."""

from typing import Any

import pytest

from acceptance.programs import BE_BRIEF, BE_KIND, TRIAGE, prompt
from acceptance.registries.fixtures import stack
from acceptance.registries.mlflow import MlflowWorld
from acceptance.registries.world import MARKER, NAME, chat
from acceptance.stack import Stack

__all__ = ["stack"]

LATEST = f"prompts:/{NAME}@latest"


@pytest.fixture
def world(mlflow_world: MlflowWorld) -> MlflowWorld:
    return mlflow_world


def test_its_client_reads_field_by_field_what_up_wrote(stack: Stack, world: MlflowWorld) -> None:
    beside: dict[str, Any] = {
        "parameters": {"temperature": 0.9, "max_tokens": 200},
        "response_format": {"type": "json_object"},
        "options": {"mlflow": {"extra_params": {"service_tier": "flex"}}, "bedrock": {"cache_points": ["messages[0]"]}},
    }
    stack.write(TRIAGE, prompt=world.prompt(**beside), version=world.version())
    stack.up()
    assert world.application.load(LATEST) == {
        "name": NAME,
        "version": "1",
        "template": chat(BE_BRIEF),
        "variables": ["ticket"],
        "commit_message": "First",
        "tags": {"pulumi-prompts/marker": MARKER},
        "aliases": [],
        "response_format": {"type": "json_object"},
        "model_config": {"model_name": "small", "temperature": 0.9, "max_tokens": 200, "service_tier": "flex"},
        "uri": f"prompts:/{NAME}/1",
    }
    listed = world.application.search()[NAME]
    assert (listed["description"], listed["tags"]["team"]) == ("Sorts", "support")
    stack.assert_settled()

    schema = {"type": "object", "properties": {"queue": {"type": "string"}}}
    other = {"options": {"mlflow": {"response_schema": schema}}}
    stack.give(prompt=world.prompt(BE_KIND, **other), version=world.version("Kinder"))
    stack.up()
    latest = world.application.load(LATEST)
    assert (latest["version"], latest["template"]) == ("2", chat(BE_KIND))
    assert (latest["response_format"], latest["model_config"]) == (schema, {"model_name": "small"})
    stack.assert_settled()


def test_a_model_of_that_name_is_in_the_way(stack: Stack, world: MlflowWorld) -> None:
    world.application.call("create_registered_model", name=NAME)
    stack.write(TRIAGE, prompt=world.prompt(adopt="overwrite"), version={})
    (message,) = stack.up(fails=True).diagnostics("Prompt triage")
    assert message.startswith(f"creating {NAME} on {world.where}: 400: RESOURCE_ALREADY_EXISTS: ")
    assert "the name is already taken by a registered model" in message
    assert message.endswith("use another name")


def test_the_address_is_asked_of_nobody_else(stack: Stack) -> None:
    stack.write(TRIAGE, prompt=prompt(backend={"kind": "mlflow"}), version={})
    said = "\n".join(stack.preview(fails=True).diagnostics("Prompt triage"))
    assert "backend.url: is required; set the address of the MLflow server; `MLFLOW_TRACKING_URI` is not read" in said
