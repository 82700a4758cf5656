"""How an application reads what `up` made on the embedded registry, without Pulumi, models or clients.

`docs/reading.md` has the same for each other registry, with the vendor's own client.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from os import PathLike
from typing import Any, Self

from pulumi_prompts.content.variables import OURS
from pulumi_prompts.errors import InputError


@dataclass(frozen=True)
class ServedPrompt:
    """A prompt's content, as plain data with the words of a program.

    Attributes:
        name: The name of the prompt.
        version: The number of the version; None where it is the head.
        digest: The identity of the content, `sha256:...`; filling the variables in does not change it.
        variables: The names that the text uses as `{{name}}`; none once they are filled in.
        template: A text; None where the prompt is a chat.
        messages: A chat: each has `role` and `content`, which is a text or a list of texts; None where it is a text.
        model: The identifier of the model.
        provider: Who serves the model.
        endpoint: The kind of interface of the model.
        parameters: Sampling parameters, those that are declared.
        tools: Functions that the model may call, each with a `name`.
        tool_choice: Whether the model must call one: `auto`, `required`, `none`, or `{"name": ...}`.
        response_format: The form of the answer.
        options: Options of registries that change what a model receives, in a block for each.
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
        """The same prompt with every variable filled in. What a value holds stays as it is, `{{name}}` too.

        Args:
            variables: The value of each; `**{"a-name": ...}` for names that Python does not take.

        Raises:
            InputError: One is missing, is none of the prompt's, or is no text.
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
    """Read a prompt of the embedded registry. `up` may write meanwhile; nothing is ever read half.

    Args:
        name: Its name in the registry.
        alias: The alias whose version is meant.
        version: The number of a version, its name, or its digest; give this or `alias`. Without both it is the head:
            what the last `up` wrote, published or not.
        path: The SQLite file, `backend.path` of the stack; unset, `prompts.db` in the working directory.

    Raises:
        InputError: Both an alias and a version are given.
        NotFoundError: There is no such file, prompt, alias or version; it says what there is.
        UnavailableError: The file cannot be read.
        ConfigurationError: A later release of this package wrote it.
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
