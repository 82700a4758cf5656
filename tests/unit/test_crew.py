"""Many prompts at once: what the person who waits is told, and when no more is begun."""

from threading import Event

import pytest

from clock import Time
from pulumi_prompts.lifecycle.crew import each_of, progress
from pulumi_prompts.registries.base import THREADS, Environment


def test_how_far_it_is_and_why_it_waits_is_told_once_a_second() -> None:
    time, told = Time(), list[str]()
    environment = Environment(progress=told.append, clock=time)
    turns = [Event() for _ in range(5)]
    turns[0].set()

    def wait(number: int) -> None:
        turns[number].wait()
        time.sleep(0.6)
        environment.tell(f"{number} waits")
        turns[number + 1].set()
        turns[-1].wait()

    each_of(range(4), wait, environment)
    assert told == [f"{progress(0, 4)}; 1 waits", f"{progress(0, 4)}; 3 waits"]


def test_how_many_are_done_is_told() -> None:
    time, told = Time(), list[str]()
    each_of(range(1), lambda _: time.sleep(1), Environment(progress=told.append, clock=time))
    assert told == [progress(1, 1)]


def test_the_words_of_a_thread_are_heard_only_by_who_waits_for_it() -> None:
    told = list[str]()
    Environment(progress=told.append).tell("alone")
    assert told == ["alone"]


def test_after_an_error_nothing_more_is_begun() -> None:
    """All of them would take five seconds."""
    begun = list[int]()

    def work(number: int) -> None:
        begun.append(number)
        if number == 0:
            raise ValueError
        Event().wait(0.05)

    with pytest.raises(ValueError, match=r"^$"):
        each_of(range(100 * THREADS), work, Environment())
    assert len(begun) < 100 * THREADS
