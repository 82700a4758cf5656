"""What programs write: the public names, and what an argument means wherever somebody looks for it."""

import inspect
import pydoc
import re

import pytest
from pydantic import BaseModel

import pulumi_prompts
from pulumi_prompts import Prompt, PromptAlias, PromptAliasArgs, PromptArgs, PromptVersion, PromptVersionArgs
from pulumi_prompts.content.model import Content
from pulumi_prompts.lifecycle.inputs import AliasInputs, PromptInputs, VersionInputs
from pulumi_prompts.lifecycle.promoted import GATES
from pulumi_prompts.program import arguments, inputs, messages

SET_BY_THE_PROGRAM = {"prompt_id", "prompt_name", "prompt_marker", "digest", "marker"}
"""Inputs that `PromptVersion` takes from its prompt or adds; nobody writes them."""

SET_FOR_AN_ALIAS = SET_BY_THE_PROGRAM | {"prompt_uri", "with_digest", "content", "content_digest", "after_marker"}

OF_A_PROMOTED_FILE = {"promoted", "overrides", "before_overrides", *GATES}
"""Inputs that `Prompt.from_file` hands over."""


def names_of(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


def test_the_arguments_of_a_prompt_are_its_inputs() -> None:
    said = names_of(PromptInputs) - OF_A_PROMOTED_FILE
    assert set(PromptArgs.__annotations__) == names_of(Content) | said | {"backend"}
    assert PromptArgs.__required_keys__ == set()


def test_the_arguments_of_a_version_are_its_inputs_and_those_of_its_constructor() -> None:
    assert set(PromptVersionArgs.__annotations__) == names_of(VersionInputs) - SET_BY_THE_PROGRAM
    parameters = inspect.signature(PromptVersion.__init__).parameters.values()
    by_name = {each.name: each.annotation for each in parameters if each.kind is each.KEYWORD_ONLY}
    assert by_name == {"prompt": Prompt, **PromptVersionArgs.__annotations__}


def test_the_arguments_of_an_alias_are_its_inputs_and_those_of_its_constructor() -> None:
    others = {"version", "after"}
    assert set(PromptAliasArgs.__annotations__) == names_of(AliasInputs) - SET_FOR_AN_ALIAS - others
    parameters = inspect.signature(PromptAlias.__init__).parameters.values()
    by_name = {each.name for each in parameters if each.kind is each.KEYWORD_ONLY}
    assert by_name == {"prompt", *others, *PromptAliasArgs.__annotations__}
    assert [each.name for each in parameters if each.default is each.empty and each.kind is each.KEYWORD_ONLY] == [
        "prompt",
        "alias",
        "version",
    ]


@pytest.mark.parametrize(
    ("resource", "shape"),
    [(Prompt, PromptArgs), (PromptVersion, PromptVersionArgs), (PromptAlias, PromptAliasArgs)],
    ids=["prompt", "version", "alias"],
)
def test_help_tells_what_each_argument_means(resource: type, shape: type) -> None:
    told = " ".join(pydoc.plain(pydoc.render_doc(resource)).replace("|", " ").split())
    meanings = re.findall(r"^    (\w+: .*(?:\n        .*)*)", inspect.getdoc(shape) or "", re.MULTILINE)
    assert {meaning.partition(":")[0] for meaning in meanings} == set(shape.__annotations__)
    assert [meaning for meaning in meanings if " ".join(meaning.split()) not in told] == []


def test_every_dict_is_public() -> None:
    assert set(inputs.__all__) | {"PromptArgs", "PromptVersionArgs", "PromptAliasArgs"} <= set(pulumi_prompts.__all__)
    assert pulumi_prompts.PromptArgs is arguments.PromptArgs
    assert all(hasattr(pulumi_prompts, name) for name in pulumi_prompts.__all__)


@pytest.mark.parametrize("role", ["system", "user", "assistant"])
def test_a_message_of_a_role(role: str) -> None:
    assert getattr(messages, role)("Hello.") == {"role": role, "content": "Hello."}
