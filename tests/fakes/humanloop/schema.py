"""What requests must be: the types that the vendor's SDK declares, and its words for the limits.

The service ignores members that it does not know, or so its OpenAPI document lets suppose; the fake refuses them, so
that a slip of the pen is seen.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .wire import Problem, invalid, problem

Loc = tuple[str | int, ...]
Check = Callable[[Any, Loc], Iterator[Problem]]
Fields = Mapping[str, Check]


def string(value: Any, loc: Loc) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield problem(loc, "str type expected", "type_error.str")


def filled(value: Any, loc: Loc) -> Iterator[Problem]:
    yield from string(value, loc)
    if value == "":
        yield problem(loc, "ensure this value has at least 1 characters", "value_error.any_str.min_length")


def boolean(value: Any, loc: Loc) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield problem(loc, "value could not be parsed to a boolean", "type_error.bool")


def integer(least: int | None = None) -> Check:
    def check(value: Any, loc: Loc) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem(loc, "value is not a valid integer", "type_error.integer")
        elif least is not None and value < least:
            yield problem(loc, f"ensure this value is greater than or equal to {least}", "value_error.number.not_ge")

    return check


def number(least: float | None = None, most: float | None = None) -> Check:
    def check(value: Any, loc: Loc) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield problem(loc, "value is not a valid float", "type_error.float")
        elif least is not None and value < least:
            yield problem(loc, f"ensure this value is greater than or equal to {least}", "value_error.number.not_ge")
        elif most is not None and value > most:
            yield problem(loc, f"ensure this value is less than or equal to {most}", "value_error.number.not_le")

    return check


def one_of(*choices: str) -> Check:
    def check(value: Any, loc: Loc) -> Iterator[Problem]:
        if value not in choices:
            permitted = ", ".join(map(repr, choices))
            yield problem(loc, f"value is not a valid enumeration member; permitted: {permitted}", "type_error.enum")

    return check


def mapping(value: Any, loc: Loc) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield problem(loc, "value is not a valid dict", "type_error.dict")


def list_of(inner: Check) -> Check:
    def check(value: Any, loc: Loc) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield problem(loc, "value is not a valid list", "type_error.list")
            return
        for index, item in enumerate(value):
            yield from inner(item, (*loc, index))

    return check


def any_of(*checks: Check) -> Check:
    def check(value: Any, loc: Loc) -> Iterator[Problem]:
        found = [list(each(value, loc)) for each in checks]
        if all(found):
            yield from (each for problems in found for each in problems)

    return check


def model(fields: Fields, required: tuple[str, ...] = ()) -> Check:
    """An object with these members; one that is not required may be null, which is as good as absent."""

    def check(value: Any, loc: Loc) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield from mapping(value, loc)
            return
        for name in required:
            if value.get(name) is None:
                yield problem((*loc, name), "field required", "value_error.missing")
        for name, item in value.items():
            if name not in fields:
                yield problem((*loc, name), "extra fields not permitted", "value_error.extra")
            elif item is not None:
                yield from fields[name](item, (*loc, name))

    return check


_TEXT = model({"type": one_of("text"), "text": string}, ("type", "text"))
_IMAGE = model({"type": one_of("image_url"), "image_url": mapping}, ("type", "image_url"))
_MESSAGE = model(
    {
        "role": one_of("user", "assistant", "system", "tool", "developer"),
        "content": any_of(string, list_of(any_of(_TEXT, _IMAGE))),
        "name": string,
        "tool_call_id": string,
        "tool_calls": list_of(mapping),
        "thinking": list_of(mapping),
    },
    ("role",),
)
_TOOL = model(
    {"name": filled, "description": string, "strict": boolean, "parameters": mapping}, ("name", "description")
)
_FORMAT = model({"type": one_of("json_object", "json_schema"), "json_schema": mapping}, ("type",))
PROVIDERS = (
    "anthropic",
    "bedrock",
    "cohere",
    "deepseek",
    "google",
    "groq",
    "mock",
    "openai",
    "openai_azure",
    "replicate",
)

KERNEL: Fields = {
    "model": filled,
    "endpoint": one_of("complete", "chat", "edit"),
    "template": any_of(string, list_of(_MESSAGE)),
    "template_language": one_of("default", "jinja"),
    "provider": one_of(*PROVIDERS),
    "max_tokens": integer(-1),
    "temperature": number(0),
    "top_p": number(0, 1),
    "stop": any_of(string, list_of(string)),
    "presence_penalty": number(-2, 2),
    "frequency_penalty": number(-2, 2),
    "other": mapping,
    "seed": integer(),
    "response_format": _FORMAT,
    "reasoning_effort": any_of(one_of("high", "medium", "low"), integer()),
    "tools": list_of(_TOOL),
    "linked_tools": list_of(string),
    "attributes": mapping,
}
"""The parameters that determine a version. The bounds of max_tokens, temperature and top_p are inferred."""

_BESIDE: Fields = {
    "path": filled,
    "id": filled,
    "version_name": filled,
    "version_description": string,
    "description": string,
    "tags": list_of(string),
    "readme": string,
}
UPSERT = model({**_BESIDE, **KERNEL}, ("model",))
DESERIALIZED = model(KERNEL, ("model",))
MOVE = model({"path": filled, "name": filled})
PATCH_VERSION = model({"name": filled, "description": string})
RETRIEVE = model({"path": filled}, ("path",))
DESERIALIZE = model({"prompt": string}, ("prompt",))


def checked(check: Check, body: Any) -> Any:
    """The body; refused with 422 where it is wrong."""
    if problems := list(check(body, ("body",))):
        invalid(problems)
    return body
