"""The engine's log service, which takes down what is said to people."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import engine_pb2
from pulumi.runtime.proto.engine_pb2_grpc import EngineServicer, add_EngineServicer_to_server


class Engine(EngineServicer):
    """`said` are the requests, in their order."""

    def __init__(self) -> None:
        self.said: list[engine_pb2.LogRequest] = []

    def Log(self, request: engine_pb2.LogRequest, context: Any) -> Empty:
        self.said.append(request)
        return Empty()

    @property
    def warnings(self) -> list[str]:
        return [each.message for each in self.said if each.severity == engine_pb2.WARNING and not each.ephemeral]


@contextmanager
def served() -> Iterator[tuple[Engine, str]]:
    """An engine, and its address."""
    engine, server = Engine(), grpc.server(ThreadPoolExecutor(max_workers=1))
    add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield engine, f"127.0.0.1:{port}"
    finally:
        server.stop(grace=None).wait()
