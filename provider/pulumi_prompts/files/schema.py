"""The JSON Schema of prompt files, for editors: they complete keys, and underline mistakes while somebody writes.

    pulumi-prompts schema > prompt.schema.json

writes it. Keep it in the folder of the project, or in that of the prompt files. A YAML file refers to it in its first
line, and a JSON file with the key `$schema`:

    # yaml-language-server: $schema=../prompt.schema.json

Every command that writes a new file writes that line, if there is a `prompt.schema.json` in the folder of the file or
above it in the project. The schema knows the registries of this package; what others have is not checked.
"""

import os
from pathlib import Path
from typing import Final

from pulumi_prompts.files.project import folders_up_to_project

FILE: Final = "prompt.schema.json"
KEY: Final = "$schema"


def text() -> str:
    """The schema, as JSON."""
    from importlib.resources import files

    return files("pulumi_prompts.files").joinpath(FILE).read_text(encoding="utf-8")


def schema_for(folder: Path) -> str | None:
    """Where the schema lies, from a folder of prompt files; None where it was not written."""
    found = next((each / FILE for each in folders_up_to_project(folder) if (each / FILE).is_file()), None)
    return None if found is None else Path(os.path.relpath(found, folder.resolve())).as_posix()


def modeline(schema: str) -> str:
    """The first line of a YAML file that has this schema."""
    return f"# yaml-language-server: {KEY}={schema}\n"
