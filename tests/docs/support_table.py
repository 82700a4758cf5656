"""The page that says what each registry supports, made from what the backends declare."""

from collections.abc import Iterator

from pulumi_prompts.content.base import Model
from pulumi_prompts.content.model import Content, Message, Parameters, Tool
from pulumi_prompts.registries.base import DeletesVersions, DescribesVersions
from pulumi_prompts.registries.kinds import KINDS, OPTIONS, backend_class
from pulumi_prompts.registries.support import Anything, Between, Entries, Items, Limit, OneOf, Support, Text

_PAGE = """# What each registry supports

<!-- Made by `make generate` from what the backends declare; changes belong in `support.py` of a registry. -->

A preview fails if you use a property that the registry cannot express. The message names the nearest thing that works.
Nothing is left out silently.

{table}"""

_TOP = ("name", "description", "tags", "metadata", "template", "messages")
_NESTED: dict[str, type[Model]] = {"messages": Message, "parameters": Parameters, "tools": Tool}
_LISTS = ("messages", "tools")
_NOT_SHOWN = frozenset({"options"})


def properties() -> Iterator[str]:
    """The patterns of all properties, in the order of the table."""
    for name in dict.fromkeys((*_TOP, *Content.model_fields)):
        if name not in _NOT_SHOWN:
            yield from _with_nested(name)
    yield from (f"options.{kind}" for kind in OPTIONS)


def _with_nested(name: str) -> Iterator[str]:
    yield name
    separator = "[]." if name in _LISTS else "."
    model = _NESTED.get(name)
    yield from (f"{name}{separator}{field}" for field in (model.model_fields if model else ()))


def rows() -> Iterator[list[str]]:
    supports = [backend_class(kind).support for kind in KINDS]
    deleting = (issubclass(backend_class(kind), DeletesVersions) for kind in KINDS)
    yield ["property", *(f"`{support.kind}`" for support in supports)]
    yield ["---"] * (len(supports) + 1)
    yield from ([f"`{name}`", *(_cell(support, name) for support in supports)] for name in properties())
    for name in ("description", "version_name"):
        yield [f"`{name}` of a version", *(_version_cell(support, name) for support in supports)]
    yield ["a prompt that has no text yet", *("no" if each.without_template is None else "yes" for each in supports)]
    yield ["`{{name}}` in a text is a variable: the name has", *(support.variables.form for support in supports)]
    yield ["rename in place", *("yes" if support.renames else "no, replaced" for support in supports)]
    yield [
        "makes a version",
        *("with every write" if each.versions_every_write else "when published" for each in supports),
    ]
    yield ["deletes versions", *("yes" if each else "no: they stay until their prompt is deleted" for each in deleting)]
    yield ["versions of a prompt", *(str(support.max_versions or "any number") for support in supports)]
    yield [
        "a delete compares whose the prompt is",
        *(support.compares_on_delete or "no: the look before it does" for support in supports),
    ]
    yield ["aliases: what keeps them", *(support.aliases.kept_as if support.aliases else "no" for support in supports)]
    yield ["name of an alias", *(_alias_names(support) for support in supports)]
    yield ["an alias can be removed", *(_removable(support) for support in supports)]
    yield ["aliases of a prompt", *(_most_aliases(support) for support in supports)]
    editable = (issubclass(backend_class(kind), DescribesVersions) for kind in KINDS)
    yield ["edit a published version's description", *("yes" if each else "no" for each in editable)]


def _alias_names(support: Support) -> str:
    if (aliases := support.aliases) is None:
        return "no"
    said = (limit_in_words(aliases.name) or "any", aliases.reserved_form and f"not {aliases.reserved_form}")
    exists = f"must be {aliases.must_exist}" if aliases.must_exist else ""
    return "; ".join(part for part in (*said, exists) if part)


def _removable(support: Support) -> str:
    return {True: "yes", False: "no", None: "not known, tried"}[support.aliases.unsets] if support.aliases else "no"


def _most_aliases(support: Support) -> str:
    if (aliases := support.aliases) is None:
        return "no"
    return f"at most {aliases.most}, less with {aliases.counted_with}" if aliases.most else "any number"


def _cell(support: Support, name: str) -> str:
    if name.startswith("options.") and name != f"options.{support.kind}":
        return "not applied"
    limit = support.prompt.get(name) or _free_form_around(support, name)
    return _no(support, name) if limit is None else limit_in_words(limit) or "yes"


def _free_form_around(support: Support, name: str) -> Limit | None:
    root = support.prompt.get(name.split(".")[0].removesuffix("[]"))
    return root if isinstance(root, Anything) and root.deep else None


def _version_cell(support: Support, name: str) -> str:
    limit = support.version.get(name)
    return _no(support, name) if limit is None else limit_in_words(limit) or "yes"


def _no(support: Support, name: str) -> str:
    return "no" + (f": {support.instead[name]}" if name in support.instead else "")


def limit_in_words(limit: Limit) -> str:
    match limit:
        case Text():
            length = "" if limit.longest is None else _range(limit.shortest or None, limit.longest, "characters")
            return "; ".join(part for part in (length, limit.form) if part)
        case Between():
            return _range(limit.least, limit.most, "")
        case Items():
            return _range(None, limit.most, "")
        case OneOf():
            return ", ".join(f"`{choice}`" for choice in limit.choices)
        case Entries():
            return f"at most {limit.most} entries" if limit.most else ""
        case _:
            return ""


def _range(least: float | None, most: float | None, unit: str) -> str:
    if least is not None and most is not None:
        return f"{least:.15g} to {most:.15g} {unit}".strip()
    if most is not None:
        return f"at most {most:.15g} {unit}".strip()
    return f"at least {least:.15g} {unit}".strip() if least else ""


def table() -> str:
    return "".join(f"| {' | '.join(row)} |\n" for row in rows())


def page() -> str:
    """The whole page."""
    return _PAGE.format(table=table())
