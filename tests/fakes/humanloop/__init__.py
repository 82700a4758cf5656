"""A strict, stateful fake of Humanloop's prompts over HTTP, for the vendor's SDK and for ours.

    with HumanloopFake() as fake:
        client = Humanloop(base_url=fake.url, api_key=KEY)
        client.prompts.upsert(path="desk/triage", model="gpt-4o", template="Sort {{ticket}}.")
        fake.registry().write("desk/triage", model="gpt-4o", template="Changed behind our back.")
        fake.inject("get", drop())
        assert fake.call_counts() == {"upsert": 1} and fake.faults == []

What was guessed about the service, because neither its documentation nor its SDK says it, is marked "inferred" where it
is decided.
"""

from ..scripting import ANY, Fault, delay, drop, lose_answer, page, truncate
from .fake import KEY, KEYS, ORGANIZATION, OTHER_KEY, OTHER_ORGANIZATION, Call, HumanloopFake
from .registry import Registry
from .state import Environment, Prompt, Version
from .wire import error

__all__ = [
    "ANY",
    "KEY",
    "KEYS",
    "ORGANIZATION",
    "OTHER_KEY",
    "OTHER_ORGANIZATION",
    "Call",
    "Environment",
    "Fault",
    "HumanloopFake",
    "Prompt",
    "Registry",
    "Version",
    "delay",
    "drop",
    "error",
    "lose_answer",
    "page",
    "truncate",
]
