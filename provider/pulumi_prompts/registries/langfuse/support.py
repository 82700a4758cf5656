"""What Langfuse can express, by its server's own checks (4.16)."""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_prompts.content.model import Content, Parameters
from pulumi_prompts.content.parsing import Failure, rule
from pulumi_prompts.registries.langfuse.answers import LATEST
from pulumi_prompts.registries.langfuse.options import LangfuseOptions
from pulumi_prompts.registries.langfuse.wire import PROPERTIES
from pulumi_prompts.registries.shared import limits
from pulumi_prompts.registries.shared.notes import RESERVED
from pulumi_prompts.registries.support import (
    AliasSupport,
    Anything,
    Between,
    Entries,
    Items,
    Limit,
    OneOf,
    Support,
    Text,
)

_NAME = Text(
    1,
    255,
    r"(?!.*<[^<>]*>)(?!(new|metrics|prompt-detail|\.|\.\.)$)(?=\S)[^|/\n]+(/[^|/\n]+)*(?<=\S)",
    "a name such as 'folder/name', without `|`, `<...>` or spaces at its ends, and not a word of Langfuse's own pages",
)
_TAGS = Entries(
    key=Text(1, None, r"[^=\s\0]([^=\n\0]*[^=\s\0])?", "without `=`, and with no space at its ends"),
    value=Text(pattern=r"([^\s\0]([^\n\0]*[^\s\0])?)?", form="one line, with no space at its ends"),
    reserved=(RESERVED,),
)
_PLACEHOLDER = Text(1, None, r"[a-zA-Z][a-zA-Z0-9_]*", "letters, digits and `_`, a letter first")
_ONE_TEXT = "join the texts, or write a message for each"

REFERENCE = "@@@langfusePrompt:"
REFERS = (
    "the text takes in other prompts of Langfuse ({count} times `@@@langfusePrompt:...@@@`): "
    "what they say is neither shown nor compared"
)

PROMPT: Mapping[str, Limit] = {
    "name": _NAME,
    "description": Text(1, None, r"[^\0]*", "without the character U+0000"),
    "tags": _TAGS,
    "template": Text(),
    "messages": Items(),
    "messages[]": Anything(),
    "messages[].role": OneOf(("system", "developer", "user", "assistant", "tool")),
    "messages[].content": Text(),
    "model": Text(1),
    "provider": Text(1),
    "parameters": Anything(),
    **{f"parameters.{name}": Anything() for name in Parameters.model_fields},
    "parameters.temperature": Between(0),
    "parameters.top_p": Between(0, 1),
    "parameters.stop[]": Anything(),
    **limits.TOOLS,
    "tools[].name": Text(1),
    **limits.TOOL_CHOICE,
    **limits.RESPONSE_FORMAT,
    "response_format.json_schema.name": Text(1),
    **limits.VARIABLES,
    "options": Anything(),
    "options.langfuse": Anything(),
    "options.langfuse.placeholders": Items(),
    "options.langfuse.placeholders[]": Anything(),
    "options.langfuse.placeholders[].name": Text(
        1, None, "[a-zA-Z][a-zA-Z0-9_]*", "letters, digits and `_`, a letter first"
    ),
    "options.langfuse.placeholders[].position": Anything(),
    "options.langfuse.config": Anything(deep=True),
    "options.langfuse.tool_form": Anything(),
    "options.langfuse.commit_message": Text(1, 100, r"\S([^\n\0]*\S)?", "one line, with no space at its ends"),
}
"""The server takes 500 UTF-16 units of commit message, of which our note takes up to 294."""

INSTEAD = {
    "description": "put it into `options.langfuse.commit_message` of the prompt, whose write makes the version",
    "metadata": "put it into `tags`",
    "endpoint": "it follows from `template` or `messages`",
    "messages[].name": "say the name in the text: Langfuse drops it",
    "messages[].content[]": _ONE_TEXT,
    "version_name": "versions are numbered",
}


def _options(content: Content) -> LangfuseOptions:
    return content.options.of(LangfuseOptions)


@rule("template", "messages", "model", "provider", "parameters", "tools", "response_format", "options")
def no_text_has_a_nul(content: Content) -> Iterator[Failure]:
    """The server's database has no U+0000."""
    for name, value in content.model_dump(mode="json", exclude_none=True).items():
        if _has_nul(value):
            yield Failure(name, "must not hold the character U+0000 (langfuse); leave it out")


def _has_nul(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_nul, (*value, *value.values())))
    return any(map(_has_nul, value)) if isinstance(value, list) else isinstance(value, str) and "\0" in value


@rule("messages", "options")
def placeholders_stand_in_the_chat(content: Content) -> Iterator[Failure]:
    """In their order, between the messages."""
    last = 0
    for index, each in enumerate(_options(content).placeholders or ()):
        path = f"options.langfuse.placeholders[{index}]"
        if content.messages is None:
            yield Failure(path, "goes with `messages`; leave it out of a text")
        elif not last <= each.position <= len(content.messages):
            yield Failure(f"{path}.position", f"must be {last} to {len(content.messages)}: there are so many messages")
        last = each.position


@rule("messages", "options")
def placeholders_are_no_variables(content: Content) -> Iterator[Failure]:
    """The server refuses a name that is both."""
    for index, each in enumerate(_options(content).placeholders or ()):
        if each.name in content.used_variables:
            path = f"options.langfuse.placeholders[{index}].name"
            yield Failure(path, f"is a variable of the text, too; rename one of the two `{each.name}`")


@rule("tools", "options")
def a_form_of_tools_needs_tools(content: Content) -> Iterator[Failure]:
    """The form is read from the tools."""
    if _options(content).tool_form and not content.tools:
        yield Failure("options.langfuse.tool_form", "goes with `tools`; leave it out of a prompt without tools")


@rule("options")
def config_is_no_property(content: Content) -> Iterator[Failure]:
    """What has a property of its own is said there."""
    for name in sorted((_options(content).config or {}).keys() & PROPERTIES):
        yield Failure(f"options.langfuse.config.{name}", "is a property of the prompt; say it there")


def references_are_not_followed(content: Content) -> Iterator[str]:
    """The text stands there as it was declared; what an application gets changes with the prompts that it names."""
    count = sum(text.count(REFERENCE) for text in content.texts)
    if count:
        yield REFERS.format(count=count)


ALIASES = AliasSupport(
    kept_as="a label",
    name=Text(1, 36, r"[a-z0-9_.-]+", "small letters, digits, `_`, `-` and `.`"),
    reserved=LATEST,
    reserved_form=f"`{LATEST}`",
    unsets=False,
    word="label",
)

SUPPORT = Support(
    kind="langfuse",
    prompt=PROMPT,
    version={},
    instead=INSTEAD,
    rules=(
        no_text_has_a_nul,
        placeholders_stand_in_the_chat,
        placeholders_are_no_variables,
        a_form_of_tools_needs_tools,
        config_is_no_property,
    ),
    versions_every_write=True,
    keeps_form=True,
    remarks=references_are_not_followed,
    compares_on_delete="one call before",
    aliases=ALIASES,
)
