"""The declared limits: those of botocore's service model."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StructureShape
from pydantic import BaseModel

from fakes.bedrock.model import load_model
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.registries.bedrock.support import MARKER_TAG, NONCE_TAG, PROMPT, SUPPORT, VERSION
from pulumi_prompts.registries.kinds import OPTIONS
from pulumi_prompts.registries.support import Between, Entries, Items, Limit, Text

MODEL = load_model("bedrock-agent")


@dataclass(frozen=True)
class Bounds:
    """What a shape, or a limit of ours, allows: sizes of texts and lists, or values of numbers."""

    least: float | None = 0
    most: float | None = None
    pattern: str = ""


def shape_at(operation: str, path: str) -> Shape:
    """The shape of a member, by its path in the API."""
    shape: Shape | None = MODEL.operation_model(operation).input_shape
    for step in path.split("."):
        assert shape is not None
        shape = _inside(shape, step)
    assert shape is not None
    return shape


def _inside(shape: Shape, step: str) -> Shape:
    if isinstance(shape, StructureShape):
        return shape.members[step]
    if isinstance(shape, MapShape):
        return {"key": shape.key, "value": shape.value}[step]
    assert isinstance(shape, ListShape)
    assert step == "[]"
    return shape.member


def bounds_of_service(shape: Shape) -> Bounds:
    """An integer has 32 bits."""
    most = shape.metadata.get("max", 2**31 - 1 if shape.type_name == "integer" else None)
    pattern = shape.metadata.get("pattern", "")
    return Bounds(_least(shape.metadata.get("min", 0), pattern), most, pattern)


def bounds_of_ours(limit: Limit) -> Bounds:
    if isinstance(limit, Text):
        pattern = limit.pattern.removeprefix("(?a)")
        return Bounds(_least(limit.shortest, pattern), limit.longest, pattern)
    if isinstance(limit, Between):
        return Bounds(limit.least, limit.most)
    assert isinstance(limit, Items | Entries)
    return Bounds(most=limit.most)


def _least(said: float, pattern: str) -> float:
    """A pattern that takes no empty text says so too."""
    return max(said, 1) if pattern and re.fullmatch(pattern, "") is None else said


VARIANT = "variants.[]"
TEXT = f"{VARIANT}.templateConfiguration.text"
CHAT = f"{VARIANT}.templateConfiguration.chat"
INFERENCE = f"{VARIANT}.inferenceConfiguration.text"
TOOL = f"{CHAT}.toolConfiguration.tools.[].toolSpec"


def entries(limit: Limit) -> Entries:
    assert isinstance(limit, Entries)
    return limit


LIMITS: Mapping[str, tuple[Limit, str]] = {
    "name": (PROMPT["name"], "name"),
    "description": (PROMPT["description"], "description"),
    "tags' keys": (entries(PROMPT["tags"]).key, "tags.key"),
    "tags' values": (entries(PROMPT["tags"]).value, "tags.value"),
    "metadata": (PROMPT["metadata"], f"{VARIANT}.metadata"),
    "metadata's keys": (entries(PROMPT["metadata"]).key, f"{VARIANT}.metadata.[].key"),
    "metadata's values": (entries(PROMPT["metadata"]).value, f"{VARIANT}.metadata.[].value"),
    "template": (PROMPT["template"], f"{TEXT}.text"),
    "messages": (PROMPT["messages"], f"{CHAT}.messages"),
    "text of the system": (PROMPT["messages[].content"], f"{CHAT}.system.[].text"),
    "model": (PROMPT["model"], f"{VARIANT}.modelId"),
    "temperature": (PROMPT["parameters.temperature"], f"{INFERENCE}.temperature"),
    "top_p": (PROMPT["parameters.top_p"], f"{INFERENCE}.topP"),
    "max_tokens": (PROMPT["parameters.max_tokens"], f"{INFERENCE}.maxTokens"),
    "stop": (PROMPT["parameters.stop"], f"{INFERENCE}.stopSequences"),
    "tools[].name": (PROMPT["tools[].name"], f"{TOOL}.name"),
    "tools[].description": (PROMPT["tools[].description"], f"{TOOL}.description"),
    "tool_choice.name": (PROMPT["tool_choice.name"], f"{CHAT}.toolConfiguration.toolChoice.tool.name"),
    "variables": (PROMPT["variables"], f"{TEXT}.inputVariables"),
    "variables of a chat": (PROMPT["variables"], f"{CHAT}.inputVariables"),
    "kms_key_arn": (PROMPT["options.bedrock.kms_key_arn"], "customerEncryptionKeyArn"),
    "variant_name": (PROMPT["options.bedrock.variant_name"], f"{VARIANT}.name"),
    "default variant": (PROMPT["options.bedrock.variant_name"], "defaultVariant"),
    "agent": (PROMPT["options.bedrock.agent"], f"{VARIANT}.genAiResource.agent.agentIdentifier"),
}


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("operation", ["CreatePrompt", "UpdatePrompt"])
def test_a_limit_is_that_of_the_service_model(name: str, operation: str) -> None:
    limit, path = LIMITS[name]
    if operation == "UpdatePrompt" and path.startswith("tags"):
        operation, path = "TagResource", path
    assert bounds_of_ours(limit) == bounds_of_service(shape_at(operation, path))


def test_the_limit_of_a_version_is_that_of_the_service_model() -> None:
    expected = bounds_of_service(shape_at("CreatePromptVersion", "description"))
    assert bounds_of_ours(VERSION["description"]) == expected


def test_roles_are_those_of_the_service_model_and_the_system() -> None:
    enum = shape_at("CreatePrompt", f"{CHAT}.messages.[].role").metadata["enum"]
    assert _choices("messages[].role") == {"system", *enum}


def test_choices_of_tools_are_those_of_the_service_model() -> None:
    shape = shape_at("CreatePrompt", f"{CHAT}.toolConfiguration.toolChoice")
    assert isinstance(shape, StructureShape)
    assert set(shape.members) == {"auto", "any", "tool"}
    assert _choices("tool_choice") == {"auto", "required"}


def test_one_variant_is_all_that_the_service_takes() -> None:
    assert shape_at("CreatePrompt", "variants").metadata["max"] == 1


def test_the_names_of_variables_are_those_of_the_service_model() -> None:
    pattern = shape_at("CreatePrompt", f"{TEXT}.inputVariables.[].name").metadata["pattern"]
    assert isinstance(PROMPT["name"], Text)
    assert PROMPT["name"].pattern == pattern


def test_our_note_leaves_room_for_the_tags_that_aws_keeps() -> None:
    assert entries(PROMPT["tags"]).most == 50 - len([MARKER_TAG, NONCE_TAG])


def test_every_limit_of_ours_is_held_against_the_service_model() -> None:
    """A new one is added to `LIMITS`, or it is no limit."""
    compared = {id(limit) for limit, _ in LIMITS.values()} | {id(PROMPT["messages[].content[]"])}
    bounded = {name for name, limit in PROMPT.items() if isinstance(limit, Text | Between | Entries | Items)}
    left_out = {
        each for each in bounded if id(PROMPT[each]) not in compared and bounds_of_ours(PROMPT[each]) != Bounds()
    }
    assert left_out == {"tags"}, "the number of tags is no matter of the service model"
    assert PROMPT["messages[].content[]"] == PROMPT["messages[].content"]


def _choices(pattern: str) -> set[Any]:
    return set(getattr(PROMPT[pattern], "choices"))  # noqa: B009 (the class is not public)


# Nothing is dropped silently.


def patterns(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """The patterns of all properties of a model, as `Support` writes them."""
    for name, info in model.model_fields.items():
        path = f"{prefix}{info.alias or name}"
        yield path
        yield from _inner_patterns(info.annotation, path)


def _inner_patterns(annotation: Any, path: str) -> Iterator[str]:
    if annotation is Options:
        for kind, block in OPTIONS.items():
            yield from (f"{path}.{kind}", *patterns(block, f"{path}.{kind}."))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from patterns(annotation, f"{path}.")
    is_list = getattr(annotation, "__origin__", None) is tuple
    for part in getattr(annotation, "__args__", ()):
        yield from _inner_patterns(part, f"{path}[]" if is_list else path)


def test_each_property_is_taken_or_names_the_nearest_thing_that_works() -> None:
    everything = set(patterns(Content)) | {"version_name"}
    own = {name for name in everything if not _addressed_elsewhere(name)}
    refused = {name for name in own if name not in PROMPT and not _inside_refused(name)}
    assert refused == SUPPORT.instead.keys()
    assert all(SUPPORT.instead[name] for name in refused)


def _addressed_elsewhere(name: str) -> bool:
    """Options of other registries are not applied, and so not refused."""
    return name.startswith("options.") and not name.startswith("options.bedrock")


def _inside_refused(name: str) -> bool:
    return name.startswith("response_format.")


def test_every_limit_is_of_a_property_that_there_is() -> None:
    """A slip of the pen in a pattern would refuse the property that was meant."""
    known = set(patterns(Content)) | {"name", "description", "tags", "metadata"}
    lists = {name for name in PROMPT if name.endswith("[]")}
    assert {name.removesuffix("[]") for name in lists} <= known
    assert PROMPT.keys() - lists <= known


def test_a_version_name_is_refused_with_what_works() -> None:
    (failure,) = SUPPORT.refuses_in_version({"version_name": "first", "description": "x"})
    assert str(failure) == (
        "version_name: bedrock cannot express this: put it into the description; versions are numbered"
    )
