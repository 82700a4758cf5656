"""What a program may say of one prompt of a folder."""

from collections.abc import Sequence

from pulumi import Input

from pulumi_prompts.program.arguments import PromptArgs


class PromptOverrides(PromptArgs, total=False):
    """What a program says of one prompt of a `PromptFolder`: all arguments of a `Prompt`, and these.

    Attributes:
        keep: The number of versions to keep of this prompt.
        prompt_aliases: The aliases of this prompt, in the place of those of the folder.
    """

    keep: Input[int] | None
    """The number of versions to keep of this prompt."""
    prompt_aliases: Sequence[str] | None
    """The aliases of this prompt, in the place of those of the folder."""
