"""Where the embedded registry is."""

import os
from typing import Annotated, Literal

from pulumi_prompts.content.base import Identity
from pulumi_prompts.registries.base import Settings
from pulumi_prompts.registries.local.store import DEFAULT_PATH


class LocalSettings(Settings):
    """Where the file is.

    Attributes:
        path: The SQLite file; a relative path starts at the folder of the program. Made when first written.
    """

    kind: Literal["local"]
    path: Annotated[str, Identity(os.path.realpath)] = DEFAULT_PATH
