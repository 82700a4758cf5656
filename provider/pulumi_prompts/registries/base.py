"""What a registry must be able to do, and what only some can.

An adapter translates, and nothing else: whether to create, adopt, publish, re-use or prune is decided once, in
`lifecycle`. Every method does the fewest calls that the registry's protocol allows, may be called from many threads
at once (`THREADS`), retries what is worth it within its own deadline, and raises the classes of `errors`.

The optional protocols have one method each; a backend that lacks one says by that what its docstring states.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, NamedTuple, Protocol, Self, get_args, runtime_checkable

from pulumi_prompts.content.base import Model
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options, OptionsBlock
from pulumi_prompts.content.parsing import Failure
from pulumi_prompts.errors import DriftError, NotFoundError, PromptsError
from pulumi_prompts.registries.support import Support

THREADS = 32
"""From how many threads at once the methods of one backend are called at most; so many connections it may keep."""

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


class Clock(Protocol):
    """Tells and passes the time, in seconds."""

    def monotonic(self) -> float:
        """Seconds since some moment."""

    def time(self) -> float:
        """Seconds since the epoch."""

    def sleep(self, seconds: float, /) -> None:
        """Let time pass."""


@dataclass(frozen=True)
class Environment:
    """What a backend may ask of the process it runs in.

    Attributes:
        secret: Looks a credential up by its key in the stack's configuration; None where it is not set.
        variable: Looks one up in the environment of the process; None where it is not set.
        progress: Tells the person who waits, in a few words, why it takes long.
        clock: `time`, or a test's own.
        warn: Prints a line that stays: something that went otherwise than declared, and was no reason to fail.
    """

    secret: Callable[[str], str | None] = lambda key: None
    variable: Callable[[str], str | None] = lambda name: None
    progress: Callable[[str], None] = lambda text: None
    clock: Clock = time
    warn: Callable[[str], None] = lambda text: None


class Settings(Model):
    """Where a registry is and how to reach it; never a secret. Each backend has a subclass.

    Fields with an `Identity` say which registry is meant; the others may change without a replacement.
    """

    kind: str

    def doubts(self) -> Iterable[Failure]:
        """What a program should not declare, although it can be read; a state that has it is still good."""
        return ()


class Backend(Protocol):
    """An adapter for one registry. `digest`s that it returns are equal to the declared one for what it wrote.

    Attributes:
        support: What the registry can express.
        settings: The model of what a program says of where the registry is.
        options: The model of the options that only this registry has; None where it has none.
    """

    support: ClassVar[Support]
    settings: ClassVar[type[Settings]]
    options: ClassVar[type[OptionsBlock] | None]

    @classmethod
    def connect(cls, settings: Any, environment: Environment) -> Self:
        """An adapter for the registry that `settings` name. Makes no call yet."""

    def create(self, desired: Desired) -> Ref:
        """Make the prompt. Raises AlreadyExistsError where the name is taken; nothing is changed then.

        Where several calls are needed, an error of a later one says what was made (`having_made`); an `update` of all
        fields finishes it.
        A repeat after a lost answer is either the same prompt or an AlreadyExistsError, never a second prompt.
        """

    def find(self, name: str) -> Head | None:
        """The prompt of that name, or None."""

    def read(self, prompt_id: str) -> Head:
        """The prompt. Raises NotFoundError only where the registry itself says so."""

    def update(self, head: Head, desired: Desired, change: Change) -> Ref:
        """Write what `change` names to the prompt that was read as `head`.

        Raises NotFoundError or DriftError where it is gone meanwhile, and is not made anew; AlreadyExistsError where a
        new name is taken, and nothing is changed then.
        """

    def delete(self, prompt_id: str, seen: Labels) -> None:
        """Remove the prompt and its versions, as long as its marker and nonce are those that were `seen`.

        Raises NotFoundError, and DriftError where they are others by now and the registry lets that be seen
        (`Support.compares_on_delete`). No remote one compares and deletes in one step: there whoever takes the prompt
        over between the two loses it (DESIGN.md).
        """

    def versions(self, prompt_id: str) -> Sequence[Version]:
        """All versions, the oldest first. Raises NotFoundError for the prompt."""

    def read_version(self, prompt_id: str, version: str) -> Version:
        """One version, with its digest. Raises NotFoundError for the version or the prompt."""

    def publish(self, prompt_id: str, publication: Publication) -> Version:
        """Publish the head as a new version, with a name that no version ever had.

        Asked for only where no version has the digest; where every write of the head makes a version, the head is
        another's then. Raises DriftError, and leaves no version, where the head has another digest; QuotaError where
        the registry takes no more versions; AlreadyExistsError where the version name is taken. An error after the
        version was made says so (`having_made`).
        """

    def delete_version(self, prompt_id: str, version: str) -> None:
        """Remove one version. Raises NotFoundError."""


@runtime_checkable
class DeletesUnheld(Protocol):
    """Looks at the aliases and removes a version in one step. Absence means: an alias set in between dangles."""

    def delete_unheld_version(self, prompt_id: str, version: str) -> None:
        """Remove one version that no alias points at. Raises NotFoundError, and DriftError where one does."""


@runtime_checkable
class DeletesAsSeen(Protocol):
    """Looks at versions and aliases and removes their prompt in one step. Absence means: new ones go along unseen."""

    def delete_as_seen(
        self, prompt_id: str, seen: Labels, versions: Collection[str], aliases: Collection["Alias"]
    ) -> None:
        """As `delete`. Raises DriftError also where there is another version, or another alias holds one."""


@runtime_checkable
class LabelsApart(Protocol):
    """Reads labels with a call of their own. Absence means: `Head.labels` and `Version.labels` always have them."""

    def labels(self, uri: str) -> Labels:
        """The labels of a prompt or a version. Raises NotFoundError."""


@runtime_checkable
class DescribesVersions(Protocol):
    """Edits a published version. Absence means: its description and name are fixed when it is published."""

    def describe_version(self, prompt_id: str, version: str, description: str | None, version_name: str | None) -> None:
        """Replace the description and the name. Raises NotFoundError, and AlreadyExistsError for a name."""


@runtime_checkable
class MarksVersions(Protocol):
    """Restores the note of who published a version. Absence means: once lost, it stays lost."""

    def mark_version(self, prompt_id: str, version: Version, marker: str, of_prompt: str) -> None:
        """Write the note anew. Raises NotFoundError, and RejectedError where it cannot be written to that version."""


@runtime_checkable
class ConfirmsTarget(Protocol):
    """Tells a registry that lacks an object from another registry that never had it.

    Absence means: `settings` alone say which registry answers, so that its not-found can be believed.
    """

    def confirm_target(self, uri: str) -> None:
        """Raise ConfigurationError where what is reached is another registry than the one that `uri` lies in."""


@runtime_checkable
class KeepsAliases(Protocol):
    """Has movable names on versions (`Support.aliases` says which). Absence means: the registry has none.

    What is written is compared with what was `seen`: the name, the version and the owner must be the same. Where the
    note of the owner is lost, the version alone must be: nobody else is known to have taken it. Threads of one process
    take turns; between processes only some registries compare and write in one step (DESIGN.md).
    """

    def aliases(self, prompt_id: str) -> Sequence[Alias]:
        """All of a prompt by their names, whoever's. Raises NotFoundError for the prompt."""

    def set_alias(self, prompt_id: str, alias: Alias, seen: Alias | None) -> None:
        """Point the name at a version and note whose it is, as long as it is what was `seen` (None: no such alias).

        It is no error where it is exactly `alias` already. Raises DriftError, which says who holds it and at which
        version, where it is another by now; NotFoundError for the prompt or the version; QuotaError where the prompt
        takes no more. Nothing is changed then.
        """

    def remove_alias(self, prompt_id: str, seen: Alias) -> None:
        """Remove the name and our note, as long as it is what was `seen`.

        One that is gone is no error. Raises DriftError where it is another by now, and NotFoundError for the prompt.
        Where the registry keeps a name for ever, only our note goes, and a line says so.
        """
