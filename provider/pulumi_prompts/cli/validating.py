"""`pulumi-prompts validate`: check prompt files as a preview does."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from pulumi_prompts.cli.annotations import line_of
from pulumi_prompts.cli.checking import findings
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.format import Format
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.errors import UsageError
from pulumi_prompts.files.folder import files_of
from pulumi_prompts.registries.kinds import KINDS
from pulumi_prompts.registries.words import nearest_kind
from pulumi_prompts.report.forms.sentences import counted

ALL = "all"


def validate(paths: Sequence[Path], registries: Sequence[str], form: Format) -> Exit:
    """Print the mistakes on standard output. Raises UsageError if a path or a registry does not exist."""
    kinds = _kinds(registries)
    files = list(dict.fromkeys(file for path in paths for file in _files(path)))
    with doing(f"checking {counted(len(files), 'file')}"):
        found = [each for file in files for each in findings(file, kinds)]
    sys.stdout.writelines(f"{line_of(each, form)}\n" for each in dict.fromkeys(found))
    mistakes = sum(not each.is_warning for each in dict.fromkeys(found))
    sys.stderr.write(f"{counted(len(files), 'file')}, {counted(mistakes, 'mistake')}\n")
    return Exit.REFUSED if mistakes else Exit.DONE


def _kinds(registries: Sequence[str]) -> Sequence[str]:
    for each in registries:
        if each != ALL and each not in KINDS:
            near = nearest_kind(each)
            remedy = f"did you mean `{near}`?" if near else None
            raise UsageError(f"--registry {each}: must be one of {', '.join((*KINDS, ALL))}", remedy)
    return [*KINDS] if ALL in registries else [*dict.fromkeys(registries)]


def _files(path: Path) -> Iterator[Path]:
    """The file itself; for a folder, the files that `PromptFolder` would read."""
    if path.is_dir():
        yield from files_of(path)
    elif path.exists():
        yield path
    else:
        raise UsageError(f"{path}: there is no such file or folder", f"its path starts at {Path.cwd()}")
