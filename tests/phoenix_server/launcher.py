"""Runs in Phoenix's environment, alone: the command `phoenix`, without the port for traces.

That one listens on all interfaces, whatever PHOENIX_HOST says; only a server that is read-only leaves it out.
"""

from typing import Any

import phoenix.server.app as app  # type: ignore[import-not-found]
from phoenix.server.grpc_server import GrpcServer  # type: ignore[import-not-found]
from phoenix.server.main import main  # type: ignore[import-not-found]


def without_port(*arguments: Any, **options: Any) -> Any:
    return GrpcServer(*arguments, **{**options, "disabled": True})


if __name__ == "__main__":
    app.GrpcServer = without_port
    main()
