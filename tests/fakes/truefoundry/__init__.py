"""A strict, stateful fake of TrueFoundry's prompt registry over HTTP, for its SDKs and for our adapter.

    with TrueFoundryFake(OLD_PREFIX) as fake:
        client = TrueFoundry(base_url=fake.url, api_key=TOKEN)
        client.prompts.create_or_update(manifest=ChatPromptManifest(name="triage", ml_repo=ML_REPO, ...))
        fake.registry().prompt("triage").latest.manifest["description"] = "changed behind our back"
        fake.inject("GET /prompts/{id}", drop())
        assert fake.call_counts() == {"PUT /prompt-versions": 1} and fake.faults == []

Requests are held against the schema of the vendor's own clients. What was guessed about the service, because neither
they nor the documentation say it, is marked "inferred" where it is decided, or is one of the `Habits`.
"""

from ..scripting import ANY, Fault, delay, drop, lose_answer, page, truncate
from .fake import (
    ML_REPO,
    ML_REPOS,
    NEW_PREFIX,
    OLD_PREFIX,
    OTHER_ML_REPO,
    OTHER_TENANT,
    OTHER_TOKEN,
    TENANT,
    TOKEN,
    TOKENS,
    Call,
    Prefix,
    TrueFoundryFake,
)
from .refusals import error
from .registry import Habits, Registry
from .state import Prompt, Version

__all__ = [
    "ANY",
    "ML_REPO",
    "ML_REPOS",
    "NEW_PREFIX",
    "OLD_PREFIX",
    "OTHER_ML_REPO",
    "OTHER_TENANT",
    "OTHER_TOKEN",
    "TENANT",
    "TOKEN",
    "TOKENS",
    "Call",
    "Fault",
    "Habits",
    "Prefix",
    "Prompt",
    "Registry",
    "TrueFoundryFake",
    "Version",
    "delay",
    "drop",
    "error",
    "lose_answer",
    "page",
    "truncate",
]
