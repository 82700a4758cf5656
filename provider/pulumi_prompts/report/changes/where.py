"""In which registry a resource is, and whether it is in production."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from pulumi_prompts.content.base import UNKNOWN as NOT_KNOWN
from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.registries.session import Target
from pulumi_prompts.registries.support import Support
from pulumi_prompts.report.previews.steps import State

NOT_TOLD = "a registry that is known at `pulumi up`"
_PRODUCTION = frozenset({"prod", "production", "live"})
_NO_LETTERS = re.compile(r"[^a-z]+")


@dataclass(frozen=True)
class Registry:
    """A registry.

    Attributes:
        place: As people know it, such as `bedrock us-east-1`; only its kind if the rest is not known.
        support: What it can do.
        target: What the program says of it.
    """

    place: str
    support: Support
    target: Target


def registry_of(state: State) -> Registry:
    """The registry that a resource names."""
    return _registry(json.dumps(state.said("backend"), sort_keys=True))


def is_production(name: str) -> bool:
    """Whether the name of a stack or an alias has one of the words `prod`, `production` and `live`, in any case.

    A word ends at the first character that is no letter: `eu-prod-2` is production, and `reproduction` is not. The
    organization and the project of a stack do not count.
    """
    return not _PRODUCTION.isdisjoint(_NO_LETTERS.split(name.rpartition("/")[2].lower()))


@cache
def _registry(backend: str) -> Registry:
    given = json.loads(backend, object_hook=_with_our_sign)
    target = Target.of(NOT_KNOWN if given == UNKNOWN else given)
    kind = given.get("kind") if isinstance(given, dict) else None
    kind = kind if isinstance(kind, str) else ""
    return Registry(target.place or kind or NOT_TOLD, target.support or Support(kind, {}), target)


def _with_our_sign(said: dict[str, Any]) -> dict[str, Any]:
    return {name: NOT_KNOWN if value == UNKNOWN else value for name, value in said.items()}
