"""The pages of the reference on the resources: every argument, every output, and the types of the arguments."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from generation.documented import Documented, arguments, before_lists, defaults_of, entries, fields, outputs
from generation.typed_dicts import described, uses, written
from generation.words import documented, table
from pulumi_prompts import FolderPrompt, Prompt, PromptFolder, PromptFolderArgs, PromptOverrides
from pulumi_prompts.content.model import Content
from pulumi_prompts.lifecycle.inputs import PromptInputs
from pulumi_prompts.registries.kinds import OPTIONS

MADE = "<!-- Made by `make generate` from docstrings and models; changes belong there. -->"
_TYPES: Mapping[str, type[BaseModel]] = {
    model.__name__: model for model in (*uses(Content), *OPTIONS.values()) if model is not Content
}
LINKS = {
    **{name: f"prompt.md#{name.lower()}" for name in (*_TYPES, "Options")},
    "Prompt": "prompt.md",
    "PromptArgs": "prompt.md#arguments",
    "PromptVersion": "prompt-version.md",
    "PromptAlias": "prompt-alias.md",
    "PromptOverrides": "prompt-folder.md#promptoverrides",
    "Backend": "settings.md",
    "ServedPrompt": "application.md#servedprompt",
}


ABOUT_OPTIONS = (
    "A block for each registry that has options of its own. Only the block of the prompt's registry applies."
)
_ABOUT_TYPES = f"""
## Types

Each of these is a `dict`. A class of that name makes one: `Parameters(temperature=0)` is `{{"temperature": 0}}`. Any
value may be an `Output`.

### Options

{ABOUT_OPTIONS}

"""


def prompt() -> str:
    """The page of a `Prompt`, with the types of its arguments."""
    blocks = ([f"`{kind}`", f"[`{block.__name__}`]({LINKS[block.__name__]})"] for kind, block in OPTIONS.items())
    types = (f"\n### {name}\n\n{described(model)[0]}\n\n{_of_model(model)}" for name, model in _TYPES.items())
    return "".join([resource(Prompt, PromptInputs), _ABOUT_TYPES, table(["key", "type"], blocks), *types])


def resource(of: Any, model: type[BaseModel]) -> str:
    """The page of a resource."""
    defaults = defaults_of(model)
    given = [*arguments(of.__init__, defaults), *_from_models(of, defaults)]
    parts = [
        f"# {of.__name__}\n\n{MADE}\n\n{before_lists(of.__doc__)}\n",
        f"## Arguments\n\n{documented('argument', given, LINKS)}",
        f"## Outputs\n\n{documented('output', outputs(of), LINKS)}",
        *(_method(of, name) for name in ("from_file", "get") if name in vars(of)),
    ]
    return "\n".join(parts)


def folder() -> str:
    """The page of a `PromptFolder`, with what one of its prompts is, and what may be said of one."""
    common = (each for each in _from_models(PromptFolder, {}) if each.name in PromptFolderArgs.__annotations__)
    given = [*arguments(PromptFolder.__init__, {}), *common]
    beside = entries(PromptOverrides.__doc__, "Attributes").items()
    return "\n".join(
        [
            f"# PromptFolder\n\n{MADE}\n\n{before_lists(PromptFolder.__doc__)}\n",
            f"## Arguments\n\n{before_lists(PromptFolder.__init__.__doc__)}\n\n{documented('argument', given, LINKS)}",
            f"## FolderPrompt\n\n{before_lists(FolderPrompt.__doc__)}\n",
            documented("output", outputs(FolderPrompt), LINKS),
            f"## PromptOverrides\n\n{before_lists(PromptOverrides.__doc__)}\n",
            table(["argument", "meaning"], ([f"`{name}`", meaning] for name, meaning in beside)),
        ]
    )


def _from_models(of: Any, defaults: Mapping[str, str]) -> Iterator[Documented]:
    """The arguments that the models say, of which the docstring of the constructor has the meanings."""
    meanings = entries(of.__init__.__doc__, "Args")
    if of in (Prompt, PromptFolder):
        for name, field in (Content.model_fields | PromptInputs.model_fields).items():
            if name in meanings:
                yield Documented(name, written(field), meanings[name], defaults.get(name, ""))
        yield Documented("backend", "Backend", meanings["backend"])


def _method(of: Any, name: str) -> str:
    method = getattr(of, name).__func__
    return f"## {of.__name__}.{name}\n\n{function(method)}"


def function(of: Any) -> str:
    """A function or a method: what it does, takes and raises."""
    raised = entries(of.__doc__, "Raises")
    raises = [f"- raises [`{name}`](errors.md): {when}\n" for name, when in raised.items()]
    given = documented("argument", arguments(of, {}), LINKS)
    return "".join([f"{before_lists(of.__doc__)}\n\n{given}", *(["\n", *raises] if raises else [])])


def _of_model(model: type[BaseModel]) -> str:
    return documented("key", fields(model), LINKS)
