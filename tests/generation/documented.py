"""What classes and functions say of themselves: their arguments, each with type, default and meaning."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from generation.typed_dicts import described, properties

_ENTRY = re.compile(r"^    (\w+): (.*(?:\n        .*)*)", re.MULTILINE)
REQUIRED = "required"


class Documented(NamedTuple):
    """An argument, an output, a setting: its type in the words of Python; no default where none is said."""

    name: str
    type: str
    default: str
    meaning: str


def entries(document: str | None, heading: str) -> dict[str, str]:
    """What a docstring lists under a heading."""
    after = inspect.cleandoc(document or "").partition(f"{heading}:\n")[2]
    section = re.split(r"\n\n(?=\w)", after)[0]
    return {name: re.sub(r"\s+", " ", meaning) for name, meaning in _ENTRY.findall(section)}


def before_lists(document: str | None) -> str:
    """A docstring without what it lists."""
    return re.split(r"\n\n(?:Args|Attributes|Raises):", inspect.cleandoc(document or ""))[0]


def arguments(function: Callable[..., Any], defaults: Mapping[str, str]) -> Iterator[Documented]:
    """Those of a function, but for `self`, `cls` and what is after two asterisks."""
    tree = _tree(function)
    assert isinstance(tree, ast.FunctionDef)
    meanings = entries(function.__doc__, "Args")
    given = [*[None] * (len(tree.args.args) - len(tree.args.defaults)), *tree.args.defaults, *tree.args.kw_defaults]
    for argument, default in zip([*tree.args.args, *tree.args.kwonlyargs], given, strict=True):
        if argument.annotation:
            unset = REQUIRED if default is None else defaults.get(argument.arg, "")
            yield Documented(argument.arg, ast.unparse(argument.annotation), unset, meanings[argument.arg])


def outputs(of: type) -> Iterator[Documented]:
    """Those of a resource: what its docstring lists, then its properties."""
    tree = _tree(of)
    assert isinstance(tree, ast.ClassDef)
    types = {
        ast.unparse(each.target): ast.unparse(each.annotation) for each in tree.body if isinstance(each, ast.AnnAssign)
    }
    for name, meaning in entries(of.__doc__, "Attributes").items():
        yield Documented(name, types.get(name, "str"), "", meaning)
    for each in tree.body:
        if isinstance(each, ast.FunctionDef) and each.returns and ast.unparse(each.returns).startswith("Output["):
            yield Documented(each.name, ast.unparse(each.returns), "", _in_a_line(ast.get_docstring(each)))


def fields(model: type[BaseModel]) -> Iterator[Documented]:
    """Those of a model, as a program writes them."""
    defaults = defaults_of(model)
    for each in properties(model):
        is_required = not each.type.startswith("NotRequired[") and _has_required(model)
        yield Documented(each.name, each.type, REQUIRED if is_required else defaults[each.name], each.meaning)


def defaults_of(model: type[BaseModel]) -> dict[str, str]:
    """What the fields of a model are where nothing is said; nothing where that is nothing."""
    return {field.alias or name: _in_words(field.default) for name, field in model.model_fields.items()}


def meanings_of(model: type[BaseModel]) -> dict[str, str]:
    """What a model says of its fields."""
    return described(model)[1]


def _has_required(model: type[BaseModel]) -> bool:
    return any(field.is_required() for field in model.model_fields.values())


def _in_words(default: Any) -> str:
    match default:
        case bool() | str():
            return f"`{default}`" if default != "" else ""
        case int() | float():
            return f"`{default:g}`"
        case _:
            return ""


def _tree(of: Any) -> ast.stmt:
    return ast.parse(textwrap.dedent(inspect.getsource(of))).body[0]


def _in_a_line(document: str | None) -> str:
    return re.sub(r"\s+", " ", document or "")
