"""An import: each prompt is written as soon as it is read; the program is written at the end."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pulumi_prompts.adoption.candidates import Candidate, LeftOut, candidate
from pulumi_prompts.adoption.journal import Done, Journal
from pulumi_prompts.adoption.naming import Names, resource_name
from pulumi_prompts.adoption.program import Declared, program_of
from pulumi_prompts.adoption.surveying import all_read, key_of
from pulumi_prompts.errors import InputError, PromptsError
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.writing import written
from pulumi_prompts.registries.base import Listed
from pulumi_prompts.registries.session import Session, Target

JOURNAL: Final = ".pulumi-prompts-import"
TWICE: Final = "the registry has several prompts of this name"
"""The message if several prompts have one name: a program finds prompts by name."""


@dataclass(frozen=True)
class Import:
    """An import of some prompts of a registry.

    Attributes:
        session: The connection to the registry.
        target: The registry.
        prompts: The prompts to import.
        folder: The folder of the prompt files.
        program: The file of the program.
        former: A stack whose prompts are imported, too.
    """

    session: Session
    target: Target
    prompts: Sequence[Listed]
    folder: Path
    program: Path
    former: str | None = None

    def run(self) -> Iterator[tuple[Listed, Done | PromptsError]]:
        """Write the files and yield the result of each prompt; then write the program, unless a prompt failed.

        Raises:
            InputError: The program exists already, or another import is not complete.
        """
        if self.program.exists() and self.prompts:
            raise InputError(f"{self.program} exists already", "rename it, or remove it")
        results = {}
        for listed, result in self._results():
            results[key_of(listed)] = result
            yield listed, result
        done = [result for each in self.prompts if isinstance(result := results[key_of(each)], Done)]
        if len(done) == len(self.prompts):
            self._write_program([each for each in done if each.resource])
            self._journal.remove()

    def _results(self) -> Iterator[tuple[Listed, Done | PromptsError]]:
        """The results. Those of an earlier run come first, and are not read again."""
        to_read = [each for each in self.prompts if key_of(each) not in self._before]
        yield from ((each, self._before[key_of(each)]) for each in self.prompts if key_of(each) in self._before)
        for listed, found in all_read(self.session, to_read, self._look):
            yield listed, found if isinstance(found, PromptsError) else self._noted(listed, found)

    @cached_property
    def _journal(self) -> Journal:
        return Journal(self.folder / JOURNAL, self.target.place, self.former)

    @cached_property
    def _before(self) -> Mapping[str, Done]:
        """The results of an interrupted import whose files still exist."""
        found = self._journal.read()
        return {key: each for key, each in found.items() if not each.resource or self._file(each.resource).exists()}

    @cached_property
    def _resources(self) -> Mapping[str, str]:
        """The resource name of each prompt, by its identifier."""
        names = Names(resource_name, (each.resource for each in self._before.values() if each.resource))
        return {key_of(each): names.of(each.name) for each in self.prompts if key_of(each) not in self._before}

    @cached_property
    def _twice(self) -> frozenset[str]:
        counts = Counter(each.name for each in self.prompts)
        return frozenset(name for name, count in counts.items() if count > 1)

    def _file(self, resource: str) -> Path:
        return self.folder / f"{resource}{Form.YAML.suffix}"

    def _look(self, listed: Listed) -> Candidate | LeftOut:
        """Read one prompt. Raises the errors of the registry."""
        if listed.name in self._twice:
            return LeftOut(TWICE)
        return candidate(self.session.connect(self.target), self.target, listed, self.former)

    def _noted(self, listed: Listed, found: Candidate | LeftOut) -> Done | PromptsError:
        """Write the file, then note it in the journal."""
        try:
            done = self._done(listed, found)
            self._journal.add(done)
        except InputError as error:
            return error
        return done

    def _done(self, listed: Listed, found: Candidate | LeftOut) -> Done:
        key, name = key_of(listed), listed.name
        if isinstance(found, LeftOut):
            return Done(key, name, left_out=(found.reason,))
        resource = self._resources[key]
        file, inputs = self._file(resource), found.inputs
        said = {key: value for key, value in inputs.items() if (key, value) != ("name", resource)}
        _write_new(file, written(Form.YAML, said, file.parent))
        is_published = found.version is not None
        return Done(key, name, resource, is_published, found.aliases, tuple(found.left_out), found.owner)

    def _write_program(self, done: Sequence[Done]) -> None:
        if not done:
            return
        declared = [self._declared(str(each.resource), each) for each in done]
        _write_new(self.program, program_of(self.target.given, declared))

    def _declared(self, resource: str, done: Done) -> Declared:
        file = self._file(resource).as_posix()
        return Declared(resource, file, done.is_published, done.aliases, done.owner)


def _write_new(file: Path, text: str) -> None:
    """Write a file completely or not at all. A file with other text stays, and is an error."""
    content = text.encode()
    try:
        if file.exists():
            if file.read_bytes() == content:
                return
            raise InputError(stands(file), "remove it, or use another --folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_name(f".{file.name}.new")
        unfinished.write_bytes(content)
        unfinished.replace(file)
    except OSError as error:
        raise InputError(f"{file}: cannot be written: {error.strerror}") from None


def stands(file: Path) -> str:
    """The message for a file that an import would overwrite."""
    return f"{file} exists with another text"
