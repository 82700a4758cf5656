"""The pages of the reference beside those on the resources."""

import inspect
from collections.abc import Iterator
from typing import Any

from generation.documented import Documented, before_lists, entries, fields, outputs
from generation.resources import LINKS, MADE, function
from generation.words import documented, table
from pulumi_prompts import application, errors
from pulumi_prompts.content import variables
from pulumi_prompts.content.base import Identity
from pulumi_prompts.files import dotprompt, evidence, fragments, loading, markdown, promoted, schema, truefoundry
from pulumi_prompts.lifecycle import look_alikes
from pulumi_prompts.lifecycle.ownership import LEAVE
from pulumi_prompts.registries.base import Settings
from pulumi_prompts.registries.kinds import KINDS, backend_class

_SETTINGS = """\
The registry of a resource is its argument `backend`. If that is unset, it is `prompts:backend` of the stack's
configuration. If that is unset too, it is the embedded registry.

```yaml
config:
  prompts:backend:
    kind: mlflow
    url: https://mlflow.example.com
```

Settings never come from the environment. Credentials do: a variable of the environment is looked for first, then the
secret configuration of the stack (`pulumi config set --secret`).

`{leave}=<id>[,<id>]` in the environment makes a delete leave these prompts in the registry, without a call.
"""
_READING = "[Reading a prompt](../reading.md) shows how.\n"
_IN_THE_MESSAGE = "The message says it."
_REPLACES = " A change replaces the prompts."


def settings_page() -> str:
    """The settings of every registry, and where its credentials are looked for."""
    return "\n".join([f"# Settings\n\n{MADE}\n\n{_SETTINGS.format(leave=LEAVE)}", *map(_settings, KINDS)])


def _settings(kind: str) -> str:
    model = backend_class(kind).settings
    text = f"## {kind}\n\n{before_lists(model.__doc__)}\n\n{documented('setting', _of_settings(model), LINKS)}"
    rows = [[f"`{place.variable}`", f"`{place.key}`"] for place in getattr(model, "credentials", ())]
    return text + ("\n" + table(["variable", "secret configuration"], rows) if rows else "")


def _of_settings(model: type[Settings]) -> Iterator[Documented]:
    identifying = frozenset(_identifying(model))
    for each in fields(model):
        if each.name != "kind":
            yield each._replace(meaning=each.meaning + (_REPLACES if each.name in identifying else ""))


def _identifying(model: type[Settings]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        if any(isinstance(mark, Identity) for mark in field.metadata):
            yield name


def files_page() -> str:
    """The forms of prompt files, and every key of each."""
    beside = entries(promoted.PromptFile.__doc__, "Attributes")
    keys = [
        [f"`{name}`", beside[name]]
        for name in (promoted.PROMOTED, promoted.OVERRIDES, promoted.AFTER, promoted.EVIDENCE)
    ]
    header = [[f"`{name}`", f"`{argument}`"] for name, argument in dotprompt.HEADER.items()]
    members = ", ".join(f"`{name}`" for name in truefoundry.MANIFEST)
    links = {"Origin": "#origin"}
    return "\n".join(
        [
            f"# Prompt files\n\n{MADE}\n\n{_told(loading)}",
            "## Keys\n\nAll [arguments of a `Prompt`](prompt.md#arguments), by their names, and:\n",
            table(["key", "meaning"], keys),
            f"## A promoted file\n\n{_told(promoted)}",
            f"### promoted\n\n{documented('key', outputs(promoted.FileHead), links)}",
            f"### origin\n\n{documented('key', outputs(promoted.Origin), links)}",
            f"## Texts of other files\n\n{_told(fragments)}",
            f"## Markdown\n\n{_told(markdown)}",
            f"## Evidence\n\n{_told(evidence)}",
            f"## Humanloop's .prompt files\n\n{_told(dotprompt)}",
            table(["key of the header", "argument"], header),
            f"## In an editor\n\n{_told(schema)}",
            f"## TrueFoundry's manifests\n\nThese members are known: {members}.\nAll others become "
            "[`options.truefoundry.manifest_extra`](prompt.md#truefoundryoptions).\n",
        ]
    )


def variables_page() -> str:
    """What is a variable in a text, on each registry."""
    rows = [[f"`{kind}`", backend_class(kind).support.variables.form] for kind in KINDS]
    return "\n".join(
        [
            f"# Variables\n\n{MADE}\n\n{_told(variables)}",
            table(["registry", "characters of a name"], rows),
            f"## What only looks like a variable\n\n{_told(look_alikes)}",
        ]
    )


def application_page() -> str:
    """What an application calls."""
    served = application.ServedPrompt
    return "\n".join(
        [
            f"# Reading in an application\n\n{MADE}\n\n{_told(application)}\n{_READING}",
            f"## read\n\n{function(application.read)}",
            f"## ServedPrompt\n\n{before_lists(served.__doc__)}\n",
            documented("attribute", outputs(served), LINKS),
            f"### ServedPrompt.format\n\n{function(served.format)}",
        ]
    )


def errors_page() -> str:
    """Every error, below the more general one."""
    rows = [
        [f"{'— ' * depth}`{each.__name__}`", _summary(each), each.default_remedy or _IN_THE_MESSAGE]
        for each, depth in _tree(errors.PromptsError)
    ]
    about = _told(errors).split("\n\n")[-1]
    return f"# Errors\n\n{MADE}\n\n{about}\n" + table(["error", "meaning", "what to do"], rows)


def _tree(error: type[errors.PromptsError], depth: int = 0) -> Iterator[tuple[type[errors.PromptsError], int]]:
    yield error, depth
    for each in error.__subclasses__():
        if each.__module__ == errors.__name__:
            yield from _tree(each, depth + 1)


def _summary(of: Any) -> str:
    return " ".join(before_lists(of.__doc__).split())


def _told(module: Any) -> str:
    """What a module says of itself below its first line."""
    return inspect.cleandoc(module.__doc__ or "").partition("\n\n")[2] + "\n"
