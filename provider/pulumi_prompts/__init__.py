"""Declare LLM prompts and their versions beside the rest of the infrastructure, and read them in an application.

What programs write stands in `public`, and is loaded when a program first asks for it: an application that reads what
`up` made imports neither Pulumi nor a registry's client.
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
