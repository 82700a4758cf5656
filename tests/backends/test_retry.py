"""How long and how often a call is repeated, how fast calls follow each other, and what is told to who waits."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from time import tzset

import pytest

from clock import Time, time_of_day
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.transport.retry import Pace, Retry

ADDRESS = "http://127.0.0.1:5000"


# pacing


class Timetable(Time):
    """A clock that stands still, and writes down until when somebody would sleep."""

    def __init__(self) -> None:
        super().__init__()
        self.slots: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slots.append(seconds)


def test_a_pace_lets_calls_through_at_its_rate() -> None:
    time = Time()
    pace, sent = Pace(2, Environment(clock=time), ADDRESS), []
    for _ in range(5):
        pace.wait()
        sent.append(time.now)
    assert sent == [0, 0.5, 1, 1.5, 2]


def test_time_that_passed_is_no_credit() -> None:
    time = Time()
    pace = Pace(2, Environment(clock=time), ADDRESS)
    pace.wait()
    time.sleep(10)
    sent = []
    for _ in range(3):
        pace.wait()
        sent.append(time.now)
    assert sent == [10, 10.5, 11]


def test_four_threads_share_one_pace() -> None:
    timetable = Timetable()
    pace = Pace(2, Environment(clock=timetable), ADDRESS)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: pace.wait(), range(20)))
    assert sorted(timetable.slots) == [number / 2 for number in range(1, 20)]


def test_who_came_first_goes_first() -> None:
    timetable = Timetable()
    pace = Pace(2, Environment(clock=timetable), ADDRESS)
    for _ in range(4):
        waiting = threading.Thread(target=pace.wait)
        waiting.start()
        waiting.join()
    assert timetable.slots == [0.5, 1, 1.5]


def test_a_long_wait_is_told() -> None:
    told: list[str] = []
    pace = Pace(0.25, Environment(progress=told.append, clock=Timetable()), ADDRESS)
    for _ in range(4):
        pace.wait()
    quota = f"{ADDRESS} takes 0.25 such requests a second"
    assert told == [f"{quota}; waiting until {time_of_day(seconds)}" for seconds in (8, 12)]


# repeating


def test_pauses_grow_and_differ() -> None:
    """Four hooks that failed together must not come again together."""

    def pauses() -> list[float]:
        time, times = Time(), []

        def call() -> None:
            times.append(time.now)
            raise errors.UnavailableError("busy")

        with pytest.raises(errors.UnavailableError):
            Retry(100, Environment(clock=time), ADDRESS).run(call)
        return [later - earlier for earlier, later in pairwise(times)]

    first, second = pauses(), pauses()
    assert first != second
    assert 0.1 <= first[0] <= 0.2
    assert all(10 <= pause <= 20 for pause in first[7:])


def test_a_run_inside_another_has_the_deadline_of_that_one() -> None:
    time = Time()
    retry = Retry(100, Environment(clock=time), ADDRESS)

    def busy() -> None:
        raise errors.UnavailableError("busy")

    def outer() -> None:
        time.sleep(60 if time.now == 0 else 0)
        retry.run(busy)

    with pytest.raises(errors.UnavailableError):
        retry.run(outer)
    assert 60 < time.now <= 100
    with pytest.raises(errors.UnavailableError):
        retry.run(busy)
    assert 150 < time.now <= 200


def test_other_errors_are_not_repeated() -> None:
    calls = []

    def call() -> None:
        calls.append(1)
        raise errors.RejectedError("no")

    with pytest.raises(errors.RejectedError):
        Retry(100, Environment(clock=Time()), ADDRESS).run(call)
    assert calls == [1]


# what cannot be connected to


class Patient:
    """Somebody who waits for a registry: each try takes so long, and raises what was seen of it at that time."""

    def __init__(self, timeout: float = 300, takes: float = 0) -> None:
        self.time = Time()
        self.tries: list[float] = []
        self.progress: list[str] = []
        self._retry = Retry(timeout, Environment(progress=self.progress.append, clock=self.time), ADDRESS)
        self._takes = takes

    def waits_for(self, seen: Callable[[float], errors.UnavailableError | None]) -> float:
        """How long it takes until the registry answers, or is given up."""

        def call() -> None:
            self.tries.append(self.time.now)
            self.time.sleep(self._takes)
            if error := seen(self.time.now):
                raise error

        self._retry.run(call)
        return self.time.now


def refused() -> errors.UnreachableError:
    error = errors.UnreachableError("Connection refused")
    error.state = "refused the connection"
    return error


def busy() -> errors.UnavailableError:
    error = errors.UnavailableError("503")
    error.state = "answered 503"
    return error


def test_what_cannot_be_connected_to_is_given_up_soon() -> None:
    patient = Patient()
    with pytest.raises(errors.UnreachableError):
        patient.waits_for(lambda _: refused())
    assert 26 < patient.time.now <= 30
    assert 8 <= len(patient.tries) <= 20


def test_and_sooner_where_the_timeout_says_so() -> None:
    patient = Patient(timeout=4)
    with pytest.raises(errors.UnreachableError):
        patient.waits_for(lambda _: refused())
    assert 1 < patient.time.now <= 4


def test_no_try_begins_later_than_that_though_each_takes_long() -> None:
    patient = Patient(takes=10)
    with pytest.raises(errors.UnreachableError):
        patient.waits_for(lambda _: refused())
    assert patient.tries[-1] <= 30
    assert len(patient.tries) >= 3


def test_a_restart_is_survived() -> None:
    assert 25 <= Patient().waits_for(lambda now: refused() if now < 25 else None) < 30


def test_what_is_busy_is_waited_for_until_the_deadline() -> None:
    assert 200 <= Patient().waits_for(lambda now: busy() if now < 200 else None) < 230


def test_a_restart_of_what_was_busy_for_long_is_survived() -> None:
    """The time without a connection counts from where it began last, and not from the first try."""
    patient = Patient()
    states = [busy(), refused(), *[busy()] * 10, refused(), refused(), None]
    patient.waits_for(lambda _: states[len(patient.tries) - 1])
    assert patient.tries[-1] - patient.tries[1] > 30


# what the person who waits is told


@pytest.fixture
def far_from_greenwich(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "FAR-13")
    tzset()
    yield
    monkeypatch.undo()
    tzset()


@pytest.mark.usefixtures("far_from_greenwich")
def test_waiting_tells_what_for_and_until_when_by_the_clock_on_the_wall() -> None:
    """A test's own time begins at 22:13:20 in Greenwich."""
    patient = Patient()
    with pytest.raises(errors.UnreachableError):
        patient.waits_for(lambda _: refused())
    assert patient.progress == [f"{ADDRESS} refused the connection; trying until 11:13:50"]


def test_what_was_seen_last_is_what_is_told() -> None:
    patient = Patient(timeout=60)
    states = [*[busy()] * 7, refused(), None]
    patient.waits_for(lambda _: states[len(patient.tries) - 1])
    assert patient.progress == [
        f"{ADDRESS} answered 503; trying until {time_of_day(60)}",
        f"{ADDRESS} refused the connection; trying until {time_of_day(patient.tries[7] + 30)}",
    ]


def test_short_waits_are_no_words_worth() -> None:
    patient = Patient()
    patient.waits_for(lambda now: busy() if now < 1.5 else None)
    assert patient.progress == []


def test_many_short_pauses_are_a_long_wait() -> None:
    patient = Patient(takes=4)
    patient.waits_for(lambda now: busy() if now < 12 else None)
    assert patient.progress == [f"{ADDRESS} answered 503; trying until {time_of_day(300)}"]
