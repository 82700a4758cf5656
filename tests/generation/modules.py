"""What is generated, each a text: modules, arguments in docstrings, a table, documents."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel

from docs.readme import DOCS, README
from docs.support_table import page as support_page
from generation.command_line import command_line
from generation.prompt_schema import prompt_schema
from generation.reference import reference
from generation.resources import ABOUT_OPTIONS
from generation.typed_dicts import Property, described, dict_of, entry, typed_dict, uses, written
from pulumi_prompts.content.model import Content
from pulumi_prompts.files.schema import FILE
from pulumi_prompts.lifecycle.inputs import AliasInputs, PromptInputs, VersionInputs
from pulumi_prompts.registries.kinds import KINDS, OPTIONS, backend_class
from pulumi_prompts.report.forms import json_form as report_json
from pulumi_prompts.status.forms import json_form as status_json

PACKAGE = README.parent / "provider" / "pulumi_prompts"
_BY_HAND = "Made by `make generate` from the models that parse what a program wrote; changes belong there."
_BACKEND = Property(
    "backend",
    "Input[Backend] | None",
    "The registry. If unset, it is `prompts:backend` of the stack's configuration, or else the embedded registry.",
)

_ABOUT_OTHERS = """The backend of a registry that another package brings: a TypedDict of that package.

Every TypedDict is one, because this has no key. A literal dict is none: a wrong key of a known kind is an error.
"""

_INPUTS = '''"""The types of arguments: plain dicts, in which every value may be an `Output`.

A class makes a dict: `Parameters(temperature=0)` is `{{"temperature": 0}}`. It checks nothing. A preview checks all
arguments of a resource, and tells every mistake with the path of its property.
{by_hand}
"""

{imports}

__all__ = [{names}]


{classes}

Backend = {backends}
'''

_ARGUMENTS = '''"""The arguments of the resources as types, for authors of components.

