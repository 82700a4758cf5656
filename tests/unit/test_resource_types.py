"""The type of a resource stands in every user's state: a subclass of the user's own has that of its parent."""

import pytest

from pulumi_prompts import Prompt, PromptVersion


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
    ],
)
def test_the_type_is_that_of_our_resource(resource: type[Prompt | PromptVersion], type_: str) -> None:
    assert resource._resource_type_name == type_
