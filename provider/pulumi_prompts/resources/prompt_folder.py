"""`PromptFolder`: each file of a folder is a prompt, with its versions and aliases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from os import PathLike
from typing import Any, Final, NamedTuple, Self, TypeVar, Unpack

import pulumi
from pulumi import Input, ResourceOptions

from pulumi_prompts.content.properties import not_known
from pulumi_prompts.errors import InputError
from pulumi_prompts.program.arguments import PromptArgs, PromptFolderArgs
from pulumi_prompts.program.prompt_folders import PromptOverrides
from pulumi_prompts.program.slips import ProgramError, refuse_no_path, refuse_slips
from pulumi_prompts.resources.arguments import given
from pulumi_prompts.resources.bulk_prompts import MOST, BulkPrompts, too_many
from pulumi_prompts.resources.folder_files import FolderFile, FolderFiles, read_folder
from pulumi_prompts.resources.folder_prompts import Common, FolderPrompt

_Declared = TypeVar("_Declared")

FOLDER: Final = "prompts:index:PromptFolder"
"""The type of the component. It stands in the URNs of all that is in a folder, and never changes."""

OF_ONE_PROMPT = "is of one prompt: write it in its file, or in `overrides`"
FROM_LOOP_FIRST = (
    "`from_loop` moves resources of the state, and with `bulk` there is only one: leave `from_loop` out, and set "
    "`adopt=True` until the first `up` is done"
)
ALIASES_ARE_A_LIST = '`prompt_aliases` must be a list of names that the program knows, such as ["staging"]'


class PromptFolder(pulumi.ComponentResource):
    """The prompts of a folder: for each file a `Prompt`, a `PromptVersion`, and a `PromptAlias` for each alias.

    The `name` in a file is the name of its prompt; without one it is the name of the file without its suffix. The place
    of the file in the folder has no meaning, so a file may move. If you remove a file, you remove its prompt.

    `prompts["triage"]` is one prompt. `prompts.names` and `prompts.items()` have all of them.
    """

    def __init__(
        self,
        resource_name: str,
        path: str | PathLike[str],
        opts: ResourceOptions | None = None,
        *,
        keep: Input[int] | None = None,
        prompt_aliases: Sequence[str] = (),
        overrides: Mapping[str, PromptOverrides] | None = None,
        from_loop: bool = False,
        bulk: bool = False,
        **defaults: Unpack[PromptFolderArgs],
    ) -> None:
        """Declare the prompts of a folder.

        The arguments from `model` on hold for each prompt whose file does not say otherwise. An object, such as `tags`,
        is merged with that of the file, key by key, and the file wins. A promoted file has its whole content already,
        so arguments that decide how the model answers are not added to it.

        Args:
            resource_name: The name of the component in Pulumi. The name of each resource in it is this name and that
                of the prompt: `prompts-triage`.
            path: The folder. A relative path starts at the folder of the program. Each `.yaml`, `.yml`, `.json` and
                `.prompt` file in it is a prompt, and each `.md` file with front matter, at any depth; hidden files are
                not.
            opts: The options of every Pulumi component. `protect` protects all prompts.
            keep: The number of versions to keep of each prompt, at least 1. If unset, all stay. `PromptVersion` says
                which ones always stay.
            prompt_aliases: The aliases of each prompt, such as `["staging"]`. They move to each new version.
            overrides: Arguments for single prompts, by the names of the prompts. They replace those of the file.
            from_loop: Go on with prompts that the program declared at its top level before, with the name of the prompt
                as the name of each resource. Nothing is made or deleted then.
            bulk: Manage all prompts, at most 10,000, as one resource. This is much faster with hundreds of prompts if
                the state is in a file or a bucket. Pulumi then sees no single prompt (`--target`, policies), and none
                may have a secret. You can change it later: the prompts stay.
            model: The identifier of the model, as the registry knows it.
            provider: The company that serves the model, if the identifier of the model does not say it.
            endpoint: The interface of the model (`chat`, `complete`). Only some registries keep it.
            parameters: Sampling parameters, such as `temperature`.
            tools: Functions that the model may call.
            tool_choice: Whether the model must call a tool: `auto`, `required`, `none`, or `{"name": ...}` for one
                tool.
            response_format: The form of the answer.
            options: Options that only one registry has, in a block for each registry.
            tags: Labels for people and billing. They are not part of the content. Tags that others set stay.
            metadata: Data that the registry keeps with the prompt. It is not part of the content.
            adopt: Take over a prompt of this name that exists. True requires that it has the same content;
                `"overwrite"` replaces any content. What the program does not declare (a description, tags) stays.
            force_destroy: Delete the prompt even if an alias points at a version, or somebody else published one.
            backend: The registry. If unset, it is `prompts:backend` of the stack's configuration, or else the embedded
                registry.
        """
        refuse_slips(resource_name, opts, defaults)
        refuse_no_path(resource_name, path)
        _refuse_what_does_not_fit(resource_name, defaults, prompt_aliases)
        if bulk and from_loop:
            raise ProgramError(f"{resource_name}: {FROM_LOOP_FIRST}")
        super().__init__(FOLDER, resource_name, None, opts)
        common = Common(self, given(defaults), keep, prompt_aliases, from_loop)
        said = _Said.of(read_folder(resource_name, path), overrides or {})
        if bulk and len(said.prompts) > MOST:
            raise ProgramError(f"{resource_name}: {too_many(len(said.prompts))}")
        retains = bool(opts and opts.retain_on_delete)
        self._prompts = self._in_bulk(common, said, retains) if bulk else dict(said.declared_by(common.declared))
        self.register_outputs({})
        _refuse(resource_name, said.failures)

    def _in_bulk(self, common: Common, said: "_Said", retains: bool) -> dict[str, FolderPrompt]:
        entries = dict(said.declared_by(common.entry))
        resource = BulkPrompts(self, entries, is_in_part=bool(said.failures), retains=retains)
        return {name: resource.of(name) for name in entries}

    @property
    def names(self) -> list[str]:
        """The names of the prompts, in alphabetical order."""
        return sorted(self._prompts)

    def __getitem__(self, name: str) -> FolderPrompt:
        """The prompt of that name. Raises ProgramError where the folder has none."""
        if name not in self._prompts:
            raise ProgramError(no_such_prompt(name, self.names))
        return self._prompts[name]

    def __contains__(self, name: object) -> bool:
        """Whether the folder has a prompt of that name."""
        return name in self._prompts

    def __iter__(self) -> Iterator[str]:
        """The names of the prompts."""
        return iter(self.names)

    def items(self) -> list[tuple[str, FolderPrompt]]:
        """The prompts with their names."""
        return [(name, self._prompts[name]) for name in self.names]


def _refuse_what_does_not_fit(resource_name: str, defaults: Mapping[str, Any], prompt_aliases: Any) -> None:
    known = PromptFolderArgs.__annotations__
    for name in defaults.keys() - known.keys():
        reason = OF_ONE_PROMPT if name in PromptArgs.__annotations__ else not_known(name, known, {})
        raise ProgramError(f"{resource_name}: `{name}` {reason}")
    if not isinstance(prompt_aliases, list | tuple) or not all(isinstance(each, str) for each in prompt_aliases):
        raise ProgramError(f"{resource_name}: {ALIASES_ARE_A_LIST}")


class _Said(NamedTuple):
    """What the files of a folder and the program say of its prompts, and all that is wrong with it."""

    prompts: Mapping[str, FolderFile]
    overrides: Mapping[str, PromptOverrides]
    failures: list[str]

    @classmethod
    def of(cls, files: FolderFiles, overrides: Mapping[str, PromptOverrides]) -> Self:
        """A file that cannot be read may have a name that no other has."""
        unknown = [] if files.failures else sorted(overrides.keys() - files.prompts)
        failures = [*files.failures, *(f"overrides: {no_such_prompt(name, files.prompts)}" for name in unknown)]
        return cls(files.prompts, overrides, failures)

    def declared_by(
        self, declare: Callable[[str, FolderFile, PromptOverrides], _Declared]
    ) -> Iterator[tuple[str, _Declared]]:
        """Each prompt that can be declared; `failures` takes what is wrong with the others."""
        for name, found in self.prompts.items():
            try:
                yield name, declare(name, found, self.overrides.get(name, {}))
            except InputError as error:
                self.failures.append(_with_file(error, found))


def no_such_prompt(name: str, known: Any) -> str:
    """Said of a name that no file of the folder has."""
    near = get_close_matches(str(name), known, n=1)
    return f"the folder has no prompt {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")


def _with_file(error: InputError, found: FolderFile) -> str:
    said = str(error)
    return said if str(found.path) in said else f"{found.path}: {said}"


def _refuse(resource_name: str, failures: Sequence[str]) -> None:
    """Raise ProgramError with all that is wrong, a line each."""
    if len(failures) == 1:
        raise ProgramError(failures[0])
    if failures:
        raise ProgramError(f"{resource_name}: {many_wrong(len(failures))}", None, "\n".join(failures))


def many_wrong(number: int) -> str:
    """Said after the lines of what is wrong."""
    return f"{number} prompts of the folder cannot be declared"
