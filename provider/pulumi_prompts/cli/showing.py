"""`pulumi-prompts show`: a content of a registry as a file."""

from collections.abc import Mapping
from pathlib import Path

from pulumi_prompts.cli.documents import STREAM, write_one
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.sources import registry, session
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.writing import declaration_of, written
from pulumi_prompts.promotion.source import content_called


def show(called: str, kind: str, settings: Mapping[str, str], form: Form) -> Exit:
    """Write it to standard output. Raises InputError where there is no such content, or the form cannot hold it."""
    target = registry(kind, settings)
    with doing(f"reading {target.place}"):
        name, content = content_called(session(), target, called)
    beside = {"name": name} if form is Form.TRUEFOUNDRY else {}  # it needs one; elsewhere the name of the file will do
    write_one(STREAM, written(form, declaration_of(content, content.options, beside), Path.cwd()))
    return Exit.DONE
