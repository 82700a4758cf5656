"""What a registry can express, as declared data, and the one gate that holds declarations against it.

A backend declares a mapping from property patterns (`messages[].role`, `parameters.top_p`) to limits. What is not in
the mapping cannot be expressed there: the gate refuses it, never drops it. The table in the README is made from it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from pulumi_prompts.content.base import UNKNOWN, contains_unknown
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.parsing import Failure, Rule
from pulumi_prompts.content.properties import Step, property_path
from pulumi_prompts.content.rules import RULES, variables_are_those_of_the_text
from pulumi_prompts.content.variables import OURS, Grammar


class Limit(Protocol):
    """What values a registry takes for one property."""

    def broken_by(self, value: Any) -> str | None:
        """Why `value` is not taken, or None. A value of another type is no matter of a limit."""


@dataclass(frozen=True)
class Anything:
    """Any value; with `deep`, whatever is inside as well (free-form documents)."""

    deep: bool = False

    def broken_by(self, value: Any) -> str | None:
        """Nothing is refused."""
        return None


@dataclass(frozen=True)
class Document(Anything):
    """A free-form object, but for the keys in `reserved`, each with what to do instead."""

    deep: bool = True
    reserved: Mapping[str, str] = field(default_factory=dict)

    def broken_by(self, value: Any) -> str | None:
        """A key that is reserved."""
        keys = value if isinstance(value, Mapping) else ()
        return next((f"must not have {key!r}; {self.reserved[key]}" for key in keys if key in self.reserved), None)


@dataclass(frozen=True)
class Text:
    """A string of `shortest` to `longest` characters; `pattern` must match all of it, and `form` says it in words."""

    shortest: int = 0
    longest: int | None = None
    pattern: str = ""
    form: str = ""

    def broken_by(self, value: Any) -> str | None:
        """Too short, too long, or of another form."""
        if not isinstance(value, str):
            return None
        if len(value) < self.shortest:
            return "must not be empty" if self.shortest == 1 else f"must have at least {self.shortest} characters"
        if self.longest is not None and len(value) > self.longest:
            return f"must have at most {self.longest} characters, has {len(value)}"
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f"must be {self.form}"
        return None


@dataclass(frozen=True)
class Between:
    """A number within bounds that are included."""

    least: float | None = None
    most: float | None = None

    def broken_by(self, value: Any) -> str | None:
        """Too small or too large."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        if self.least is not None and value < self.least:
            return f"must be at least {self.least:.15g}"
        if self.most is not None and value > self.most:
            return f"must be at most {self.most:.15g}"
        return None


@dataclass(frozen=True)
class Items:
    """A list of at most `most` items."""

    most: int | None = None

    def broken_by(self, value: Any) -> str | None:
        """Too many."""
        if isinstance(value, list | tuple) and self.most is not None and len(value) > self.most:
            return f"must have at most {self.most} items, has {len(value)}"
        return None


@dataclass(frozen=True)
class OneOf:
    """One of these values."""

    choices: tuple[Any, ...]
    instead: str = ""

    def broken_by(self, value: Any) -> str | None:
        """Another value."""
        if value in self.choices or isinstance(value, Mapping | list | tuple):
            return None
        remedy = f"; {self.instead}" if self.instead else ""
        return f"must be {' or '.join(repr(choice) for choice in self.choices)}{remedy}"


@dataclass(frozen=True)
class Entries:
    """A mapping of strings to strings."""

    key: Text
    value: Text
    most: int | None = None
    reserved: tuple[str, ...] = ()

    def broken_by(self, value: Any) -> str | None:
        """Too many."""
        if isinstance(value, Mapping) and self.most is not None and len(value) > self.most:
            return f"must have at most {self.most} entries, has {len(value)}"
        return None

    def broken_by_entry(self, key: str, item: Any) -> str | None:
        """A key or a value that is not taken, or a key that is ours or the registry's own."""
        if key.lower().startswith(self.reserved):
            return f"keys that begin with {' or '.join(map(repr, self.reserved))} are reserved"
        if why := self.key.broken_by(key):
            return f"the key {why}"
        if item is not UNKNOWN and not isinstance(item, str):
            return "must be a string"
        return self.value.broken_by(item)


@dataclass(frozen=True)
class AliasSupport:
    """What aliases a registry keeps.

    Attributes:
        kept_as: What an alias is in the registry's own words.
        word: Its own word for one, as messages say it.
        name: What an alias may be called.
        reserved: A pattern of the names that the registry keeps for itself, in any case; nothing where there are none.
        reserved_form: Those names in words.
        must_exist: What has to be there before a version can be given that name; nothing where any name will do.
        unsets: Whether a name can be taken away again; None where that is not known: it is tried.
        most: How many a prompt has at most; None where there is no limit.
        counted_with: What else takes up that number.
    """

    kept_as: str
    name: Text
    reserved: str = ""
    reserved_form: str = ""
    must_exist: str = ""
    unsets: bool | None = True
    most: int | None = None
    counted_with: str = ""
    word: str = "alias"

    def broken_by(self, name: str) -> str | None:
        """Why an alias cannot have that name, or None."""
        if self.reserved and re.fullmatch(self.reserved, name, re.IGNORECASE):
            return f"must not be {self.reserved_form}, which the registry keeps for itself"
        return self.name.broken_by(name)


