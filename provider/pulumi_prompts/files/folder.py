"""A folder of prompts: which of its files are prompts, and what each prompt is called there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pulumi_prompts.errors import InputError
from pulumi_prompts.files.loading import DOCUMENTS, is_document


def files_of(folder: Path) -> list[Path]:
    """The files that may say all of a prompt, at any depth, in the order of their paths; none that is hidden.

    Raises:
        InputError: There is no such folder or file: a wrong path must never look like a folder without prompts.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such folder", f"its path starts at {Path.cwd()}")
    found = sorted(each for each in folder.rglob("*") if each.is_file() and is_document(each))
    shown = [each for each in found if not any(part.startswith(".") for part in each.relative_to(folder).parts)]
    if not shown:
        raise InputError(f"{folder}: there is no file of a prompt ({', '.join(DOCUMENTS)})", "name another folder")
    return shown


def name_of(file: Path, inputs: Mapping[str, Any]) -> str:
    """The `name` in a file, or else the name of the file without its suffix. Where it lies says nothing."""
    name = inputs.get("name")
    return name if isinstance(name, str) and name else file.stem
