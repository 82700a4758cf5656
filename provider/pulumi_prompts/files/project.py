"""The project that a file belongs to: what lies in it may be read for a prompt, and nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

_NAMES: Final = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


def project_file(folder: Path) -> Path | None:
    """The `Pulumi.yaml` that is the nearest, in the folder or above; None where there is none."""
    candidates = (above / name for above in (folder, *folder.parents) for name in _NAMES)
    return next((each for each in candidates if each.is_file()), None)


def project_folder(folder: Path) -> Path:
    """That of the project; without a `Pulumi.yaml` the working folder, or the folder itself where it lies outside."""
    whole = folder.resolve()
    if file := project_file(whole):
        return file.parent
    here = Path.cwd().resolve()
    return here if whole.is_relative_to(here) else whole


def folders_up_to_project(folder: Path) -> Iterator[Path]:
    """The folder and those above it in its project, the nearest first."""
    last = project_folder(folder)
    for each in (folder.resolve(), *folder.resolve().parents):
        yield each
        if each == last:
            return
