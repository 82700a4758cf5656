"""What an adapter is told and tells: plain values, none of them a registry's own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, Self, get_args

from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.errors import DriftError, NotFoundError, PromptsError

Field = Literal["content", "name", "description", "metadata", "options", "tags", "marker"]
EVERY_FIELD: frozenset[Field] = frozenset(get_args(Field))


class Ref(NamedTuple):
    """How a registry names an object: the identifier for its calls, and the address for those who use it."""

    id: str
    uri: str


@contextmanager
def having_made(made: Ref) -> Iterator[None]:
    """Say in an error that this was made before: a prompt, or a version with its name. Not where that is gone again."""
    try:
        yield
    except NotFoundError:
        raise
    except PromptsError as error:
        error.made = made
        raise


@dataclass(frozen=True)
class Desired:
    """A prompt as a program declares it.

    Attributes:
        marker: Our note of ownership: at most 256 letters, digits and ` ._:/=+@-`.
        nonce: The fencing token that is written beside the marker; None where the prompt has none.
        carried: Names of properties and of options that the program does not declare: what the registry has of them
            is repeated here, because a write says the whole.
    """

    name: str
    content: Content
    digest: str
    marker: str
    description: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)
    nonce: str | None = None
    carried: frozenset[str] = frozenset()

    @property
    def options(self) -> Options:
        """Only the block of this registry; what is beside the content of it as well."""
        return self.content.options


@dataclass(frozen=True)
class Change:
    """What a write changes, so that an adapter sends no more than that.

    Attributes:
        fields: The properties that differ from the last write. Without `content`, no version is made. `marker` stands
            for the nonce, too: where that is a second write, it goes first.
        tags_to_remove: Keys of tags that were declared before and are not now; no other is removed.
    """

    fields: frozenset[Field]
    tags_to_remove: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Labels:
    """What a registry keeps about an object outside its content.

    Attributes:
        tags: Labels for people and billing, without ours.
        marker: Our note of whose prompt it is, or of who published the version; None where there is none.
        nonce: Of a prompt: the fencing token of its last creation or take-over; None where none was written.
        of_prompt: Of a version: the marker that its prompt had when it was published; None where that was not noted.
            Where every write makes a version, the prompt published it: then it is the marker.
    """

    tags: Mapping[str, str] = field(default_factory=dict)
    marker: str | None = None
    nonce: str | None = None
    of_prompt: str | None = None

    def require_owner(self, seen: "Labels") -> None:
        """Raise DriftError where whoever was `seen` to own the prompt does so no more."""
        if (self.marker, self.nonce) != (seen.marker, seen.nonce):
            raise DriftError(f"the prompt was taken over meanwhile, by {self.marker}")


@dataclass(frozen=True)
class Head:
    """A prompt as the registry has it.

    Attributes:
        name: Nothing where the registry does not tell (Humanloop, of a prompt without versions).
        content: None where it cannot be said in our terms; then `obstacle` says why.
        digest: `digest_of(content)`, or `""`.
        version: Where every write of the head makes a version, its name: it stays as long as the prompt.
        age: The time since its first creation, which later writes do not move, by the registry's own clock; None where
            the registry does not tell.
        options: Only what is beside the content.
        labels: None where the registry keeps them apart (`LabelsApart`).
        source: What the adapter read it from, for its own `update`; nobody else looks into it.
    """

    id: str
    uri: str
    name: str
    digest: str
    content: Content | None = None
    obstacle: str = ""
    description: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    options: Options = field(default_factory=Options)
    labels: Labels | None = None
    age: timedelta | None = field(default=None, compare=False)
    version: str | None = None
    source: Any = field(default=None, compare=False, repr=False)

    @property
    def ref(self) -> Ref:
        """How the registry names it."""
        return Ref(self.id, self.uri)


@dataclass(frozen=True)
class Version:
    """A published version as the registry has it.

    Attributes:
        version: Its name in the registry; a string everywhere.
        digest: The digest of its content; None where a list does not tell it (`read_version` does), `""` where its
            content cannot be said in our terms.
        labels: None where the registry keeps them apart (`LabelsApart`).
        published_at: None where the registry does not tell.
        content: None where a list does not tell it (`read_version` does), or where it cannot be said in our terms.
    """

    version: str
    uri: str
    digest: str | None = None
    description: str | None = None
    version_name: str | None = None
    labels: Labels | None = None
    published_at: datetime | None = field(default=None, compare=False)
    content: Content | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class Alias:
    """A movable name on a version, as the registry has it.

    Attributes:
        version: The name of the version that it points at; a dangling one points at a version that is gone.
        marker: Our note of whose it is; None where a person or a tool of others made it.
        nonce: The fencing token of its last creation or take-over; None where none was written.
    """

    name: str
    version: str
    marker: str | None = None
    nonce: str | None = None

    @property
    def owner(self) -> tuple[str | None, str | None]:
        """Whose it is: marker and nonce."""
        return self.marker, self.nonce


class Whole(NamedTuple):
    """A prompt with all that hangs on it, as `read`, `versions` and `aliases` tell it."""

    head: Head
    versions: Sequence[Version]
    aliases: Sequence[Alias]


@dataclass(frozen=True)
class Listed:
    """A prompt as a list of all of them tells it.

    Attributes:
        read: Answers its head: without a call where the list has told all of it, else in the fewest that are left.
            Raises NotFoundError.
        ref: None where only `read` tells.
        aliases: None where the list does not tell them (`KeepsAliases.aliases` does).
        whole: As `read`, but versions and aliases come along without a call more; None where they do not.
    """

    name: str
    read: Callable[[], Head] = field(compare=False, repr=False)
    ref: Ref | None = None
    aliases: Sequence[Alias] | None = None
    whole: Callable[[], Whole] | None = field(default=None, compare=False, repr=False)

    @classmethod
    def told(cls, head: Head, aliases: Sequence[Alias] | None = None) -> Self:
        """One of which the list has told everything."""
        return cls(head.name, lambda: head, head.ref, aliases)


@dataclass(frozen=True)
class Publication:
    """What is to be published: the head of a prompt, which must have this digest.

    Attributes:
        marker: Who publishes it.
        of_prompt: The marker of the prompt's own resource, by which that knows its versions.
    """

    digest: str
    marker: str
    of_prompt: str
    description: str | None = None
    version_name: str | None = None
