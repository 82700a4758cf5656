"""`pulumi-prompts show`: print a content of a registry as a prompt file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pulumi_prompts.cli.documents import STREAM, write_one
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.sources import reading, registry, session
from pulumi_prompts.errors import UsageError
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.writing import declaration_of, written
from pulumi_prompts.promotion.source import content_called


@dataclass(frozen=True)
class Order:
    """The arguments of the command.

    Attributes:
        called: `NAME`, `NAME@ALIAS` or `NAME:VERSION`.
        kind: The kind of registry.
        settings: The settings of the registry.
        form: The form of the file; None if the suffix of the file decides.
        output: The file, or `-`.
    """

    called: str
    kind: str
    settings: Mapping[str, str]
    form: Form | None
    output: str


def show(order: Order) -> Exit:
    """Write the content. Raises InputError, and writes nothing, if there is none or the form cannot express it."""
    form, target = _form(order), registry(order.kind, order.settings)
    with reading(target):
        name, content = content_called(session(), target, order.called)
    beside = {"name": name} if form is Form.TRUEFOUNDRY else {}  # a manifest needs a name; other files have theirs
    folder = Path() if order.output == STREAM else Path(order.output).parent
    write_one(order.output, written(form, declaration_of(content, content.options, beside), folder))
    return Exit.DONE


def _form(order: Order) -> Form:
    """The form of the file. Raises UsageError if its suffix belongs to another form."""
    if order.output == STREAM:
        return order.form or Form.YAML
    suffix = Path(order.output).suffix.lower().replace(".yml", ".yaml")
    fitting = [each for each in Form if each.suffix == suffix and order.form in (None, each)]
    if not fitting:
        suffixes = dict.fromkeys(each.suffix for each in Form if order.form in (None, each))
        raise UsageError(f"{order.output}: {another_suffix(suffixes)}", "change the suffix or --form")
    return fitting[0]


def another_suffix(suffixes: Iterable[str]) -> str:
    """The message for a file whose suffix belongs to another form."""
    return f"a file of this form must end in {' or '.join(suffixes)}"
