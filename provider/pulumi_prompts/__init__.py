"""Declare LLM prompts and their versions with Pulumi, and read them in an application.

A program declares `Prompt`, `PromptVersion` and `PromptAlias`; `help(pulumi_prompts.Prompt)` lists all arguments:

    triage = Prompt("triage", messages=[system("You sort tickets."), user("Ticket: {{ticket}}")])
    published = PromptVersion("triage", prompt=triage)
    PromptAlias("triage", prompt=triage, alias="production", version=published)

An application that uses the embedded registry reads them with `read`:

    prompt = pulumi_prompts.read("triage", alias="production").format(ticket="I was charged twice.")

The names that programs use are in `public`. Python imports it when a program first uses one of them, so an application
that only reads imports neither Pulumi nor the client of a registry.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from pulumi_prompts.application import ServedPrompt, read

if TYPE_CHECKING:
    from pulumi_prompts import public
    from pulumi_prompts.program import inputs  # once more: mypy follows an `__all__` no further than one module
    from pulumi_prompts.program.inputs import *  # noqa: F403
    from pulumi_prompts.public import *  # noqa: F403

    __all__ = ["ServedPrompt", "read"]
    __all__ += public.__all__
    __all__ += inputs.__all__
else:

    def __getattr__(name: str) -> object:
        """A module of the package, or a public name."""
        if not name.startswith("_") and find_spec(f"{__name__}.{name}"):
            return import_module(f"{__name__}.{name}")
        if not name.startswith("_") or name == "__all__":
            public = import_module(f"{__name__}.public")
            if hasattr(public, name):
                return getattr(public, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=sys.modules[__name__])

    def __dir__() -> list[str]:
        """For `help` and completion."""
        return sorted({*globals(), *import_module(f"{__name__}.public").__all__})
