"""A finding in one line."""

from pulumi_prompts.cli.checking import Finding
from pulumi_prompts.cli.format import Format
from pulumi_prompts.report.visible import visible


def line_of(finding: Finding, form: Format) -> str:
    """The whole line, in which what stands in a file can neither begin another one nor move the cursor."""
    file, line, column = finding.place
    if form is Format.TEXT:
        warning = "warning: " if finding.is_warning else ""
        return visible(f"{file}:{line}:{column}: {warning}{finding.said}")
    command = "warning" if finding.is_warning else "error"
    where = f"file={_property(visible(file.as_posix()))},line={line},col={column}"
    return f"::{command} {where}::{_data(visible(finding.said))}"


def _data(line: str) -> str:
    """As GitHub's toolkit escapes what a command says, which has no line break any more."""
    return line.replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
