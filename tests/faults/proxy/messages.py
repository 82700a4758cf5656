"""HTTP/1.1 messages as bytes, as far as a proxy has to understand them: where one ends."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, BinaryIO, Self

_END = b"\r\n"


class BrokenOffError(ConnectionError):
    """The other side closed the connection in the middle of a message."""


@dataclass(frozen=True)
class Message:
    """`head` is all that comes before the body, as it came: the first line, the headers, the empty line."""

    head: bytes
    body: bytes

    @property
    def start(self) -> str:
        """The first line."""
        return self.head.partition(_END)[0].decode("latin-1")

    def header(self, name: str) -> str:
        """The value of a header; nothing where there is none."""
        return _header(self.head, name)

    def with_header(self, name: str, value: str | None) -> Self:
        """With that header in place of those of the name; None is without."""
        start, *lines = self.head[: -2 * len(_END)].split(_END)
        kept = [line for line in lines if line.partition(b":")[0].lower() != name.lower().encode()]
        added = [] if value is None else [f"{name}: {value}".encode("latin-1")]
        return replace(self, head=_END.join([start, *kept, *added, _END]))

    def with_body(self, body: bytes) -> Self:
        """With another body, and the length that it has."""
        return replace(self, body=body).with_header("Content-Length", str(len(body)))

    def __bytes__(self) -> bytes:
        return self.head + self.body


@dataclass(frozen=True)
class Request(Message):
    """What a client asks for."""

    @property
    def method(self) -> str:
        return self.start.split(" ")[0]

    @property
    def target(self) -> str:
        """The path with its query, as sent."""
        return self.start.split(" ")[1]

    @property
    def line(self) -> str:
        """The method and the path, without the query."""
        return f"{self.method} {self.target.partition('?')[0]}"


@dataclass(frozen=True)
class Response(Message):
    """What the other side answers."""

    @property
    def status(self) -> int:
        return int(self.start.split(" ")[1])


def read_request(stream: BinaryIO) -> Request | None:
    """The next request; None where the client sends no more."""
    head = _head(stream)
    return None if head is None else Request(head, _body(stream, head, "0"))


def read_response(stream: BinaryIO, method: str) -> Response:
    """The answer to a request with that method. One in chunks comes as a whole, with its length."""
    head = _head(stream)
    if head is None:
        raise BrokenOffError("no answer came")
    response = Response(head, b"")
    if method == "HEAD" or response.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        return response
    whole = replace(response, body=_body(stream, head, ""))
    if not whole.header("Transfer-Encoding"):
        return whole
    return whole.with_header("Transfer-Encoding", None).with_body(whole.body)


def text_response(status: int, body: str, content_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that is made up."""
    response = Response(f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n\r\n".encode(), b"")
    for name, value in {"Content-Type": content_type, **(headers or {})}.items():
        response = response.with_header(name, value)
    return response.with_body(body.encode())


def json_response(status: int, body: Any, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that is made up, in JSON."""
    return text_response(status, json.dumps(body), "application/json", headers)


def _head(stream: BinaryIO) -> bytes | None:
    lines: list[bytes] = []
    while (line := stream.readline()) != _END:
        if not line.endswith(_END):
            if lines or line:
                raise BrokenOffError("the connection closed within the headers")
            return None
        lines.append(line)
    return b"".join([*lines, _END])


def _header(head: bytes, name: str) -> str:
    for line in head.split(_END)[1:]:
        found, _, value = line.partition(b":")
        if found.lower() == name.lower().encode():
            return value.strip().decode("latin-1")
    return ""


def _body(stream: BinaryIO, head: bytes, without_length: str) -> bytes:
    if _header(head, "Transfer-Encoding").lower() == "chunked":
        return b"".join(iter(lambda: _chunk(stream), b""))
    length = _header(head, "Content-Length") or without_length
    return _exactly(stream, int(length)) if length else stream.read()


def _chunk(stream: BinaryIO) -> bytes:
    size = int(stream.readline().partition(b";")[0], 16)
    chunk = _exactly(stream, size)
    stream.readline()  # the end of the chunk; trailers are not sent by anything that we talk to
    return chunk


def _exactly(stream: BinaryIO, size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise BrokenOffError("the connection closed within the body")
    return found
