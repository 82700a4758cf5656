"""`pulumi-prompts show`: a content of a registry as a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pulumi_prompts.cli.documents import STREAM, write_one
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.sources import registry, session
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.writing import declaration_of, written
from pulumi_prompts.promotion.source import content_called


@dataclass(frozen=True)
class Order:
    """What is to be shown.

    Attributes:
        called: `NAME`, `NAME@ALIAS` or `NAME:VERSION`.
        kind: Of the registry.
        settings: Of the registry.
        form: Of the file; None for the form that the name of the file says.
        output: The file, or `-`.
    """

    called: str
    kind: str
    settings: Mapping[str, str]
    form: Form | None
    output: str


def show(order: Order) -> Exit:
    """Write it. Raises InputError where there is none, or the form cannot hold it: then no file is touched."""
    form, target = _form(order), registry(order.kind, order.settings)
    with doing(f"reading {target.place}"):
        name, content = content_called(session(), target, order.called)
    beside = {"name": name} if form is Form.TRUEFOUNDRY else {}  # it needs one; elsewhere the name of the file will do
    folder = Path() if order.output == STREAM else Path(order.output).parent
    write_one(order.output, written(form, declaration_of(content, content.options, beside), folder))
    return Exit.DONE


def _form(order: Order) -> Form:
    """Raises InputError where the file would be read as one of another form."""
    if order.output == STREAM:
        return order.form or Form.YAML
    suffix = Path(order.output).suffix.lower().replace(".yml", ".yaml")
    fitting = [each for each in Form if each.suffix == suffix and order.form in (None, each)]
    if not fitting:
        suffixes = dict.fromkeys(each.suffix for each in Form if order.form in (None, each))
        raise InputError(f"{order.output}: {another_suffix(suffixes)}", "name the file so")
    return fitting[0]


def another_suffix(suffixes: Iterable[str]) -> str:
    """Said of a file that would be read as one of another form."""
    return f"a file of that form ends in {' or '.join(suffixes)}"
