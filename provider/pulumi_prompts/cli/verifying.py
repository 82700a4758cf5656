"""`pulumi-prompts verify`: check that a preview has only changes that were approved."""

import sys
from collections.abc import Sequence

from pulumi_prompts.cli.documents import read_all, read_one
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.reporting import report_on
from pulumi_prompts.errors import InputError
from pulumi_prompts.report.model import Report

SAME = "all changes were approved"


def verify(approved: str, previews: Sequence[str]) -> Exit:
    """Compare, and print what differs. Raises InputError if a document cannot be read."""
    from pulumi_prompts.report.verifying import differences

    shown, documents = _report(approved), read_all(previews)
    with doing("reading the previews"):
        current = report_on(documents)
    found = differences(shown, current)
    sys.stdout.writelines(f"{line}\n" for line in found or [SAME])
    if shown.failed or current.failed:
        return Exit.UNUSABLE
    return Exit.REFUSED if found else Exit.DONE


def _report(name: str) -> Report:
    from pulumi_prompts.report.forms.json_form import loads

    text = read_one(name)
    try:
        return loads(text)
    except InputError as error:
        raise InputError(f"{name}: {error.said}", error.remedy) from None
