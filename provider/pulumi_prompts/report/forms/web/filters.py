"""The filter of the page, as HTML; the script shows it and makes it work."""

from collections import Counter

from pulumi_prompts.report.forms.web.changes import Numbered, kinds
from pulumi_prompts.report.forms.web.labels import HAPPENINGS
from pulumi_prompts.report.forms.web.markup import Markup, element, joined
from pulumi_prompts.report.model import Report
from pulumi_prompts.report.visible import visible


def buttons(report: Report) -> Markup:
    """A button for each thing that happens in this report, with the number of its changes."""
    counts = Counter(kind for change in report.changes for kind in kinds(change))
    labels = [("production", "production"), ("warnings", "warnings"), *HAPPENINGS.items()]
    return joined(*(_button(kind, words, counts[kind]) for kind, words in labels if counts[kind]))


def options(numbered: Numbered) -> Markup:
    """An option for each stack."""
    return joined(*(element("option", visible(name), value=number) for name, number in numbered.stacks.items()))


def _button(kind: str, words: str, count: int) -> Markup:
    number = element("span", f"{count:,}")
    return element("button", words, " ", number, type="button", data_kind=kind, aria_pressed="false")
