"""The picture of the benchmarks."""

from benchmarks.folders import Comparison, FolderTiming
from benchmarks.picture import figure, lines_of
from benchmarks.report import Measured
from benchmarks.stack import Spent
from benchmarks.timing import OURS, Pair, Timing


def timing(size: int, pair: Pair, first: float, second: float) -> Timing:
    return Timing(size, "up", (Spent(first, 0),), (Spent(second, 0),), pair)


def test_it_has_a_line_for_each_way_with_the_seconds_of_each_size() -> None:
    bulk = Comparison(("bulk", "bare"), 1000)
    larger = Comparison(("bulk", "ours"), 225, scale=5)
    measured = Measured(
        timings=[timing(100, OURS, 2, 3), timing(10, OURS, 1, 1.5)],
        folders=[
            FolderTiming(bulk, timing(1000, bulk.pair, 4, 60)),
            FolderTiming(larger, timing(225, larger.pair, 9, 9)),
        ],
    )
    lines = lines_of(measured)
    assert lines == {
        "floor": [(10, 1.5), (100, 3)],
        "bare": [(1000, 60)],
        "ours": [(10, 1), (100, 2)],
        "bulk": [(1000, 4)],
    }
    (axes,) = figure(lines).axes
    assert [line.get_label() for line in axes.lines] == [
        "resources that do nothing, two a prompt",
        "resources that do nothing, one a prompt",
        "single: Prompt and PromptVersion",
        "PromptFolder with bulk=True",
    ]


def test_where_no_command_was_timed_there_is_no_line() -> None:
    assert lines_of(Measured()) == {}
