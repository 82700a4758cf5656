"""Paths of properties, written and read."""

from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts.content.properties import property_path, steps_of

STEPS = st.lists(st.text() | st.sampled_from(["a.b", "a[0]", '"', "_a1", "℘", "0"]) | st.integers(min_value=0))


@given(STEPS)
def test_a_path_says_its_steps(steps: list[str | int]) -> None:
    assert steps_of(property_path(steps)) == tuple(steps)
