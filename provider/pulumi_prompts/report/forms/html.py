"""The HTML form: one file that loads nothing, for people who review on a page."""

from pulumi_prompts.report.forms.facts import verdict
from pulumi_prompts.report.forms.web import filters, overview
from pulumi_prompts.report.forms.web.changes import Numbered, all_changes
from pulumi_prompts.report.forms.web.document import document
from pulumi_prompts.report.forms.web.gathering import groups_of
from pulumi_prompts.report.forms.web.markup import joined
from pulumi_prompts.report.model import Report


def page(report: Report) -> str:
    """A report as an HTML document. All texts of prompts are escaped, and no script but its own may run."""
    groups = groups_of(report.changes)
    numbered = _numbered(report)
    return document(
        "page.html",
        ("page.css",),
        "page.js",
        verdict=joined(verdict(report)),
        failures=joined(overview.failures(report)),
        first=joined(overview.look_first(report, numbered)),
        index=joined(overview.index(groups, numbered)),
        buttons=filters.buttons(report),
        options=filters.options(numbered),
        changes=all_changes(groups, numbered),
        stacks=overview.stacks(report),
    )


def _numbered(report: Report) -> Numbered:
    stacks = dict.fromkeys(place.stack for change in report.changes for place in change.places)
    changes = {id(change): number for number, change in enumerate(report.changes)}
    return Numbered(changes, {name: number for number, name in enumerate(sorted(stacks))})
