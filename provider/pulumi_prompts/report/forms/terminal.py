"""A report for a terminal: in colour on a real terminal, else plain. No line is cut, and no text acts as markup."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich.console import Console
from rich.text import Text

from pulumi_prompts.report.forms.facts import FAILED, NO_PREVIEW, facts, heading, in_stack, notes, value, verdict
from pulumi_prompts.report.forms.hunks import SIGNS, WORDS_SIGN, Skipped, Words, bracketed, hunks
from pulumi_prompts.report.forms.sentences import Link, Name, Part, Strong
from pulumi_prompts.report.model import Change, Contents, Report, RowKind, TextChange
from pulumi_prompts.report.visible import Line, visible

_STYLES: Mapping[RowKind, str] = {"same": "", "removed": "red", "added": "green"}
_OF_PARTS = {Name: "cyan", Link: "cyan", Strong: "bold red"}
_MARKED = "reverse"
_SIGN = "bold"
_WARNED = "bold red"


def show(report: Report, console: Console) -> None:
    """Print it: failures, the verdict, each change, the stacks."""
    for line in _lines(report):
        console.print(line, soft_wrap=True)


def show_failures(report: Report, console: Console) -> None:
    """Print only why the report may be incomplete."""
    for line in _failures(report):
        console.print(line, soft_wrap=True)


def _lines(report: Report) -> Iterator[Text]:
    yield from _failures(report)
    yield Text(verdict(report), "bold")
    for change in report.changes:
        yield from _change(change)
    yield Text()
    yield from _stacks(report)


def _failures(report: Report) -> Iterator[Text]:
    if not report.stacks:
        yield Text(f"{FAILED}: {NO_PREVIEW}", _WARNED)
    for stack in report.stacks:
        for failure in stack.failures:
            resource = f", {visible(failure.resource)}" if failure.resource else ""
            yield Text(f"{FAILED}: {visible(stack.name)}{resource}", _WARNED)
            yield from (Text(f"  {visible(line)}", "red") for line in failure.text.splitlines())


def _stacks(report: Report) -> Iterator[Text]:
    changed = Counter(place.stack for change in report.changes for place in change.places)
    for stack in report.stacks:
        yield sentence("", in_stack(stack, changed[stack.name]))
        yield from (Text(f"  policy: {visible(line)}") for advice in stack.advice for line in advice.splitlines())


def _change(change: Change) -> Iterator[Text]:
    yield Text()
    yield Text(visible(change.prompt), "bold underline")
    yield from (sentence("  ", fact) for fact in facts(change))
    yield from contents(change.contents)


def contents(change: Contents) -> Iterator[Text]:
    """How a content differs: its texts by line, then its values."""
    for text in change.texts:
        yield from _text(text)
    yield from (sentence("  ", value(each)) for each in change.values)


def _text(change: TextChange) -> Iterator[Text]:
    yield sentence("  ", heading(change))
    yield from (Text(f"    ({note})") for note in notes(change))
    yield from (Text("    ").append_text(_row(row)) for row in hunks(change))


def _row(row: Line | Words | Skipped) -> Text:
    if isinstance(row, Line):
        return _line(row)
    return Text(str(row), "cyan") if isinstance(row, Skipped) else _words(row)


def _line(line: Line) -> Text:
    style = _STYLES[line.kind]
    text = Text(SIGNS[line.kind], style)
    for piece in line.pieces:
        marks = (_MARKED if piece.is_changed else "", _SIGN if piece.is_sign else "")
        text.append(piece.text, " ".join(filter(None, (style, *marks))))
    return text


def _words(words: Words) -> Text:
    text = Text(WORDS_SIGN)
    for kind, part in words.parts:
        text.append(bracketed(kind, part), _STYLES[kind])
    return text


def sentence(indent: str, parts: Sequence[Part]) -> Text:
    """A sentence in one line."""
    text = Text(indent)
    for part in parts:
        text.append(*_styled(part))
    return text


def _styled(part: Part) -> tuple[str, str]:
    if isinstance(part, str):
        return part, ""
    return visible(part.text), _OF_PARTS.get(type(part), "")
