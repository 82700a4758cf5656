"""A registry of prompts: a folder of JSON files, behind HTTP. Usage: `FOLDER_API_KEY=... python server.py FOLDER PORT`.

GET, PUT and DELETE of `/prompts/<name>`. A write says the revision that it has seen (`?seen=`), and none for a new
prompt; where the prompt has another one by now it is refused. What goes wrong is said in plain text.
"""

import json
import os
import re
import sys
import uuid
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class Registry(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two packets; the second would wait for an acknowledgement
    folder: Path
    key: str
    lock = Lock()

    def respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        name = unquote(urlsplit(self.path).path.removeprefix("/prompts/"))
        if self.headers.get("Authorization") != f"Bearer {self.key}":
            return self.answer(401, "the key is wrong")
        if re.fullmatch(r"[\w-]{1,100}", name, re.ASCII) is None:
            return self.answer(400, "this is no name of a prompt")
        with self.lock:
            return self.act(self.folder / f"{name}.json", body)

    do_GET = do_PUT = do_DELETE = respond

    def act(self, file: Path, body: bytes) -> None:
        stored = json.loads(file.read_text("utf-8")) if file.exists() else {}
        if not stored and self.command != "PUT":
            return self.answer(404, "there is no such prompt")
        if self.command != "GET" and self.seen() != stored.get("revision"):
            return self.answer(409, "the prompt has another revision")
        if self.command == "DELETE":
            file.unlink()
        elif self.command == "PUT":
            made = {"id": uuid.uuid4().hex[:12], "made": datetime.now(UTC).isoformat(), **stored}
            stored = {**made, "revision": uuid.uuid4().hex, "prompt": json.loads(body)}
            file.with_suffix(".new").write_text(json.dumps(stored, ensure_ascii=False, indent=2), "utf-8")
            file.with_suffix(".new").replace(file)
        return self.answer(200, json.dumps(stored), "application/json")

    def seen(self) -> str | None:
        return dict(parse_qsl(urlsplit(self.path).query)).get("seen")

    def answer(self, status: int, text: str, kind: str = "text/plain; charset=utf-8") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: who watches the folder sees what happens."""


def serving(folder: Path, key: str, port: int = 0) -> ThreadingHTTPServer:
    """A server on loopback; port 0 is any that is free."""
    folder.mkdir(parents=True, exist_ok=True)
    registry = type("OfThisFolder", (Registry,), {"folder": folder, "key": key})
    return ThreadingHTTPServer(("127.0.0.1", port), registry)


if __name__ == "__main__":
    serving(Path(sys.argv[1]), os.environ["FOLDER_API_KEY"], int(sys.argv[2])).serve_forever()
