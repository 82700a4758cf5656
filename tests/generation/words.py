"""Types in words, and tables of Markdown."""

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generation.documented import Documented

_AROUND = ("Input", "NotRequired", "Output", "Union", "Unpack")


def in_words(type_: str, links: Mapping[str, str]) -> str:
    """A type of Python as people read it: any part may be an `Output`, and what is not required may be left out.

    Args:
        type_: Its source text.
        links: Where a type of ours is described.
    """
    *others, last = dict.fromkeys(_parts(ast.parse(type_, mode="eval").body, links))
    return f"{', '.join(others)} or {last}" if others else last


def _parts(node: ast.expr, links: Mapping[str, str]) -> Iterator[str]:
    match node:
        case ast.BinOp(left=left, right=right):
            yield from (*_parts(left, links), *_parts(right, links))
        case ast.Constant(value=None):
            return
        case ast.Constant(value=str(name)):
            yield _named(name, links)
        case ast.Subscript(value=ast.Name(id=name), slice=inside):
            yield from _subscribed(name, _items(inside), links)
        case _:
            yield _named(ast.unparse(node), links)


def _items(inside: ast.expr) -> Sequence[ast.expr]:
    return inside.elts if isinstance(inside, ast.Tuple) else [inside]


def _subscribed(name: str, inside: Sequence[ast.expr], links: Mapping[str, str]) -> Iterator[str]:
    if name in _AROUND:
        for each in inside:
            yield from _parts(each, links)
    elif name == "Literal":
        yield from (f'`"{ast.literal_eval(each)}"`' for each in inside)
    elif name in ("Sequence", "list", "tuple"):
        yield f"list of {in_words(ast.unparse(inside[0]), links)}"
    elif name in ("Mapping", "dict"):
        value = ast.unparse(inside[1])
        yield "`dict`" if value == "Any" else f"`dict` of {in_words(value, links)}"
    else:
        yield _named(name, links)


def _named(name: str, links: Mapping[str, str]) -> str:
    if name == "Any":
        return "any JSON"
    return f"[`{name}`]({links[name]})" if name in links else f"`{name}`"


def documented(kind: str, rows: Iterable[Documented], links: Mapping[str, str]) -> str:
    """A table of what each is."""
    return table([kind, "type", "meaning"], ([f"`{each.name}`", _type(each, links), _meaning(each)] for each in rows))


def _type(each: Documented, links: Mapping[str, str]) -> str:
    return in_words(each.type, links) + (", required" if each.is_required else "")


def _meaning(each: Documented) -> str:
    return each.meaning + (f" Default: `{each.default}`." if each.default else "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = (head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
