"""What differs between the state and the inputs, as JSON tells values apart."""

from typing import Any

import pytest

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.content.comparing import differing


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (1, 1.0),
        (True, True),
        ("", ""),
        (None, []),
        ({}, None),
        ({"a": [1, {"b": 2.0}]}, {"a": [1.0, {"b": 2}]}),
        ([1, 2], (1, 2)),
    ],
)
def test_the_same_to_json(old: Any, new: Any) -> None:
    assert differing({"metadata": old}, {"metadata": new}, ["metadata"]) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (1, True),
        (0, False),
        (False, None),
        (0, None),
        ("", None),
        (1, "1"),
        ({"a": 1}, {"a": True}),
        ({"a": [0]}, {"a": [False]}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([1], [1, 2]),
        ([1], {"0": 1}),
        (1, UNKNOWN),
        ({"a": UNKNOWN}, {"a": UNKNOWN}),
    ],
)
def test_not_the_same_to_json(old: Any, new: Any) -> None:
    assert differing({"metadata": old}, {"metadata": new}, ["metadata"]) == ["metadata"]


@pytest.mark.parametrize("name", ["description", "version_name"])
def test_an_empty_description_is_none(name: str) -> None:
    assert differing({name: ""}, {}, [name]) == differing({}, {name: ""}, [name]) == []
    assert differing({name: ""}, {name: "x"}, [name]) == [name]
