"""The usual messages of a chat template."""

from pulumi import Input

from pulumi_prompts.program.inputs import Message


def system(content: Input[str]) -> Message:
    """A message that tells the model its task and its manner."""
    return Message(role="system", content=content)


def user(content: Input[str]) -> Message:
    """A message of the person or the program that asks."""
    return Message(role="user", content=content)


def assistant(content: Input[str]) -> Message:
    """A message of the model: an example of an answer, or the beginning of the answer."""
    return Message(role="assistant", content=content)