{by_hand}
"""

{imports}

CONTENT_NAMES = ({content})
"""The arguments of a `Prompt` that decide how a model answers."""


{classes}
'''


def generated() -> Mapping[Path, str]:
    """The whole text of each file that holds something generated."""
    names = ("prompt.py", "prompt_version.py", "prompt_alias.py", "prompt_folder.py")
    prompt, version, alias, folder = (PACKAGE / "resources" / name for name in names)
    return {
        PACKAGE / "program" / "inputs.py": _formatted(_inputs()),
        PACKAGE / "program" / "arguments.py": _formatted(_arguments()),
        prompt: with_arguments(prompt.read_text(encoding="utf-8"), "Prompt", prompt_arguments()),
        version: with_arguments(version.read_text(encoding="utf-8"), "PromptVersion", version_arguments()),
        alias: with_arguments(alias.read_text(encoding="utf-8"), "PromptAlias", alias_arguments()),
        folder: with_arguments(folder.read_text(encoding="utf-8"), "PromptFolder", folder_arguments(), _OF_FOLDERS),
        PACKAGE / "files" / FILE: prompt_schema(),
        DOCS / "command-line.md": command_line(),
        DOCS / "reference" / "support.md": support_page(),
        DOCS / "report.schema.json": json.dumps(report_json.schema(), indent=2) + "\n",
        DOCS / "status.schema.json": json.dumps(status_json.schema(), indent=2) + "\n",
        **{DOCS / "reference" / name: page for name, page in reference().items()},
    }


def _inputs() -> str:
    classes = dict(_classes())
    backends = [name for name in classes if name.endswith("Backend")]
    text = "\n\n".join(classes.values())
    return _INPUTS.format(
        by_hand=_BY_HAND,
        imports=_imports(text),
        names=", ".join(f'"{name}"' for name in sorted([*classes, "Backend"])),
        classes=text,
        backends=" | ".join(backends),
    )


def _classes() -> Iterator[tuple[str, str]]:
    for model in dict.fromkeys(each for each in uses(Content) if each is not Content):
        yield model.__name__, dict_of(model)
    for model in dict.fromkeys(model for block in OPTIONS.values() for model in uses(block)):
        yield model.__name__, dict_of(model)
    blocks = [Property(kind, f"Input[{block.__name__}]", described(block)[0]) for kind, block in OPTIONS.items()]
    yield "Options", typed_dict("Options", ABOUT_OPTIONS, blocks, total=False)
    for settings in (backend_class(kind).settings for kind in KINDS):
        name = settings.__name__.replace("Settings", "Backend")
        yield name, dict_of(settings, name)
    yield "OtherBackend", typed_dict("OtherBackend", _ABOUT_OTHERS, [], total=True)


def _arguments() -> str:
    summaries = {
        "PromptArgs": ("All arguments of a `Prompt`.", prompt_arguments()),
        "PromptVersionArgs": ("All arguments of a `PromptVersion` except `prompt`.", version_arguments()),
        "PromptAliasArgs": (
            "All arguments of a `PromptAlias` except `prompt`, `version` and `after`.",
            alias_arguments(),
        ),
        "PromptFolderArgs": ("What holds for all prompts of a `PromptFolder`.", folder_arguments()),
    }
    text = "\n\n".join(typed_dict(name, *given, total=False) for name, given in summaries.items())
    names = [name for name in sorted([*dict(_classes()), "Backend"]) if re.search(rf"\b{name}\b", text)]
    imports = f"{_imports(text)}\n\nfrom pulumi_prompts.program.inputs import {', '.join(names)}"
    content = ", ".join(f'"{each.name}"' for each in _arguments_of(Content))
    return _ARGUMENTS.format(by_hand=_BY_HAND, imports=imports, content=content, classes=text)


def prompt_arguments() -> list[Property]:
    """Those of a `Prompt`."""
    return [*_arguments_of(Content), *_arguments_of(PromptInputs), _BACKEND]


def version_arguments() -> list[Property]:
    """Those of a `PromptVersion`, but for its prompt."""
    return list(_arguments_of(VersionInputs))


def alias_arguments() -> list[Property]:
    """Those of a `PromptAlias` that are no resources; of the evidence a program says where it is."""
    types = {"evidence": "str | PathLike[str] | None"}
    return [each._replace(type=types.get(each.name, each.type)) for each in _arguments_of(AliasInputs)]


def folder_arguments() -> list[Property]:
    """What many prompts can have in common: no text, and nothing that tells one from another."""
    own = ("template", "messages", "variables", "name", "description", "take_over_from")
    return [each for each in prompt_arguments() if each.name not in own]


def _arguments_of(model: type[BaseModel]) -> Iterator[Property]:
    """What of a model programs say, which is what it describes."""
    _, meanings = described(model)
    for name, field in model.model_fields.items():
        if name in meanings:
            yield Property(name, f"{written(field)} | None", meanings[name])


def _imports(text: str) -> str:
    """The imports that the text needs."""
    from_modules = {
        "collections.abc": ("Mapping", "Sequence"),
        "os": ("PathLike",),
        "typing": ("Any", "Literal", "NotRequired", "TypedDict"),
    }
    needed = {module: _in(text, names) for module, names in from_modules.items()}
    lines = [f"from {module} import {', '.join(names)}" for module, names in needed.items() if names]
    return "\n".join([*lines, "", "from pulumi import Input"])


def _in(text: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if re.search(rf"\b{name}\b", text)]


_OF_ALL = ("resource_name", "opts", "prompt", "version", "after")
_OF_FOLDERS = ("resource_name", "path", "opts", "keep", "prompt_aliases", "overrides", "from_loop", "bulk")


def with_arguments(source: str, class_name: str, arguments: Sequence[Property], own: Sequence[str] = _OF_ALL) -> str:
    """The module, with these arguments in the docstring of the constructor of a class, after its `own`."""
    document = next(_constructors(ast.parse(source), class_name)).body[0]
    lines = source.splitlines(keepends=True)
    start, end = document.lineno, (document.end_lineno or 0) - 1
    stays = [line for line in _entries(lines[start:end]) if _name_of(line) in ("", *own)]
    written_anew = (entry(each.name, each.meaning, 12) for each in arguments)
    return "".join([*lines[:start], *stays, *written_anew, *lines[end:]])


def _constructors(module: ast.Module, class_name: str) -> Iterator[ast.FunctionDef]:
    classes = (node for node in module.body if isinstance(node, ast.ClassDef) and node.name == class_name)
    return (
        node for each in classes for node in each.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    )


def _entries(lines: Sequence[str]) -> list[str]:
    """The lines of a docstring, those of one argument together."""
    entries: list[str] = []
    for line in lines:
        if line.startswith(" " * 16):
            entries[-1] += line
        else:
            entries.append(line)
    return entries


def _name_of(entry_: str) -> str:
    found = re.match(r" {12}(\w+): ", entry_)
    return found[1] if found else ""


def _formatted(source: str) -> str:
    ruff = str(Path(sys.executable).with_name("ruff"))
    command = [ruff, "format", "--stdin-filename", str(PACKAGE / "program" / "inputs.py"), "-"]
    return str(subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout)
