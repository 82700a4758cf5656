"""Where the embedded registry is."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pulumi_prompts.content.base import Identity
from pulumi_prompts.registries.base import Settings
from pulumi_prompts.registries.local.store import DEFAULT_PATH


class LocalSettings(Settings):
    """The embedded registry: one SQLite file.

    Attributes:
        path: The file. A relative path starts at the folder of the program. The first `up` makes the file.
    """

    kind: Literal["local"]
    path: Annotated[str, Identity(os.path.realpath)] = DEFAULT_PATH

    def missing(self) -> str:
        """The file: what only reads must not take a wrong path for a registry without prompts."""
        return "" if Path(self.path).exists() else f"there is no file {self.path}"
