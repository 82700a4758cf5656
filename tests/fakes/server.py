"""The HTTP front: 127.0.0.1, an ephemeral port, one thread a connection."""

import contextlib
import socket
import socketserver
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

from .wire import Reply, Request

Handle = Callable[[Request], Reply | None]


class _Listener(socketserver.ThreadingTCPServer):
    """Not HTTPServer: that one looks its own name up, which can take seconds."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128
    block_on_close = False

    def __init__(self, handle: Handle, port: int) -> None:
        self.handle = handle
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def opened(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.discard(connection)

    def close_connections(self) -> None:
        """Without this, connections that are kept alive would be served after the end."""
        with self._lock:
            for connection in self._open:
                _shut(connection)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # header and body leave in one packet; BaseHTTPRequestHandler flushes
    server: _Listener

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        with contextlib.suppress(OSError):  # the caller has gone, or stop() closed the connection
            super().finish()
        self.server.closed(self.connection)

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True  # as above

    def log_message(self, format: str, *args: object) -> None:
        pass

    def answer(self) -> None:
        reply = self.server.handle(self._request())
        if reply is None:
            self.close_connection = True
            _shut(self.connection)
            return
        self._send(reply)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer

    def _request(self) -> Request:
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, path, query, headers, body)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)


class Server:
    def __init__(self, handle: Handle, port: int = 0) -> None:
        self._listener = _Listener(handle, port)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self._thread.is_alive():
            self._listener.shutdown()
            self._thread.join()
        self._listener.server_close()
        self._listener.close_connections()


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):  # already closed from the other side
        connection.shutdown(socket.SHUT_RDWR)
