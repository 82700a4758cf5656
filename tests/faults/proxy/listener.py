"""A port of 127.0.0.1 that can be closed for a while without losing it to somebody else."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable


class Listener:
    """Accepts connections, one thread each.

    While it is closed, a second socket holds the port without listening: whoever connects is refused.
    """

    def __init__(self, serve: Callable[[socket.socket], None]) -> None:
        self._serve = serve
        self._bound = _bound(0)
        self._connections: set[socket.socket] = set()
        self._lock = threading.Lock()
        self.port: int = self._bound.getsockname()[1]
        self.is_open = False

    def open(self) -> None:
        """Listen, from now on."""
        if not self.is_open:
            self.is_open = True
            self._bound.listen(128)
            threading.Thread(target=self._accept, args=(self._bound,), daemon=True).start()

    def refuse(self, but: socket.socket | None = None) -> None:
        """Refuse connections, and close those that there are, except one whose answer is still to be sent."""
        if self.is_open:
            self.is_open = False
            listening, self._bound = self._bound, _bound(self.port)
            _close(listening)
        self._close_connections(but)

    def close(self) -> None:
        """Give the port up."""
        self.refuse()
        self._bound.close()

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:  # it was closed
                return
            with self._lock:
                self._connections.add(connection)
            threading.Thread(target=self._served, args=(connection,), daemon=True).start()

    def _served(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with contextlib.suppress(OSError):  # the client has gone, or the connection was closed by `refuse`
                self._serve(connection)
        finally:
            with self._lock:
                self._connections.discard(connection)
            connection.close()

    def _close_connections(self, but: socket.socket | None) -> None:
        with self._lock:
            for connection in self._connections - {but}:
                with contextlib.suppress(OSError):  # the client has closed it already
                    connection.shutdown(socket.SHUT_RDWR)


def reset_when_closed(connection: socket.socket) -> None:
    """Closing the connection sends a reset then, and no orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _bound(port: int) -> socket.socket:
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", port))
    return found


def _close(listening: socket.socket) -> None:
    """Closing alone would not wake the thread that accepts."""
    with contextlib.suppress(OSError):
        listening.shutdown(socket.SHUT_RDWR)
    listening.close()
