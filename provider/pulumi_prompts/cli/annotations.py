"""How `validate` prints a finding: in one line."""

from pulumi_prompts.cli.checking import Finding
from pulumi_prompts.cli.format import Format
from pulumi_prompts.report.visible import visible


def line_of(finding: Finding, form: Format) -> str:
    """The line. No text of a file can start a new line in it, or move the cursor."""
    file, line, column = finding.place
    if form is Format.TEXT:
        warning = "warning: " if finding.is_warning else ""
        return visible(f"{file}:{line}:{column}: {warning}{finding.said}")
    command = "warning" if finding.is_warning else "error"
    where = f"file={_property(visible(file.as_posix()))},line={line},col={column}"
    return f"::{command} {where}::{_data(visible(finding.said))}"


def _data(line: str) -> str:
    """Escape the message of a command for GitHub, as its toolkit does. The line has no line breaks."""
    return line.replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
