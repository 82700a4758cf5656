"""The target of a promotion: the file of one prompt in one environment."""

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
"""The inputs that are part of the digest. The variables come from the text."""

_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class TargetFile:
    """The file of a prompt in an environment.

    Attributes:
        stack: The environment.
        path: The path; the file may not exist.
        found: The content of the file; None if it does not exist.
    """

    stack: str
    path: Path
    found: PromptFile | None = None

    @classmethod
    def below(cls, folder: Path, stack: str, name: str) -> Self:
        """The file of a resource in the folder of prompt files. Raises InputError if it cannot be read."""
        if Path(name).name != name:
            raise InputError(f"the prompt {name!r} cannot name a file", "give the resource a name without `/`")
        paths = [folder / stack.rpartition("/")[2] / f"{name}{suffix}" for suffix in _SUFFIXES]
        path = next((each for each in paths if each.exists()), paths[0])
        return cls(stack, path, PromptFile.of(load(path), path.parent) if path.exists() else None)

    @property
    def content(self) -> Content | None:
        """The content without overrides; None if there is no file, or if it has mistakes."""
        content, _, failures = parse_content(self._said, OPTIONS)
        return None if failures or self.found is None else content

    @property
    def tree(self) -> Mapping[str, Any]:
        """The content for a comparison, also if it has mistakes."""
        return canonical(self.content) if self.content else self._said

    def has(self, digest: str) -> bool:
        """Whether the file has this content from a promotion, and was not edited since."""
        promoted = self.found.promoted if self.found else None
        named = promoted.get("digest") if isinstance(promoted, Mapping) else None
        return named == digest and self.content is not None and digest_of(self.content) == digest

    @property
    def _said(self) -> dict[str, Any]:
        return {name: value for name, value in (self.found.inputs if self.found else {}).items() if name in DECIDING}
