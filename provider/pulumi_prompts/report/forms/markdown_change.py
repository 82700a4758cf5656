"""One change in Markdown: its facts, and its diff, which is folded if it is long."""

from collections.abc import Iterator

from pulumi_prompts.report.forms.facts import facts, heading, notes, value
from pulumi_prompts.report.forms.hunks import SIGNS, changed_lines, hunks
from pulumi_prompts.report.forms.markdown_text import code, fenced, sentence
from pulumi_prompts.report.forms.sentences import counted
from pulumi_prompts.report.model import Change, Contents, TextChange
from pulumi_prompts.report.visible import Line

_UNFOLDED_AT_MOST = 40


def known_of(change: Change) -> str:
    """Its name, and the facts beside its diff."""
    return "\n".join([f"### {code(change.prompt)}", "", *(f"- {sentence(fact)}" for fact in facts(change))])


def diff_of(contents: Contents) -> str:
    """The texts as diffs and the values before and after; nothing where none differs."""
    diff = "\n\n".join(_parts(contents))
    size = size_of(contents)
    if size <= _UNFOLDED_AT_MOST:
        return diff
    return f"<details><summary>{counted(size, 'changed line')}</summary>\n\n{diff}\n\n</details>"


def size_of(contents: Contents) -> int:
    """How many lines and values differ."""
    return changed_lines(contents.texts) + len(contents.values)


def _parts(contents: Contents) -> Iterator[str]:
    for text in contents.texts:
        yield f"#### {sentence(heading(text))}{''.join(f' ({note})' for note in notes(text))}"
        if text.rows:
            yield fenced(_lines(text), "diff")
    if contents.values:
        yield "\n".join(f"- {sentence(value(each))}" for each in contents.values)


def _lines(text: TextChange) -> Iterator[str]:
    return (f"{SIGNS[row.kind]}{row.text}" if isinstance(row, Line) else str(row) for row in hunks(text))
