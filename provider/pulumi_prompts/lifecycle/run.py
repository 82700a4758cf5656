"""What the hooks of one run of the engine have told each other so far. The plugin's process lives as long as the run.

A hook sees one resource. Only here it shows that two of them claim one name, or that the program replaces what is in
the state. Absence means "not known": a resource may come later, or be left out (`--target`).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import NamedTuple

from pulumi_prompts.lifecycle.ownership import Ownership
from pulumi_prompts.program.markers import spellings
from pulumi_prompts.registries.session import Session, Target

Say = Callable[[str], None]

_PART = ContextVar("part", default="")
"""The beginning of a warning about one part of a resource."""


class Holder(NamedTuple):
    """A resource of the program that keeps the prompt in its state."""

    target: Target
    ownership: Ownership


class AliasInState(NamedTuple):
    """The state of an alias that the program declares.

    Attributes:
        served: The digest that it served since the last run; None if it served nothing, or was lost.
    """

    served: str | None
    ownership: Ownership


class AliasName(NamedTuple):
    """Identifies an alias among those of all registries."""

    registry: str | None
    prompt_id: str
    name: str


class Run:
    """The knowledge of one run; markers stand for resources.

    Attributes:
        session: The registries that the run calls.
        note: Prints a permanent line.
    """

    def __init__(self, session: Session, warn: Say = lambda text: None, note: Say = lambda text: None) -> None:
        self.session = session
        self._say_warning = warn
        self.note = note
        self._lock = Lock()
        self._said: set[Hashable] = set()
        self._claims: dict[Hashable, str] = {}
        self._keeps: dict[Hashable, dict[str, int | None]] = defaultdict(dict)
        self._digests: dict[str, str] = {}
        self._held: dict[str, str] = {}
        self._markers: set[str] = set()
        self._in_state: dict[str, set[str]] = defaultdict(set)
        self._former_stacks: dict[str, set[str]] = defaultdict(set)
        self._holders: dict[str, list[Holder]] = defaultdict(list)
        self._aliases: dict[str, AliasInState | None] = {}
        self._alias_names: set[str] = set()
        self._holders_of_aliases: dict[AliasName, Ownership] = {}
        self._prompt_uris: dict[str, str] = {}

    def warn(self, text: str) -> None:
        """Print a permanent line, as a warning of the resource whose hook calls it."""
        self._say_warning(f"{_PART.get()}{text}")

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What this thread warns of meanwhile is about that part of a resource."""
        token = _PART.set(f"{name}: ")
        try:
            yield
        finally:
            _PART.reset(token)

    def warn_once(self, about: Hashable, text: str) -> None:
        """Print a warning once in a run: `check` may run twice."""
        self._once(about, self.warn, text)

    def note_once(self, about: Hashable, text: str) -> None:
        """Print a line once in a run."""
        self._once(about, self.note, text)

    def _once(self, about: Hashable, say: Say, text: str) -> None:
        with self._lock:
            is_new = about not in self._said
            self._said.add(about)
        if is_new:
            say(text)

    def claim(self, what: Hashable, marker: str) -> str | None:
        """The other resource that claims it, or None if it is ours."""
        with self._lock:
            owner = self._claims.setdefault(what, marker)
        return None if owner == marker else owner

    def other_keep(self, prompt: Hashable, marker: str, keep: int | None) -> tuple[str, int | None] | None:
        """Another resource of that prompt with another `keep`, and that number."""
        with self._lock:
            keeps = self._keeps[prompt]
            keeps[marker] = keep
            return next((each for each in keeps.items() if each[0] != marker and each[1] != keep), None)

    def declare(self, prompt: str, digest: str | None) -> None:
        """The program declares a prompt, with this content if all of it is known."""
        with self._lock:
            self._markers.update(spellings(prompt))
            if digest:
                self._digests[prompt] = digest

    def holds_version(self, marker: str, digest: str) -> None:
        """A version in the state must have this content, after `ignore_changes`."""
        with self._lock:
            self._held[marker] = digest

    def held_version(self, marker: str) -> str | None:
        """The content that such a version must have; None if no hook has told it."""
        return self._held.get(marker)

    def is_declared(self, prompt: str) -> bool:
        """Whether the program still declares that prompt, by today's marker or by one in its state."""
        return prompt in self._markers

    def declared(self, prompt: str) -> str | None:
        """The digest of a prompt's declared content; None if no hook has told it."""
        return self._digests.get(prompt)

    def stands_in_state(self, marker: str, former: Iterable[str], former_stacks: Iterable[str] = ()) -> None:
        """A resource has a state, with these markers, and these names of its stack."""
        with self._lock:
            self._in_state[marker].update(former)
            self._markers.update(name for each in former for name in spellings(each))
            self._former_stacks[marker].update(former_stacks)

    def holds(self, prompt_id: str, holder: Holder) -> None:
        """A resource keeps the prompt in its state."""
        with self._lock:
            self._holders[prompt_id].append(holder)

    def holders_of(self, prompt_id: str) -> Sequence[Holder]:
        """The resources of the program that keep a prompt with that id, on any registry."""
        return self._holders.get(prompt_id, ())

    def declare_alias(self, marker: str, prompt_uri: str | None = None) -> None:
        """The program declares an alias of a prompt at this address; the alias may have no state."""
        with self._lock:
            self._aliases.setdefault(marker, None)
            if prompt_uri is not None:
                self._prompt_uris[marker] = prompt_uri

    def prompt_uri_of(self, alias: str) -> str | None:
        """The address of the prompt of an alias; None if no hook has told it."""
        return self._prompt_uris.get(alias)

    def alias_stands_in_state(self, marker: str, found: AliasInState) -> None:
        """An alias of the program has a state, which this run has not changed yet."""
        with self._lock:
            self._aliases[marker] = found
            self._alias_names |= found.ownership.names

    def is_declared_alias(self, marker: str) -> bool:
        """Whether the program declares that alias, by today's marker or by the one in its state."""
        return marker in self._aliases or marker in self._alias_names

    def alias_in_state(self, marker: str) -> AliasInState | None:
        """The state of an alias when this run began; None if it had no state, or no hook has told it."""
        return self._aliases.get(marker)

    def goes_on_with(self, alias: AliasName, holder: Ownership) -> None:
        """A resource of the program has this alias in its state, since before or from now on."""
        with self._lock:
            self._holders_of_aliases[alias] = holder

    def holder_of(self, alias: AliasName) -> Ownership | None:
        """The ownership in the state of the resource that keeps an alias; None if no such resource is known."""
        return self._holders_of_aliases.get(alias)

    def former_stacks_of(self, marker: str) -> tuple[str, ...]:
        """The former names of a resource's stack, as far as its state has told them."""
        return tuple(sorted(self._former_stacks.get(marker, ())))

    def is_in_state(self, marker: str) -> bool:
        """Whether a resource that is being created has a state: then it is replaced."""
        return marker in self._in_state

    def names_of(self, marker: str) -> frozenset[str]:
        """All markers of the same resource: a renamed stack or resource has former ones."""
        return frozenset(name for each in (marker, *self._in_state.get(marker, ())) for name in spellings(each))
