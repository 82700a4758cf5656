"""Word of long waits to the person who waits.

A plugin's own output reaches nobody, and the engine's log service, whose address is the plugin's last argument, is the
SDK's private business: where it can't be reached, waits are silent.
"""

import logging
import sys
from functools import cache
from typing import Any

_log = logging.getLogger("pulumi_prompts")


@cache
def _engine() -> Any:
    import grpc
    from pulumi.runtime.proto import engine_pb2_grpc

    return engine_pb2_grpc.EngineStub(grpc.insecure_channel(sys.argv[-1]))


def report_progress(text: str) -> None:
    """Show `text` as the live status of the operation; never fails."""
    if not hasattr(sys.modules.get("__main__"), "DynamicResourceProviderServicer"):
        return
    try:
        from pulumi.runtime.proto import engine_pb2

        _engine().Log(engine_pb2.LogRequest(severity=engine_pb2.INFO, message=text, ephemeral=True), timeout=1)
    except Exception:
        _log.debug("the engine takes no progress", exc_info=True)
