"""What is wrong with a content on every registry, beyond the type of each field."""

from collections.abc import Iterator

from pulumi_prompts.content import Content, NamedTool
from pulumi_prompts.parsing import Failure, rule


@rule("template", "messages")
def one_template(content: Content) -> Iterator[Failure]:
    """A prompt is a text or a chat."""
    if content.template is not None and content.messages is not None:
        yield Failure("template", "excludes `messages`; give one of them")
    if content.template is None and not content.messages:
        yield Failure("messages", "is required (or `template`, for a text prompt)")


@rule("template", "messages", "variables")
def variables_are_those_of_the_text(content: Content) -> Iterator[Failure]:
    """Declared variables are used, and used variables declared."""
    if content.variables is None:
        return
    for name in content.used_variables:
        if name not in content.variables:
            yield Failure("variables", f"`{{{{{name}}}}}` stands in the text and not here; add it, or correct the text")
    for name in content.variables:
        if name not in content.used_variables:
            yield Failure("variables", f"{name!r} is not used in the text as `{{{{{name}}}}}`; remove it, or use it")


@rule("tools", "tool_choice")
def tool_choice_has_tools(content: Content) -> Iterator[Failure]:
    """A choice among tools needs tools, a named one that tool."""
    names = [tool.name for tool in content.tools or ()]
    if content.tool_choice is not None and not names:
        yield Failure("tool_choice", "needs `tools`; add them, or leave it out")
    elif isinstance(content.tool_choice, NamedTool) and content.tool_choice.name not in names:
        yield Failure("tool_choice.name", f"must be the name of one of the tools: {', '.join(names)}")


@rule("tools")
def tool_names_differ(content: Content) -> Iterator[Failure]:
    """A model calls a tool by its name."""
    names = [tool.name for tool in content.tools or ()]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Failure(f"tools[{index}].name", "is the name of an earlier tool; rename one of them")


RULES = (one_template, variables_are_those_of_the_text, tool_choice_has_tools, tool_names_differ)
