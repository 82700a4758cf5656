"""Properties in words: where one stands, and what was meant by a name that is none. Without pydantic, for programs."""

import json
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

Step = str | int


def property_path(steps: Iterable[Step]) -> str:
    """A path as Pulumi writes it: `messages[0].content`, `tags["cost-center"]`."""
    path = ""
    for step in steps:
        path += f".{step}" if isinstance(step, str) and step.isidentifier() else f"[{json.dumps(step)}]"
    return path.removeprefix(".")


_STEP = re.compile(r'\.?(?P<name>[^.\[]+)|\[(?P<quoted>\d+|"(?:[^"\\]|\\.)*")\]')


def steps_of(path: str) -> tuple[Step, ...]:
    """The steps of a path that `property_path` wrote."""
    return tuple(found["name"] or json.loads(found["quoted"]) for found in _STEP.finditer(path))


def not_known(name: str, known: Iterable[str], inside: Mapping[str, Iterable[str]]) -> str:
    """What to say of a name that is none of `known`; `inside` are the names that each of those may hold."""
    known = sorted(known)
    if homes := [f"`{home}`" for home, names in inside.items() if name in names]:
        return f"is not a known property; it stands in {' or '.join(homes)}"
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(known)}"
    return f"is not a known property; {hint}"
