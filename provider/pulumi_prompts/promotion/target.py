"""Where a content is promoted to: the file of one prompt in one environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pulumi_prompts.content.digest import canonical, digest_of
from pulumi_prompts.content.model import CONTENT, Content
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.registries.kinds import OPTIONS

DECIDING = CONTENT - {"variables"}
"""The inputs that enter the digest; variables follow from the text."""

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class TargetFile:
    """The file of a prompt in an environment.

    Attributes:
        stack: The environment.
        path: The file, which may not exist.
        found: What it says; None where there is none.
    """

    stack: str
    path: Path
    found: PromptFile | None = None

    @classmethod
    def below(cls, folder: Path, stack: str, name: str) -> Self:
        """The file of a resource below the folder of all files. Raises InputError where it cannot be read."""
        if Path(name).name != name:
            raise InputError(f"the prompt {name!r} cannot name a file", "give the resource a name without `/`")
        paths = [folder / stack.rpartition("/")[2] / f"{name}{suffix}" for suffix in _SUFFIXES]
        path = next((each for each in paths if each.exists()), paths[0])
        return cls(stack, path, PromptFile.of(load(path), path.parent) if path.exists() else None)

    @property
    def content(self) -> Content | None:
        """Without overrides; None where there is no file, or some of it is wrong."""
        content, _, failures = parse_content(self._said, OPTIONS)
        return None if failures or self.found is None else content

    @property
    def tree(self) -> Mapping[str, Any]:
        """The content as it is compared, also where some of it is wrong."""
        return canonical(self.content) if self.content else self._said

    def has(self, digest: str) -> bool:
        """Whether the file is a promoted one with that content, and was not edited since."""
        promoted = self.found.promoted if self.found else None
        named = promoted.get("digest") if isinstance(promoted, Mapping) else None
        return named == digest and self.content is not None and digest_of(self.content) == digest

    @property
    def _said(self) -> dict[str, Any]:
        return {name: value for name, value in (self.found.inputs if self.found else {}).items() if name in DECIDING}
