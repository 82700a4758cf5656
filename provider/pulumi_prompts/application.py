"""How an application reads prompts of the embedded registry, without Pulumi, models or clients.

To read another registry, use the client of its vendor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from typing import Any, Self

from pulumi_prompts.content.variables import OURS
from pulumi_prompts.errors import InputError


@dataclass(frozen=True)
class ServedPrompt:
    """The content of a prompt, as plain data.

    Attributes:
        name: The name of the prompt.
        version: The number of the version. None if it is the current content of the prompt.
        digest: The identity of the content, `sha256:...`. `format` does not change it.
        variables: The names of the variables in the text. Empty after `format`.
        template: The text. None if the prompt is a chat.
        messages: The chat. Each message has `role` and `content`: a text, or a list of texts. None if it is no chat.
        model: The identifier of the model.
        provider: The company that serves the model.
        endpoint: The interface of the model.
        parameters: The sampling parameters that are declared.
        tools: Functions that the model may call.
        tool_choice: Whether the model must call a tool: `auto`, `required`, `none`, or `{"name": ...}` for one tool.
        response_format: The form of the answer.
        options: Options that change how the model answers, in a block for each registry.
    """

    name: str
    version: str | None
    digest: str
    variables: tuple[str, ...] = ()
    template: str | None = None
    messages: list[dict[str, Any]] | None = None
    model: str | None = None
    provider: str | None = None
    endpoint: str | None = None
    parameters: dict[str, Any] = field(default_factory=dict)
    tools: list[dict[str, Any]] = field(default_factory=list)
    tool_choice: str | dict[str, Any] | None = None
    response_format: dict[str, Any] | None = None
    options: dict[str, Any] = field(default_factory=dict)

    def format(self, /, **variables: str) -> Self:
        """Make the same prompt with a value in the place of every variable. `{{name}}` in a value stays text.

        Args:
            variables: The value of each variable. Write `**{"a-name": ...}` if a name is not one of Python's.

        Raises:
            InputError: A variable is missing, the prompt does not have it, or its value is not a text.
        """
        wrong = [*_wrong(self.variables, variables)]
        if wrong:
            known = f"its variables are {_quoted(self.variables)}" if self.variables else "it has no variables"
            raise InputError("; ".join(wrong), known).at(f"filling in the prompt {self.name!r}")
        return replace(
            self,
            variables=(),
            template=None if self.template is None else OURS.filled(self.template, variables),
            messages=None if self.messages is None else [_filled(each, variables) for each in self.messages],
        )


def read(
    name: str,
    *,
    alias: str | None = None,
    version: str | None = None,
    path: str | PathLike[str] | None = None,
) -> ServedPrompt:
    """Read a prompt of the embedded registry. It is safe while `pulumi up` writes.

    Args:
        name: The name of the prompt in the registry.
        alias: The alias that points at the version.
        version: The number, the name or the digest of the version. Set this or `alias`. Without both, it reads the
            current content of the prompt, published or not.
        path: The SQLite file: `backend.path` of the stack. If unset, it is `prompts.db` in the working directory.

    Raises:
        InputError: Both `alias` and `version` are set.
        NotFoundError: The file, the prompt, the alias or the version does not exist. The message says what exists.
        UnavailableError: The file cannot be read.
        ConfigurationError: A later release of this package wrote the file.
    """
    from pulumi_prompts.registries.local.reader import served  # a program that declares prompts needs no SQLite

    return served(name, alias, version, path)


def _wrong(names: Iterable[str], values: Mapping[str, object]) -> Iterable[str]:
    if missing := [name for name in names if name not in values]:
        yield f"no value for {_quoted(missing)}"
    if unknown := [name for name in values if name not in names]:
        yield f"no variable of it is {_quoted(unknown)}"
    if no_texts := [name for name, value in values.items() if not isinstance(value, str)]:
        yield f"no text for {_quoted(no_texts)}"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def texts_of(message: Mapping[str, Any]) -> list[str]:
    """The content blocks of a message."""
    content = message["content"]
    return [content] if isinstance(content, str) else content


def _filled(message: Mapping[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    filled = [OURS.filled(text, values) for text in texts_of(message)]
    return {**message, "content": filled[0] if isinstance(message["content"], str) else filled}
