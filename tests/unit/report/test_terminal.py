"""The report in a terminal: marked in colour, plain in a pipe, whole in both, and no text acts."""

import io

import pytest
from rich.console import Console

from pulumi_prompts.report.forms.facts import FAILED, NO_PREVIEW
from pulumi_prompts.report.forms.terminal import show, show_failures
from pulumi_prompts.report.model import Report
from report import samples

RED, GREEN, REVERSE = "\x1b[31m", "\x1b[32m", "\x1b[7;31m"


def printed(report: Report, *, colours: bool = False, width: int = 40) -> str:
    out = io.StringIO()
    show(report, Console(file=out, force_terminal=colours, color_system="standard" if colours else None, width=width))
    return out.getvalue()


def test_a_pipe_gets_plain_whole_lines() -> None:
    lines = printed(samples.edited()).splitlines()
    assert "    +Answer with one word: billing, delivery, returns, or other." in lines
    assert "    +⏎" in lines
    assert "  ⚠ breaks callers: callers must give `language` from now on, which the old text did not ask for" in lines
    assert "  parameters.temperature: 0 => 0.2" in lines
    assert any(line.startswith("    !Never promise") and "[-colleague-]{+person+}" in line for line in lines)
    assert "\x1b" not in "".join(lines)


def test_equal_lines_far_from_a_change_are_counted() -> None:
    assert "    @@ 77 equal lines @@" in printed(samples.many(1)).splitlines()


def test_changed_words_stand_out_also_without_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = printed(samples.edited(), colours=True)
    assert f"{RED}    -" in coloured or f"{RED}-" in coloured
    assert "\x1b[7;31mcolleague\x1b[0m" in coloured
    assert "\x1b[7;32mperson\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    plain = printed(samples.edited(), colours=True)
    assert "\x1b[7mcolleague\x1b[0m" in plain
    assert "31m" not in plain


def test_failures_are_told_first() -> None:
    lines = printed(samples.failed()).splitlines()
    assert lines[0] == f"{FAILED}: acme/support-desk/production, triage"
    assert lines[1].startswith("  triage: messages: the text mentions {{tone}}")
    assert printed(Report((), ())).splitlines()[0] == f"{FAILED}: {NO_PREVIEW}"


def test_failures_can_be_told_alone() -> None:
    out = io.StringIO()
    show_failures(samples.failed(), Console(file=out))
    assert out.getvalue().splitlines() == printed(samples.failed()).splitlines()[:2]


def test_no_text_acts() -> None:
    hostile = "[red]x[/red] \x1b[31m :tada: \u202e [link=http://e.example]y[/link] \a"
    lines = printed(samples.hostile(hostile), colours=True)
    assert "[red]x[/red] ⟨U+001B⟩[31m :tada: ⟨U+202E⟩ [link=http://e.example]y[/link] ⟨U+0007⟩" in lines
    assert not {"\u202e", "\a"} & set(lines)


def test_advice_is_told_with_its_stack() -> None:
    assert "  policy: [click](https://evil.example)" in printed(samples.hostile())
