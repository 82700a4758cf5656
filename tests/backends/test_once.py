"""What is found out once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from backends.waiting import Waiting
from pulumi_prompts import errors
from pulumi_prompts.registries.base import THREADS
from pulumi_prompts.registries.transport.once import Once


@pytest.fixture
def others_wait(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Returns when all threads but the one that calls it wait for its attempt; False where they never do."""
    waiting = Waiting(monkeypatch)
    return lambda: waiting.are(THREADS - 1)


def test_threads_that_ask_at_once_find_it_out_once(others_wait: Callable[[], bool]) -> None:
    calls = []

    def find() -> object:
        calls.append(others_wait())
        return object()

    once = Once(find)
    with ThreadPoolExecutor(THREADS) as threads:
        found = set(threads.map(lambda _: once(), range(THREADS)))
    assert found == {once()}
    assert calls == [True]


def test_they_share_an_error_and_each_says_what_it_was_doing(others_wait: Callable[[], bool]) -> None:
    calls = []

    def find() -> object:
        calls.append(others_wait())
        raise errors.UnavailableError("busy", "wait")

    def told(name: str) -> str:
        with pytest.raises(errors.UnavailableError) as raised:
            once()
        return str(raised.value.at(f"creating {name}"))

    once = Once(find)
    names = [f"p{number}" for number in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        texts = list(threads.map(told, names))
    assert texts == [f"creating {name}: busy; wait" for name in names]
    assert calls == [True]


def test_the_error_that_is_shared_is_never_handed_out() -> None:
    shared = errors.ThrottledError("slow down", "wait", "a diff")
    shared.retry_after = 7

    def find() -> object:
        raise shared

    with pytest.raises(errors.ThrottledError) as raised:
        Once(find)()
    assert vars(raised.value) == vars(shared)
    assert raised.value.__cause__ is shared
    raised.value.at("creating a")
    assert str(shared) == "a diff\nslow down; wait"


def test_none_is_a_value() -> None:
    values = iter([None, 1])
    once = Once(lambda: next(values))
    assert (once(), once()) == (None, None)


@pytest.mark.timeout(30)
@pytest.mark.parametrize("error", [errors.UnavailableError, ValueError, KeyboardInterrupt])
def test_an_error_is_not_kept(error: type[BaseException]) -> None:
    answers = iter([error("not yet"), "found"])

    def find() -> str:
        answer = next(answers)
        if isinstance(answer, BaseException):
            raise answer
        return str(answer)

    once = Once(find)
    with pytest.raises(error, match="not yet"):
        once()
    assert once() == "found"
