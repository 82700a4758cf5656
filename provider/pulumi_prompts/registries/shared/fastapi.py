"""How services that are built with FastAPI say what is wrong with a request."""

from collections.abc import Mapping, Sequence
from typing import Any

from pulumi_prompts.content.properties import property_path


def problems_in(detail: Sequence[Any]) -> str:
    """What `detail` of a refusal lists: where in the body, and why; never the value, which may be secret."""
    return "; ".join(_problem(each) for each in detail if isinstance(each, Mapping))


def _problem(problem: Mapping[str, Any]) -> str:
    steps = [step for step in problem.get("loc", ()) if step != "body"]
    return f"{property_path(steps)}: {problem.get('msg')}" if steps else str(problem.get("msg"))
