"""A strict, stateful fake of Langfuse's prompts over HTTP, for the vendor's SDK and for ours.

    with LangfuseFake() as fake:
        client = Langfuse(host=fake.url, public_key=PUBLIC_KEY, secret_key=SECRET_KEY)
        client.create_prompt(name="desk/triage", prompt="Sort {{ticket}}.", labels=["production"])
        fake.registry().write("desk/triage", type="text", prompt="Changed behind our back.")
        fake.inject("get", drop())
        assert fake.call_counts() == {"create": 1} and fake.faults == []

It does what the server's source says (4.16.0); no server was asked. What neither the source nor the vendor's SDK says
is marked "inferred" where it is decided. In one thing it is stricter than the server: members that nobody knows, in a
query or at the top of a body, are refused, so that a slip of the pen is seen.
"""

from ..scripting import ANY, Fault, delay, drop, lose_answer, page, truncate
from .fake import (
    KEYS,
    OTHER_PROJECT,
    OTHER_PUBLIC_KEY,
    PROJECT,
    PUBLIC_KEY,
    SECRET_KEY,
    Call,
    LangfuseFake,
    authorization,
)
from .registry import Registry
from .state import Version
from .wire import error

__all__ = [
    "ANY",
    "KEYS",
    "OTHER_PROJECT",
    "OTHER_PUBLIC_KEY",
    "PROJECT",
    "PUBLIC_KEY",
    "SECRET_KEY",
    "Call",
    "Fault",
    "LangfuseFake",
    "Registry",
    "Version",
    "authorization",
    "delay",
    "drop",
    "error",
    "lose_answer",
    "page",
    "truncate",
]
