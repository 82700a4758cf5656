"""What classes and functions say of themselves: their arguments, each with type, default and meaning."""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from generation.typed_dicts import is_total, properties

_ENTRY = re.compile(r"^    (\w+): (.*(?:\n        .*)*)", re.MULTILINE)


class Documented(NamedTuple):
    """An argument, an output, a setting: its type in the words of Python, its default where there is one."""

    name: str
    type: str
    meaning: str
    default: str = ""
    is_required: bool = False


def entries(document: str | None, heading: str) -> dict[str, str]:
    """What a docstring lists under a heading."""
    after = inspect.cleandoc(document or "").partition(f"{heading}:\n")[2]
    section = re.split(r"\n\n(?=\w)", after)[0]
    return {name: re.sub(r"\s+", " ", meaning) for name, meaning in _ENTRY.findall(section)}


def before_lists(document: str | None) -> str:
    """A docstring without what it lists."""
    return re.split(r"\n\n(?:Args|Attributes|Raises):", inspect.cleandoc(document or ""))[0]


def arguments(function: Callable[..., Any], defaults: Mapping[str, str]) -> Iterator[Documented]:
    """Those of a function that its docstring lists."""
    tree = _tree(function)
    assert isinstance(tree, ast.FunctionDef)
    meanings = entries(function.__doc__, "Args")
    given = [*[None] * (len(tree.args.args) - len(tree.args.defaults)), *tree.args.defaults, *tree.args.kw_defaults]
    for argument, default in zip([*tree.args.args, *tree.args.kwonlyargs], given, strict=True):
        if argument.annotation:
            name, unset = argument.arg, defaults.get(argument.arg, "")
            yield Documented(name, ast.unparse(argument.annotation), meanings[name], unset, default is None)
    if (rest := tree.args.kwarg) and rest.annotation and rest.arg in meanings:
        yield Documented(f"**{rest.arg}", ast.unparse(rest.annotation), meanings[rest.arg])


def outputs(of: type) -> Iterator[Documented]:
    """Those of a resource: what its docstring lists, then its properties."""
    tree = _tree(of)
    assert isinstance(tree, ast.ClassDef)
    types = {
        ast.unparse(each.target): ast.unparse(each.annotation) for each in tree.body if isinstance(each, ast.AnnAssign)
    }
    for name, meaning in entries(of.__doc__, "Attributes").items():
        yield Documented(name, types.get(name, "str"), meaning)
    for each in tree.body:
        if isinstance(each, ast.FunctionDef) and each.returns and ast.unparse(each.returns).startswith("Output["):
            yield Documented(each.name, ast.unparse(each.returns), _in_a_line(ast.get_docstring(each)))


def fields(model: type[BaseModel]) -> Iterator[Documented]:
    """Those of a model, as a program writes them."""
    defaults = defaults_of(model)
    for each in properties(model):
        is_required = not each.type.startswith("NotRequired[") and is_total(model)
        yield Documented(each.name, each.type, each.meaning, defaults[each.name], is_required)


def defaults_of(model: type[BaseModel]) -> dict[str, str]:
    """What the fields of a model are where nothing is said; nothing where that is nothing."""
    return {field.alias or name: _in_words(field.default) for name, field in model.model_fields.items()}


def _in_words(default: Any) -> str:
    match default:
        case bool() | str():
            return str(default)
        case int() | float():
            return f"{default:g}"
        case _:
            return ""


def _tree(of: Any) -> ast.stmt:
    return ast.parse(textwrap.dedent(inspect.getsource(of))).body[0]


def _in_a_line(document: str | None) -> str:
    return re.sub(r"\s+", " ", document or "")
