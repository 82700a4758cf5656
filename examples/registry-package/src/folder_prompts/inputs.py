"""What a program writes, for its type checker. At run time these are plain dicts."""

from typing import Literal, NotRequired, TypedDict

from pulumi import Input

from pulumi_prompts import Options


class FolderBackend(TypedDict):
    """The settings of a folder."""

    kind: Literal["folder"]
    url: Input[str]
    timeout: NotRequired[Input[float]]


class FolderBlock(TypedDict, total=False):
    """The options of a folder."""

    audience: Input[str]
    reviewer: Input[str]


class OptionsWithFolder(Options, total=False):
    """The options of all registries, with a block for this one."""

    folder: Input[FolderBlock]
