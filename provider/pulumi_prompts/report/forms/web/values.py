"""The content of a prompt that differs, as HTML."""

from pulumi_prompts.report.forms.facts import heading, in_words, notes, variables
from pulumi_prompts.report.forms.sentences import Name
from pulumi_prompts.report.forms.web.lines import diff
from pulumi_prompts.report.forms.web.markup import Markup, between, element, joined
from pulumi_prompts.report.forms.web.wording import sentence, sentences
from pulumi_prompts.report.model import Contents, Row, Side, TextChange, ValueChange
from pulumi_prompts.report.visible import visible


def contents(change: Contents) -> Markup:
    """How a content differs: first what callers must know, then the texts for the model, then its settings."""
    asked = sentences("ul", [*variables(change.variables)], class_="variables")
    title = element("h4", "Variables")
    return joined(
        element("section", title, asked) if asked else None,
        *map(_text, change.texts),
        _values(change.values) if change.values else None,
    )


def counts(rows: tuple[Row, ...]) -> Markup | None:
    """How many lines are added and removed; nothing if there are none."""
    added, removed = (sum(row.kind == kind for row in rows) for kind in ("added", "removed"))
    plus = element("span", f"+{added:,}", class_="plus") if added else None
    minus = element("span", f"\N{MINUS SIGN}{removed:,}", class_="minus") if removed else None
    return element("span", between(" ", [plus, minus]), class_="counts") if plus or minus else None


def _text(change: TextChange) -> Markup:
    title = element("h4", between(" ", [sentence(heading(change)), counts(change.rows)]))
    not_shown = (element("p", note, class_="note") for note in notes(change))
    return element("section", title, *not_shown, diff(change) if change.rows else None)


def _values(changes: tuple[ValueChange, ...]) -> Markup:
    """A table of both sides; a side without values is left out."""
    sides = {"Before": [change.before for change in changes], "After": [change.after for change in changes]}
    shown = {words: of for words, of in sides.items() if any(side.knowledge != "absent" for side in of)}
    head = element("tr", *(element("th", words, scope="col") for words in ("Property", *shown)))
    rows = (_value(change.path, of) for change, *of in zip(changes, *shown.values(), strict=True))
    table = element("table", element("thead", head), element("tbody", *rows), class_=" ".join(shown).lower())
    return element("section", element("h4", "Parameters and tools"), table)


def _value(path: str, sides: list[Side]) -> Markup:
    title = element("th", element("code", visible(path)), scope="row")
    return element("tr", title, *(element("td", _side(side)) for side in sides))


def _side(side: Side) -> Markup:
    match in_words(side):
        case Name(text):
            return element("code", visible(text))
        case words:
            return element("span", str(words), class_="quiet")
