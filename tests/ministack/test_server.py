"""The server of these tests: where it listens."""

from loopback import listens_elsewhere


def test_it_listens_on_loopback_only(ministack: str) -> None:
    assert ministack.startswith("http://127.0.0.1:")
    assert not listens_elsewhere(ministack)