@dataclass(frozen=True)
class Support:
    """What one registry can express.

    Attributes:
        kind: The backend's name, as a program says it.
        prompt: Limits of a prompt's properties by their pattern.
        version: Limits of the properties of a published version.
        instead: For properties that cannot be expressed, the nearest thing that works.
        rules: Checks across fields, beside those of every registry (`all_rules`).
        renames: Whether a prompt keeps its identity when its name changes.
        max_versions: How many versions the registry keeps of a prompt, or None.
        versions_every_write: Whether each write of the content makes a version, so that the head is the newest.
        numbers_versions: Whether it calls the versions of a prompt 1, 2, 3 and so on.
        keeps_form: Whether a prompt stays what it was made as, a text or a chat.
        without_template: What may be said of a prompt that has no text yet, by its pattern; None where each must have.
        variables: What the registry takes for a variable in a text.
        remarks: What a preview tells of a content that it cannot compare.
        compares_on_delete: How a delete itself compares whose the prompt is with what was seen before; None where it
            does not, so that only the look before it tells.
        aliases: What movable names it keeps on versions; None where it has none.
        prompts_a_second: How many prompts its quota lets one account write; None where no quota is known.
    """

    kind: str
    prompt: Mapping[str, Limit]
    version: Mapping[str, Limit] = field(default_factory=dict)
    instead: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    renames: bool = False
    max_versions: int | None = None
    versions_every_write: bool = False
    numbers_versions: bool = False
    keeps_form: bool = False
    without_template: frozenset[str] | None = None
    variables: Grammar = OURS
    remarks: Callable[[Content], Iterable[str]] = lambda content: ()
    compares_on_delete: Literal["in one step", "one call before"] | None = None
    aliases: AliasSupport | None = None
    prompts_a_second: float | None = None

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """The checks across fields that apply to a prompt of this registry."""
        return (variables_are_those_of_the_text(self.variables), *RULES, *self.rules)

    def refuses_in_prompt(self, tree: Mapping[str, Any]) -> Iterator[Failure]:
        """What of a prompt's properties this registry cannot express."""
        return self._refused(self.prompt, tree)

    def refuses_without_template(self, tree: Mapping[str, Any]) -> Iterator[Failure]:
        """What is wrong with the properties of a prompt that has neither a template nor messages."""
        if tree.get("template") is not None or tree.get("messages"):
            return
        if self.without_template is None:
            yield Failure("messages", "is required (or `template`, for a text prompt)")
            return
        for pattern in _said("", tree):
            if pattern not in self.without_template:
                yield Failure(pattern, f"goes with `template` or `messages` ({self.kind}); add one, or leave it out")

    def takes_one_of(self, path: str) -> bool:
        """Whether the property at `path` is one of a few words."""
        return isinstance(self.prompt.get(re.sub(r"\[\d+\]", "[]", path)), OneOf)

    def refuses_in_version(self, tree: Mapping[str, Any]) -> Iterator[Failure]:
        """What of a version's properties this registry cannot express."""
        return self._refused(self.version, tree)

    def alias_failures(self, name: Any) -> Iterator[Failure]:
        """What is wrong with the name of an alias; nothing is, of one that is not known yet."""
        if self.aliases is None:
            yield Failure("alias", f"{self.kind} has no aliases")
        elif isinstance(name, str) and (why := self.aliases.broken_by(name)):
            yield Failure("alias", f"{why} ({self.kind})")

    def _refused(self, limits: Mapping[str, Limit], tree: Mapping[str, Any]) -> Iterator[Failure]:
        for name, value in tree.items():
            yield from self._walk(limits, (name,), name, value)

    def _walk(
        self, limits: Mapping[str, Limit], steps: tuple[Step, ...], pattern: str, value: Any
    ) -> Iterator[Failure]:
        if value is UNKNOWN or value is None:
            return
        limit = limits.get(pattern)
        if limit is None:
            yield Failure(property_path(steps), self._cannot(pattern))
            return
        if why := limit.broken_by(value):
            yield Failure(property_path(steps), f"{why} ({self.kind})")
            return
        if isinstance(limit, Entries) and isinstance(value, Mapping):
            yield from self._refused_entries(limit, steps, value)
        elif not (isinstance(limit, Anything) and limit.deep):
            for step, inner, item in _children(pattern, value):
                yield from self._walk(limits, (*steps, step), inner, item)

    def _refused_entries(self, limit: Entries, steps: tuple[Step, ...], value: Mapping[str, Any]) -> Iterator[Failure]:
        for key, item in value.items():
            if why := limit.broken_by_entry(str(key), item):
                yield Failure(property_path((*steps, str(key))), f"{why} ({self.kind})")

    def _cannot(self, pattern: str) -> str:
        instead = self.instead.get(pattern)
        return f"{self.kind} cannot express this" + (f": {instead}" if instead else "; leave it out")


def _said(pattern: str, value: Any) -> Iterator[str]:
    """The patterns of the properties that say something, each as a whole, but for the options in their blocks."""
    if pattern in ("", "options") or re.fullmatch(r"options\.\w+", pattern):
        for name, item in value.items() if isinstance(value, Mapping) else ():
            yield from _said(f"{pattern}.{name}".removeprefix("."), item)
    elif value not in (None, [], {}) and not contains_unknown(value):
        yield pattern


def _children(pattern: str, value: Any) -> Iterator[tuple[Step, str, Any]]:
    if isinstance(value, Mapping):
        yield from ((str(key), f"{pattern}.{key}", item) for key, item in value.items())
    elif isinstance(value, list | tuple):
        yield from ((index, f"{pattern}[]", item) for index, item in enumerate(value))
