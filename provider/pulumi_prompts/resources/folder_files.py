"""The prompts of a folder, each in the parts that its file has, and all that is wrong with the files."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from pulumi_prompts.errors import InputError
from pulumi_prompts.files.folder import files_of, name_of
from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.program.slips import ProgramError
from pulumi_prompts.resources.prompt_files import read_prompt_file


class FolderFile(NamedTuple):
    """A file of a folder, which could be read; its inputs have a name."""

    path: Path
    file: PromptFile


class FolderFiles(NamedTuple):
    """What a folder says.

    Attributes:
        prompts: The files by the names of their prompts.
        failures: What is wrong with the other files, each with its file and, where it is known, the line.
    """

    prompts: Mapping[str, FolderFile]
    failures: Sequence[str]


def read_folder(resource_name: str, path: str | PathLike[str]) -> FolderFiles:
    """Read all files, also after one that cannot be read. Raises ProgramError where there is no file at all."""
    try:
        files = files_of(Path(path))
    except InputError as error:
        raise ProgramError(f"{resource_name}: {error.said}", error.remedy) from None
    failures: list[str] = []
    found = defaultdict(list)
    for name, file in _read(resource_name, files, failures):
        found[name].append(file)
    failures += [named_twice(name, *(str(each.path) for each in some)) for name, some in found.items() if some[1:]]
    return FolderFiles({name: some[0] for name, some in found.items() if not some[1:]}, failures)


def _read(resource_name: str, files: Sequence[Path], failures: list[str]) -> Iterator[tuple[str, FolderFile]]:
    for path in files:
        try:
            file = read_prompt_file(resource_name, path)
        except ProgramError as error:
            failures.append(str(error))
        else:
            name, said = name_of(path, file.inputs), file.inputs.get("name")
            inputs = {**file.inputs, "name": name if said is None else said}
            yield name, FolderFile(path, replace(file, inputs=inputs))


def named_twice(name: str, *files: str) -> str:
    """Said where several files say that they are one prompt."""
    return f"{' and '.join(files)} both say the prompt {name!r}; give one of them another `name`"
