"""A client of the resource provider protocol that speaks dicts, for the hooks of any dynamic provider.

What is not known yet is `UNKNOWN` on both ways, at any depth. `__provider` is put in and taken out here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar, cast

import grpc
from google.protobuf.json_format import MessageToDict, ParseDict
from google.protobuf.struct_pb2 import Struct
from pulumi.dynamic import ResourceProvider
from pulumi.dynamic.dynamic import PROVIDER_KEY, serialize_provider
from pulumi.runtime import rpc
from pulumi.runtime.proto import provider_pb2, status_pb2
from pulumi.runtime.proto.provider_pb2_grpc import ResourceProviderStub

UNKNOWN: Final = rpc.UNKNOWN

Props = Mapping[str, Any]
Changes = Literal["unknown", "none", "some"]
_Answer = TypeVar("_Answer")

_CHANGES: Final[Mapping[int, Changes]] = {
    provider_pb2.DiffResponse.DIFF_UNKNOWN: "unknown",
    provider_pb2.DiffResponse.DIFF_NONE: "none",
    provider_pb2.DiffResponse.DIFF_SOME: "some",
}
_SECONDS = 120.0
_DETAILS: Final = "grpc-status-details-bin"
_PROJECT: Final = "urn:pulumi:dev::shop::pulumi-python:dynamic/prompts"


class HookError(Exception):
    """A hook raised; the message is what the engine shows.

    Attributes:
        left: What the engine stores nevertheless: the id and the outputs, and what it says of it.
    """

    def __init__(self, said: str, left: "Left | None" = None) -> None:
        super().__init__(said)
        self.left = left


@dataclass(frozen=True)
class Left:
    """What a failed hook leaves in the state: a resource that the next `up` updates, whatever `diff` says."""

    id: str
    outputs: dict[str, Any]
    reasons: list[str]


@dataclass(frozen=True)
class Checked:
    inputs: dict[str, Any]
    failures: list[str]


@dataclass(frozen=True)
class Diffed:
    """`unknown` has the engine compare the inputs, which is how it makes a detailed diff."""

    changes: Changes
    replaces: list[str]


@dataclass(frozen=True)
class Created:
    id: str
    outputs: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What `read` answers; without an id the object is gone, without inputs the old ones stand."""

    id: str
    outputs: dict[str, Any]
    inputs: dict[str, Any] | None


class Client:
    """The hooks of one provider."""

    def __init__(self, stub: ResourceProviderStub, provider: ResourceProvider) -> None:
        self._stub = stub
        self._payload = serialize_provider(provider)
        self._urn = f"{_PROJECT}:{type(provider).__name__}::tested"

    def check(self, olds: Props, news: Props) -> Checked:
        request = provider_pb2.CheckRequest(urn=self._urn, olds=self._struct(olds), news=self._struct(news))
        answer = _call(self._stub.Check, request)
        said = [f"{failure.property}: {failure.reason}".removeprefix(": ") for failure in answer.failures]
        return Checked(_props(answer.inputs), said)

    def diff(self, id_: str, olds: Props, news: Props) -> Diffed:
        request = provider_pb2.DiffRequest(id=id_, urn=self._urn, olds=self._struct(olds), news=self._struct(news))
        answer = _call(self._stub.Diff, request)
        return Diffed(_CHANGES[answer.changes], list(answer.replaces))

    def create(self, inputs: Props) -> Created:
        request = provider_pb2.CreateRequest(urn=self._urn, properties=self._struct(inputs))
        answer = _call(self._stub.Create, request)
        return Created(answer.id, _props(answer.properties))

    def read(self, id_: str, outputs: Props) -> Found:
        request = provider_pb2.ReadRequest(id=id_, urn=self._urn, properties=self._struct(outputs))
        answer = _call(self._stub.Read, request)
        inputs = _props(answer.inputs) if answer.HasField("inputs") else None
        return Found(answer.id, _props(answer.properties), inputs)

    def update(self, id_: str, olds: Props, news: Props) -> dict[str, Any]:
        request = provider_pb2.UpdateRequest(id=id_, urn=self._urn, olds=self._struct(olds), news=self._struct(news))
        return _props(_call(self._stub.Update, request).properties)

    def delete(self, id_: str, outputs: Props) -> None:
        _call(self._stub.Delete, provider_pb2.DeleteRequest(id=id_, urn=self._urn, properties=self._struct(outputs)))

    def _struct(self, props: Props) -> Struct:
        return ParseDict({**props, PROVIDER_KEY: self._payload}, Struct())


def _props(struct: Struct) -> dict[str, Any]:
    props: dict[str, Any] = MessageToDict(struct)
    return {name: value for name, value in props.items() if name != PROVIDER_KEY}


def _call(method: "grpc.UnaryUnaryMultiCallable[Any, _Answer]", request: Any) -> _Answer:
    try:
        return method(request, timeout=_SECONDS)
    except grpc.RpcError as error:
        call = cast(grpc.Call, error)
        raise HookError(call.details(), _left(call)) from None


def _left(call: grpc.Call) -> Left | None:
    """As the engine takes it from the details of a status."""
    details = dict(call.trailing_metadata() or ()).get(_DETAILS)
    if details is None:
        return None
    status, failed = status_pb2.Status.FromString(cast(bytes, details)), provider_pb2.ErrorResourceInitFailed()
    assert (status.code, status.message) == (call.code().value[0], call.details())
    (detail,) = status.details
    assert detail.Unpack(failed)
    assert failed.properties[PROVIDER_KEY]
    return Left(failed.id, _props(failed.properties), list(failed.reasons))
