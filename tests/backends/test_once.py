"""What is found out once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from pulumi_prompts.backends._once import Once


def test_two_threads_find_it_out_once() -> None:
    calls, both = [], threading.Barrier(2)

    def find() -> object:
        calls.append(1)
        with suppress(threading.BrokenBarrierError):
            both.wait(0.1)  # for the other thread, which never comes
        return object()

    once = Once(find)
    with ThreadPoolExecutor(2) as threads:
        assert len(set(threads.map(lambda _: once(), range(2)))) == 1
    assert calls == [1]


def test_none_is_a_value() -> None:
    values = iter([None, 1])
    once = Once(lambda: next(values))
    assert (once(), once()) == (None, None)


def test_an_error_is_not_kept() -> None:
    answers = iter([ValueError("not yet"), "found"])

    def find() -> str:
        answer = next(answers)
        if isinstance(answer, ValueError):
            raise answer
        return str(answer)

    once = Once(find)
    with pytest.raises(ValueError, match="not yet"):
        once()
    assert once() == "found"
