"""The type of a resource stands in every user's state: a subclass of the user's own has that of its parent."""

from typing import Any

import pytest

from pulumi_prompts import Prompt, PromptAlias, PromptVersion
from pulumi_prompts.errors import InputError
from pulumi_prompts.resources.bulk_prompts import BulkPrompts
from pulumi_prompts.resources.resource import OfOneType


class MyPrompt(Prompt):
    pass


class MyOwnPrompt(MyPrompt):
    pass


class MyVersion(PromptVersion):
    pass


@pytest.mark.parametrize(
    ("resource", "type_"),
    [
        (Prompt, "dynamic/prompts:Prompt"),
        (MyPrompt, "dynamic/prompts:Prompt"),
        (MyOwnPrompt, "dynamic/prompts:Prompt"),
        (PromptVersion, "dynamic/prompts:PromptVersion"),
        (MyVersion, "dynamic/prompts:PromptVersion"),
        (PromptAlias, "dynamic/prompts:PromptAlias"),
        (BulkPrompts, "dynamic/prompts:BulkPrompts"),
    ],
)
def test_the_type_is_that_of_our_resource(resource: type[OfOneType], type_: str) -> None:
    assert resource._resource_type_name == type_


@pytest.mark.parametrize("given", ["faq", None])
def test_a_version_is_of_a_prompt(given: Any) -> None:
    with pytest.raises(InputError) as raised:
        PromptVersion("faq", prompt=given)
    assert str(raised.value) == f"faq: `prompt` must be a Prompt, and not {type(given).__name__}"
