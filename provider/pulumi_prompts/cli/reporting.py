"""`pulumi-prompts report`: read the previews, and write the report in each requested form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pulumi_prompts.cli.documents import read_all, write_one
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.report.model import Report


@dataclass(frozen=True)
class Forms:
    """Where each form of the report goes: a file, or `-`. Without any, the report is shown.

    Attributes:
        markdown: The comment.
        json: The JSON document.
        html: The page.
        comment_key: The key of the comment.
        whole_url: A link to the whole report.
    """

    markdown: str | None = None
    json: str | None = None
    html: str | None = None
    comment_key: str = ""
    whole_url: str | None = None

    def of(self, report: Report) -> Iterator[tuple[str, str]]:
        """Each text with its destination."""
        if self.markdown is not None:
            from pulumi_prompts.report.forms.markdown import comment

            yield self.markdown, comment(report, key=self.comment_key, whole=self.whole_url)
        if self.json is not None:
            from pulumi_prompts.report.forms.json_form import dumps

            yield self.json, dumps(report)
        if self.html is not None:
            from pulumi_prompts.report.forms.html import page

            yield self.html, page(report)


def report(files: Sequence[str], forms: Forms, source_url: str | None) -> Exit:
    """Write the report, also if a preview failed. Raises UsageError if a file cannot be read or written."""
    documents = read_all(files)
    with doing("reading the previews"):
        made = report_on(documents, source_url)
        texts = list(forms.of(made))
    for name, text in texts:
        write_one(name, text)
    if not texts:
        _show(made)
    else:
        _tell_failures(made)
    return Exit.UNUSABLE if made.failed else Exit.DONE


def report_on(documents: Sequence[tuple[str, str]], source_url: str | None = None) -> Report:
    """The report of some previews, each given with its name."""
    from pulumi_prompts.report.changes.building import report_of
    from pulumi_prompts.report.previews.reading import read

    return report_of(read(documents), source_url)


def _show(made: Report) -> None:
    from rich.console import Console

    from pulumi_prompts.report.forms.terminal import show

    show(made, Console(highlight=False))


def _tell_failures(made: Report) -> None:
    """Print the failures on standard error, if the report itself is not shown."""
    from rich.console import Console

    from pulumi_prompts.report.forms.terminal import show_failures

    show_failures(made, Console(stderr=True, highlight=False))
