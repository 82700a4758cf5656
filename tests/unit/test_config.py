"""The registry that a resource gets: the program's, else the stack's, else the embedded one."""

import asyncio
from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
import pytest
from pulumi.runtime.config import set_all_config

from pulumi_prompts.program.configuration import backend_of_program
from pulumi_prompts.program.inputs import Backend, BedrockBackend

AWS = {"aws:region": "eu-west-1", "aws:profile": "shop"}
BEDROCK = BedrockBackend(kind="bedrock", account_id="123456789012")


@pytest.fixture(autouse=True)
def _leaves_no_configuration() -> Iterator[None]:
    yield
    set_all_config({})


def chosen(config: Mapping[str, str], backend: Any = None) -> Any:
    set_all_config(dict(config))
    return backend_of_program(backend)


def test_the_embedded_one_where_nothing_is_said() -> None:
    assert chosen({}) == {"kind": "local"}
    assert chosen(AWS) == {"kind": "local"}


def test_that_of_the_stack() -> None:
    assert chosen({"prompts:backend": '{"kind": "local", "path": "a.db"}'}) == {"kind": "local", "path": "a.db"}


def test_that_of_the_program_wins() -> None:
    mine = {"kind": "local", "path": "mine.db"}
    assert chosen({"prompts:backend": '{"kind": "local", "path": "a.db"}'}, mine) == mine


@pytest.mark.parametrize("where", ["program", "stack"])
def test_bedrock_falls_back_on_the_settings_of_aws(where: str) -> None:
    stack = {"prompts:backend": '{"kind": "bedrock", "account_id": "123456789012"}'} if where == "stack" else {}
    backend = BEDROCK if where == "program" else None
    assert chosen({**AWS, **stack}, backend) == {**BEDROCK, "region": "eu-west-1", "profile": "shop"}


def test_what_is_said_of_bedrock_wins() -> None:
    mine = {**BEDROCK, "region": "us-east-1", "profile": "mine"}
    assert chosen(AWS, mine) == mine


def test_nothing_is_taken_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.setenv(name, "eu-north-1")
    assert chosen({}, BEDROCK) == BEDROCK


@pytest.mark.parametrize("said", ["[]", "5", '"local"', "null"])
def test_what_is_no_backend_is_left_for_check_to_say(said: str) -> None:
    assert not isinstance(chosen({"prompts:backend": said}), pulumi.Output)


def test_what_is_no_json_names_the_key() -> None:
    with pytest.raises(pulumi.ConfigTypeError, match="Configuration 'prompts:backend' value 'local' is not a valid"):
        chosen({"prompts:backend": "local"})


@pytest.mark.parametrize("secret", [False, True])
def test_an_output_falls_back_too_and_stays_secret(secret: bool) -> None:
    async def resolved() -> tuple[Any, bool]:
        later: pulumi.Output[Backend] = pulumi.Output.secret(BEDROCK) if secret else pulumi.Output.from_input(BEDROCK)
        output = chosen(AWS, later)
        return await output.future(), await output.is_secret()

    assert asyncio.run(resolved()) == ({**BEDROCK, "region": "eu-west-1", "profile": "shop"}, secret)
