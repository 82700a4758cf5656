"""What is wrong with a content on every registry, beyond the type of each field."""

from collections.abc import Iterator
from functools import partial

from pulumi_prompts.content.model import Content, NamedTool
from pulumi_prompts.content.parsing import Failure, Rule, rule
from pulumi_prompts.content.variables import Grammar


@rule("template", "messages")
def one_template(content: Content) -> Iterator[Failure]:
    """A prompt is not a text and a chat at once; whether it must be one of them, its registry says."""
    if content.template is not None and content.messages is not None:
        yield Failure("template", "excludes `messages`; give one of them")


def variables_are_those_of_the_text(grammar: Grammar) -> Rule:
    """Declared variables are used, and used variables declared."""
    return Rule(frozenset({"template", "messages", "variables"}), partial(_unlike_the_text, grammar))


def _unlike_the_text(grammar: Grammar, content: Content) -> Iterator[Failure]:
    if content.variables is None:
        return
    used = grammar.names_in(content.texts)
    for name in used:
        if name not in content.variables:
            yield Failure("variables", f"`{{{{{name}}}}}` stands in the text and not here; add it, or correct the text")
    for name in content.variables:
        if name not in used:
            yield Failure("variables", _not_used(grammar, name))


def _not_used(grammar: Grammar, name: str) -> str:
    if grammar.is_name(name):
        return f"{name!r} is not used in the text as `{{{{{name}}}}}`; remove it, or use it"
    return f"{name!r} is no name of a variable, which must have {grammar.form}; rename it here and in the text"


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


RULES = (one_template, tool_choice_has_tools, tool_names_differ)
"""Those that no registry has a say in."""
