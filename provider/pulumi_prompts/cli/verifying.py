"""`pulumi-prompts verify`: what was approved is what ships."""

import sys
from collections.abc import Sequence

from pulumi_prompts.cli.documents import read_all, read_one
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.reporting import report_on, tell_failures

SAME = "what was approved is what ships"


def verify(approved: str, previews: Sequence[str]) -> Exit:
    """Compare, and say what differs. Raises InputError where a document cannot be read."""
    from pulumi_prompts.report.forms.json_form import loads
    from pulumi_prompts.report.verifying import differences

    shown, documents = loads(read_one(approved)), read_all(previews)
    with doing("reading the previews"):
        current = report_on(documents)
    for each in (shown, current):
        tell_failures(each)
    if shown.failed or current.failed:
        return Exit.UNUSABLE
    differing = differences(shown, current)
    sys.stdout.writelines(f"{line}\n" for line in differing or [SAME])
    return Exit.REFUSED if differing else Exit.DONE
