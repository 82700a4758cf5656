"""A finding in one line."""

from pulumi_prompts.cli.checking import Finding
from pulumi_prompts.cli.format import Format


def line_of(finding: Finding, form: Format) -> str:
    """The whole line, in which what stands in a file can neither begin another one nor move the cursor."""
    file, line, column = finding.place
    if form is Format.TEXT:
        warning = "warning: " if finding.is_warning else ""
        return _visible(f"{file}:{line}:{column}: {warning}{finding.said}")
    command = "warning" if finding.is_warning else "error"
    where = f"file={_property(file.as_posix())},line={line},col={column}"
    return f"::{command} {where}::{_data(_visible(finding.said))}"


def _visible(text: str) -> str:
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _data(text: str) -> str:
    """As GitHub's toolkit escapes what a command says."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
