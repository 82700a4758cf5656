"""A chat in the form in which OpenAI's API takes it, and in which most registries and files keep it.

Plain values, as inputs of a `Prompt` on our side, written and read; nothing is checked that has a word on both sides.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_prompts.content.properties import Step, property_path

Fields = dict[str, Any]

_OF_MESSAGE = ("role", "content", "name")
_MODES = ("auto", "required", "none")


class Obstacle(Exception):
    """Something in a prompt of somebody else that the inputs of a `Prompt` have no words for.

    Args:
        said: What it is.
        steps: Where it stands, as far as that is known.
    """

    def __init__(self, said: str, *steps: Step) -> None:
        super().__init__(said)
        self.steps = steps


def written_messages(messages: Iterable[Mapping[str, Any]]) -> list[Fields]:
    """Messages; several texts are parts."""
    return [{**message, "content": _written_texts(message["content"])} for message in messages]


def _written_texts(content: Any) -> Any:
    return content if isinstance(content, str) else [{"type": "text", "text": text} for text in content]


def written_tools(tools: Iterable[Mapping[str, Any]]) -> list[Fields]:
    """Tools, as functions."""
    return [{"type": "function", "function": tool} for tool in tools]


def written_choice(choice: Any) -> Any:
    """A mode, or a named tool."""
    return {"type": "function", "function": choice} if isinstance(choice, Mapping) else choice


def read_messages(messages: Iterable[Any]) -> list[Fields]:
    """Messages of texts."""
    return [_read_message(("messages", index), message) for index, message in enumerate(messages)]


def _read_message(at: tuple[Step, ...], message: Any) -> Fields:
    where = property_path(at)
    if not isinstance(message, Mapping):
        raise Obstacle(f"{where} is no message", *at)
    said = {name: value for name, value in message.items() if value is not None}
    if "tool_calls" in said or "tool_call_id" in said:
        raise Obstacle(f"{where} is of a call of a tool", *at)
    if beyond := [str(name) for name in said if name not in _OF_MESSAGE]:
        raise Obstacle(f"{where} has {', '.join(sorted(beyond))}", *at)
    if "content" not in said:
        raise Obstacle(f"{where} has no content", *at)
    return {**said, "content": _read_texts(at, said["content"])}


def _read_texts(at: tuple[Step, ...], content: Any) -> Any:
    return [_read_text(at, part) for part in content] if isinstance(content, list | tuple) else content


def _read_text(at: tuple[Step, ...], part: Any) -> str:
    match part:
        case {"type": "text", "text": str(text), **others} if not any(value is not None for value in others.values()):
            return text
        case _:
            raise Obstacle(f"{property_path(at)} has a part that is no text", *at, "content")


def read_tools(tools: Any) -> list[Any]:
    """Tools, all of which are functions."""
    if tools is not None and not isinstance(tools, list):
        raise Obstacle("its tools are no list", "tools")
    functions = [function_in(tool) for tool in tools or ()]
    if None in functions:
        raise Obstacle("its tools hold something that is no function", "tools")
    return functions


def function_in(entry: Any) -> Any:
    """The function that an entry of a list of tools, or a choice of one, holds; None where it holds something else."""
    match entry:
        case {"type": "function", "function": function, **others} if not others:
            return function
        case _:
            return None


def read_choice(choice: Any) -> Any:
    """A mode, or a named tool; None where it is neither."""
    match function_in(choice):
        case {"name": str(name), **others} if not others:
            return {"name": name}
        case _:
            return choice if choice in _MODES else None
