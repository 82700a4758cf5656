"""What a prompt file may hold beside the arguments of a `Prompt`."""

from typing import TypedDict

from pulumi_prompts.program.arguments import PromptArgs


class Origin(TypedDict, total=False):
    """Where a promoted content was deployed before."""

    stack: str
    registry: str
    prompt: str
    alias: str
    version: str


class FileHead(TypedDict):
    """The head of a promoted file."""

    digest: str
    origin: Origin
    at: str


class PromptFileArgs(PromptArgs, total=False):
    """All keys of a prompt file."""

    promoted: FileHead
    overrides: PromptArgs
    after: str
    evidence: str
