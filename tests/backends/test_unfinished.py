"""A creation or a publication of several calls that fails after the first: what is there enters the state."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

from backends.bedrock_world import Program, settled
from fakes.bedrock import BedrockFake
from fakes.humanloop import KEY
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from faults.proxy import FORBIDDEN, Fault, FaultProxy, Response
from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from protocol.client import Client, HookError, Left
from protocol.lifecycle import Resource
from pulumi_prompts.errors import NotFoundError
from pulumi_prompts.lifecycle.versions import VERSION
from pulumi_prompts.registries.base import Ref, having_made
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider

MARKER = "acme/shop/dev/triage"


class Creation:
    """A prompt that is created through a proxy, and the request after the one that makes it."""

    def __init__(self, prompts: Client, proxy: FaultProxy, second: str, kind: str) -> None:
        self.prompt = Resource(prompts)
        self._proxy = proxy
        self._second = second
        fixed = {"name": "triage", "model": "gpt-4o", "marker": MARKER, "template": "One."}
        self.inputs: dict[str, Any] = {**fixed, "backend": {"kind": kind, "url": proxy.url}}

    def break_second(self) -> None:
        self._proxy.inject(FORBIDDEN, match=self._second)

    def fail(self) -> Left:
        self.break_second()
        left = failed(self.prompt, self.inputs)
        process.forget()
        return left

    def settles(self) -> bool:
        """Neither an up nor a refresh sees anything to do."""
        drifted = [self.prompt.refresh(), self.prompt.refresh()]
        return not any(drifted) and self.prompt.up(self.inputs) == "same" and "unfinished" not in self.prompt.outputs


def failed(resource: Resource, inputs: dict[str, Any]) -> Left:
    """What the failing `up` leaves; it is told in one line of ours."""
    with pytest.raises(HookError) as raised:
        resource.up(inputs)
    left = raised.value.left
    assert left is not None
    assert left.reasons == [str(raised.value)]
    assert "\n" not in str(raised.value)
    return left


@pytest.fixture(params=["humanloop", "mlflow"])
def creation(
    request: pytest.FixtureRequest, stub: ResourceProviderStub, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Creation]:
    monkeypatch.setenv("HUMANLOOP_API_KEY", KEY)
    if request.param == "humanloop":
        registry: Any = request.getfixturevalue("humanloop_fake")
        second = "GET */prompts/*/versions*"
    else:
        registry = request.getfixturevalue("mlflow_registry")
        second = "POST */model-versions/create*"
    with FaultProxy(registry.url) as proxy:
        yield Creation(Client(stub, PromptProvider()), proxy, second, request.param)


def test_the_next_up_finishes_it(creation: Creation) -> None:
    left = creation.fail()
    assert left.outputs["unfinished"] is True
    assert creation.prompt.preview(creation.inputs) == "update"
    assert creation.prompt.up(creation.inputs) == "update"
    assert creation.prompt.id == left.id
    assert creation.settles()


def test_a_program_that_says_something_else_by_then_is_written(creation: Creation) -> None:
    creation.fail()
    creation.inputs = {**creation.inputs, "template": "Two.", "tags": {"team": "desk"}}
    assert creation.prompt.up(creation.inputs) == "update"
    assert creation.settles()


def test_it_is_finished_after_a_refresh_as_well(creation: Creation) -> None:
    creation.fail()
    creation.prompt.refresh()
    assert creation.prompt.up(creation.inputs) == "update"
    assert creation.settles()


def test_a_destroy_removes_it(creation: Creation) -> None:
    left = creation.fail()
    creation.prompt.destroy()
    with pytest.raises(HookError, match="updating triage"):
        creation.prompt.client.update(left.id, left.outputs, creation.prompt.client.check({}, creation.inputs).inputs)


def test_what_cannot_be_told_is_healed(creation: Creation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the plugin is not as we know it; and so it is where it died."""
    creation.break_second()
    with monkeypatch.context() as elsewhere:
        elsewhere.setitem(sys.modules, "__main__", sys.modules["pytest"])
        with pytest.raises(HookError) as raised:
            creation.prompt.up(creation.inputs)
    assert raised.value.left is None
    process.forget()
    assert creation.prompt.up(creation.inputs) == "create"
    assert creation.settles()


def test_what_is_gone_again_is_not_told() -> None:
    with pytest.raises(NotFoundError) as raised, having_made(Ref("an id", "an address")):
        raise NotFoundError("it was deleted meanwhile")
    assert raised.value.made is None


def without_variants(response: Response) -> Response:
    answer = json.loads(response.body)
    del answer["variants"]
    return response.with_body(json.dumps(answer).encode())


TOLD_BRIEFLY = Fault("the answer does not show the snapshot", response=without_variants)


@pytest.fixture
def published(stub: ResourceProviderStub, aws: BedrockFake, unpaced: None) -> Iterator[tuple[Program, FaultProxy]]:
    """A prompt on Bedrock whose publications through a proxy are told briefly, and cannot be read by then."""
    with FaultProxy(aws.url) as proxy:
        prompts, versions = Client(stub, PromptProvider()), Client(stub, PromptVersionProvider())
        yield Program(prompts, versions, "triage", proxy.url), proxy


def publication_fails(program: Program, proxy: FaultProxy) -> Left:
    proxy.inject(TOLD_BRIEFLY, match="POST */versions*")
    proxy.inject(FORBIDDEN, match="GET /prompts/?*")
    left = failed(program.version, program.of_version())
    process.forget()
    return left


def test_a_first_version_that_was_made_and_not_read(published: tuple[Program, FaultProxy], aws: BedrockFake) -> None:
    program, proxy = published
    program.prompt.up(program.of_prompt("One."))
    left = publication_fails(program, proxy)
    assert left.outputs["history"] == {"1": ""}
    assert program.up("One.") == ("same", "update")
    assert program.version.outputs["history"] == {program.current: program.version.inputs["digest"]}
    settled(program, "One.")


def test_one_that_is_drift_by_then_is_shown_as_such(published: tuple[Program, FaultProxy], aws: BedrockFake) -> None:
    program, proxy = published
    program.prompt.up(program.of_prompt("One."))
    publication_fails(program, proxy)
    (prompt_id,) = aws.registry().prompts
    del aws.registry().prompts[prompt_id].versions["1"]
    assert program.version.refresh()
    assert program.version.inputs == {**program.of_version(), "lost": VERSION}
    assert program.up("One.") == ("same", "update")
    assert (program.current, program.history) == ("2", ["2"])
    settled(program, "One.")


def test_a_later_version_that_was_made_and_not_read(published: tuple[Program, FaultProxy], aws: BedrockFake) -> None:
    program, proxy = published
    program.up("One.")
    program.prompt.up(program.of_prompt("Two."))
    left = publication_fails(program, proxy)
    assert left.outputs["version"] == "1"
    assert left.outputs["history"].keys() == {"1", "2"}
    program.version.refresh()
    assert program.up("Two.") == ("same", "update")
    assert (program.current, program.history) == ("2", ["1", "2"])
    settled(program, "Two.")
