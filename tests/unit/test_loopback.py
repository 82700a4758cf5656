"""Servers of others: where they are, that all of their processes end, and what is said where they do not start."""

import sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from loopback import LoopbackServer, ServerUnavailableError, is_open, listens_elsewhere, other_address

SERVE = """
import http.server, os, signal, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = repr(sorted(os.environ)).encode()
        self.send_response(200 if self.path == "/health" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
server = http.server.HTTPServer((sys.argv[1], 0), Handler)
def serve(host="127.0.0.1"):
    print(f"listening at http://{host}:{server.server_port}", flush=True)
    server.serve_forever()
"""
IN_A_CHILD_THAT_WILL_NOT_END = """
if os.fork():
    signal.pause()
signal.signal(signal.SIGTERM, signal.SIG_IGN)
serve()
"""
AFTER_MANY_WORDS = """
print("http://127.0.0.1:0 " + "word " * 100_000, flush=True)
serve()
"""


def server(code: str, host: str = "127.0.0.1", health: str = "/health", seconds: float = 60) -> LoopbackServer:
    return LoopbackServer("talker 1.0", [sys.executable, "-c", SERVE + code, host], health, {"OWN": "1"}, seconds)


def test_it_is_where_it_says_and_knows_nothing_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    with server("serve()").running(tmp_path) as url, urlopen(f"{url}/health", timeout=30) as answer:
        assert set(eval(answer.read())) - {"LC_CTYPE"} == {"HOME", "OWN", "PATH", "TMPDIR"}
        assert not listens_elsewhere(url)


def test_one_that_listens_everywhere_is_seen(tmp_path: Path) -> None:
    with server("serve()", host="0.0.0.0").running(tmp_path) as url:
        assert listens_elsewhere(url) == (other_address() is not None)


@pytest.mark.parametrize("code", ["serve()", IN_A_CHILD_THAT_WILL_NOT_END])
def test_nothing_of_it_listens_after_its_block(tmp_path: Path, code: str) -> None:
    with server(code).running(tmp_path) as url:
        assert is_open("127.0.0.1", urlsplit(url).port)
    assert not is_open("127.0.0.1", urlsplit(url).port)


def test_it_may_say_much(tmp_path: Path) -> None:
    with server(AFTER_MANY_WORDS).running(tmp_path) as url:
        assert not url.endswith(":0")
    assert f"\nlistening at {url}\n" in (tmp_path / "log").read_text()


@pytest.mark.parametrize(
    ("failing", "why"),
    [
        (server("print('no such module'); sys.exit(1)"), "it ended"),
        (server("print('no such module', flush=True); serve()", health="/nothing"), "HTTP Error 404: Not Found"),
    ],
)
def test_one_that_does_not_start_shows_its_log(tmp_path: Path, failing: LoopbackServer, why: str) -> None:
    with pytest.raises(ServerUnavailableError) as caught, failing.running(tmp_path):
        pass
    assert str(caught.value).startswith(f"talker 1.0 did not start: {why}. The end of its log:\nno such module\n")


def test_one_that_says_no_address_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    silent = server("signal.pause()", seconds=0.01)
    with (
        pytest.raises(ServerUnavailableError, match=r"it said no address within 0.01 seconds"),
        silent.running(tmp_path),
    ):
        pass
