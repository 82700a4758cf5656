"""The plugin process of dynamic providers, in this process: the SDK's own servicer on a real gRPC server."""

import ast
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from types import ModuleType

import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2
from pulumi.runtime.proto.provider_pb2_grpc import (
    ResourceProviderServicer,
    ResourceProviderStub,
    add_ResourceProviderServicer_to_server,
)

_THREADS = 4
"""As many as the SDK's own server begins with."""


def plugin_module() -> ModuleType:
    """The module that runs as `__main__` in the plugin process, with a provider cache of its own.

    Its last statement, `main()`, serves on a port that it only prints, and never returns: it is left out, everything
    above it is the SDK's own code.
    """
    name = "pulumi.dynamic.__main__"
    spec = find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    with open(spec.origin, encoding="utf-8") as file:  # noqa: PTH123 (a path that the import system made)
        tree = ast.parse(file.read())
    assert ast.unparse(tree.body.pop()) == "main()", f"{name} no longer ends with main()"
    module = ModuleType("__main__")
    exec(compile(tree, spec.origin, "exec"), module.__dict__)
    return module


@contextmanager
def serve(servicer: ResourceProviderServicer, config: Mapping[str, str]) -> Iterator[ResourceProviderStub]:
    """Serve the servicer of a plugin's module with a stack configuration; a stub for it."""
    server = grpc.server(ThreadPoolExecutor(max_workers=_THREADS), options=_GRPC_CHANNEL_OPTIONS)
    add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}", options=_GRPC_CHANNEL_OPTIONS) as channel:
            stub = ResourceProviderStub(channel)
            stub.Configure(_configuration(config))
            yield stub
    finally:
        server.stop(grace=None).wait()


def _configuration(config: Mapping[str, str]) -> provider_pb2.ConfigureRequest:
    args = Struct()
    args.update(dict(config))
    return provider_pb2.ConfigureRequest(args=args)
