"""What programs write and what `check` parses are two layers of one thing: no name may stand in only one of them."""

import inspect
from typing import Any, is_typeddict

import pytest
from pydantic import BaseModel

import pulumi_prompts
from pulumi_prompts import PromptVersion
from pulumi_prompts.content import model as content
from pulumi_prompts.content import options
from pulumi_prompts.lifecycle.declaration import CONTENT
from pulumi_prompts.lifecycle.inputs import PromptInputs, VersionInputs
from pulumi_prompts.program import inputs
from pulumi_prompts.registries import KINDS, backend_class
from pulumi_prompts.resources import prompt

TYPED_DICTS = {name: value for name, value in vars(inputs).items() if is_typeddict(value)}
BACKENDS = {name: kind for kind in KINDS for name in TYPED_DICTS if name.lower() == f"{kind}backend"}
MODELS = {
    name: value
    for module in (content, options)
    for name, value in vars(module).items()
    if inspect.isclass(value) and issubclass(value, BaseModel) and value.__module__ == module.__name__
}
SET_BY_THE_PROGRAM = {"prompt_id", "prompt_name", "prompt_marker", "digest", "marker"}
"""Inputs that `PromptVersion` takes from its prompt or adds; nobody writes them."""


def names_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def required_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items() if field.is_required()}


def annotations_of(written: type) -> dict[str, Any]:
    """The properties of a TypedDict; those of pulumi's `Input` cannot be evaluated outside pulumi."""
    return dict(written.__annotations__)


def arguments_of(function: Any) -> dict[str, inspect.Parameter]:
    parameters = inspect.signature(function).parameters
    return {name: value for name, value in parameters.items() if value.kind is value.KEYWORD_ONLY}


@pytest.mark.parametrize("name", sorted(set(MODELS) - {"Content"}))
def test_a_dict_has_the_properties_of_its_model(name: str) -> None:
    written, parsed = TYPED_DICTS[name], MODELS[name]
    assert set(annotations_of(written)) == names_of(parsed)
    assert set(written.__required_keys__) == required_of(parsed)


@pytest.mark.parametrize("name", sorted(BACKENDS))
def test_a_backend_has_the_properties_of_its_settings(name: str) -> None:
    written, kind = TYPED_DICTS[name], BACKENDS[name]
    settings = backend_class(kind).settings
    hints = annotations_of(written)
    assert set(hints) == names_of(settings)
    assert written.__required_keys__ <= required_of(settings)
    assert f"'{kind}'" in str(hints["kind"])


def test_every_dict_has_a_model() -> None:
    assert set(TYPED_DICTS) == set(MODELS) - {"Content"} | set(BACKENDS)


def test_every_option_block_belongs_to_a_registry() -> None:
    assert set(annotations_of(inputs.Options)) <= set(KINDS)


def test_every_dict_is_public() -> None:
    assert set(TYPED_DICTS) <= set(pulumi_prompts.__all__)


@pytest.mark.parametrize("name", sorted(TYPED_DICTS))
def test_calling_one_builds_a_plain_dict(name: str) -> None:
    values = dict.fromkeys(annotations_of(TYPED_DICTS[name]), "anything")
    assert TYPED_DICTS[name](**values) == values


def test_the_arguments_of_a_prompt() -> None:
    assert set(annotations_of(prompt.ContentArgs)) == CONTENT
    assert set(annotations_of(prompt.PromptArgs)) == CONTENT | names_of(PromptInputs) | {"backend"}
    assert prompt.PromptArgs.__required_keys__ == set()


def test_the_arguments_of_a_version() -> None:
    arguments = arguments_of(PromptVersion.__init__)
    assert set(arguments) - {"prompt"} == names_of(VersionInputs) - SET_BY_THE_PROGRAM
    assert [name for name, value in arguments.items() if value.default is value.empty] == ["prompt"]


def test_every_argument_is_documented() -> None:
    written = {
        prompt.ContentArgs: CONTENT,
        prompt.PromptArgs: set(annotations_of(prompt.PromptArgs)) - CONTENT,
        PromptVersion.__init__: set(arguments_of(PromptVersion.__init__)),
    }
    missing = [name for where, names in written.items() for name in names if f"\n    {name}: " not in _doc(where)]
    assert missing == []


def _doc(documented: Any) -> str:
    return inspect.getdoc(documented) or ""


@pytest.mark.parametrize("role", ["system", "user", "assistant"])
def test_a_message_of_a_role(role: str) -> None:
    assert getattr(inputs, role)("Hello.") == {"role": role, "content": "Hello."}
