"""What the tests of a prompt's life ask of a registry: where it is, what it keeps, and what others do to it there."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from acceptance.programs import BE_BRIEF, prompt

NAME = "support-triage"
MARKER = "organization/acme/dev/triage"


def chat(text: str) -> list[dict[str, Any]]:
    """The messages of the tests' prompt."""
    messages: list[dict[str, Any]] = prompt(text)["messages"]
    return messages


@dataclass(frozen=True)
class StoredVersion:
    """A version; `text` is what it says to the model first."""

    name: str
    text: str
    description: str | None = None


@dataclass(frozen=True)
class StoredPrompt:
    """A prompt as its registry has it.

    Attributes:
        made: Tells it from a later one of its name.
        labels: The tags or the metadata of people.
        versions: The oldest first.
    """

    id: str
    name: str
    made: Any
    description: str
    labels: Mapping[str, Any]
    marker: str | None
    versions: tuple[StoredVersion, ...]

    @property
    def texts(self) -> list[str]:
        return [version.text for version in self.versions]


class Drift(NamedTuple):
    """What somebody does to the prompt; which properties show it; and what the versions say when it is mended."""

    act: Callable[[], object]
    shows: dict[str, set[str]]
    mended: list[str]


class Site(ABC):
    """A registry: where it is, what it keeps, and somebody else who may rely on it.

    Attributes:
        foreign_variables: The beginning of the names of environment variables that are the registry's own.
        always: Further inputs that every prompt has here.
        labelled_by: The property of a prompt that holds labels of people.
        describes_versions: Whether the description of a version can be edited.
        deletes_versions: Whether a version can be removed.
        dumped_as: The suffix of a file for what `dump` answers; None where nothing can be given the same ids again.
    """

    kind: ClassVar[str]
    foreign_variables: ClassVar[str]
    always: ClassVar[Mapping[str, Any]] = {}
    labelled_by: ClassVar[Literal["tags", "metadata"]] = "tags"
    describes_versions: ClassVar[bool] = True
    deletes_versions: ClassVar[bool] = True
    dumped_as: ClassVar[Literal["json", "sql"] | None] = "json"

    @abstractmethod
    def backend(self, **more: Any) -> dict[str, Any]:
        """The settings of the backend."""

    @property
    @abstractmethod
    def elsewhere(self) -> Mapping[str, Any]:
        """Settings that name another registry."""

    @property
    @abstractmethod
    def variables(self) -> Mapping[str, str]:
        """The environment of the plugin."""

    @property
    @abstractmethod
    def where(self) -> str:
        """The registry as errors name it."""

    @property
    @abstractmethod
    def address(self) -> str | None:
        """What of the settings, and of states, is another in each run; None where nothing is."""

    @property
    @abstractmethod
    def prompts(self) -> list[StoredPrompt]:
        """Everything that it keeps, wherever."""

    def dump(self) -> str:
        """The same, so that an empty registry of its kind can `load` it."""
        raise NotImplementedError

    def load(self, dump: str) -> None:
        """Keep what was dumped."""
        raise NotImplementedError

    @abstractmethod
    def rely(self) -> None:
        """Somebody else comes to rely on a version of the tests' prompt, so that it is not to be deleted."""

    @abstractmethod
    def let_go(self) -> None:
        """They do so no more."""

    @property
    def only_prompt(self) -> StoredPrompt:
        (found,) = self.prompts
        return found

    @property
    def texts(self) -> list[str]:
        """What the versions of the only prompt say."""
        return self.only_prompt.texts

    def version_named(self, name: str) -> StoredVersion:
        (found,) = (version for version in self.only_prompt.versions if version.name == name)
        return found

    def prompt(self, text: str = BE_BRIEF, **more: Any) -> dict[str, Any]:
        """The arguments of the tests' `Prompt`."""
        beside = {"description": "Sorts", self.labelled_by: {"team": "support"}, "backend": self.backend()}
        return prompt(text, **{**self.always, **beside, **more})

    def version(self, description: str = "First", **more: Any) -> dict[str, Any]:
        """The arguments of its `PromptVersion`, but for those that the registry cannot do."""
        said = {"description": description, **more}
        cannot = {"description": not self.describes_versions, "keep": not self.deletes_versions}
        return {name: value for name, value in said.items() if not cannot.get(name)}


class World(Site):
    """A registry of others, and all that they do there beside us.

    Attributes:
        client: The class whose methods are the requests of our backend.
        shares_labels: Whether labels that others set are left alone.
        renames: Whether a prompt that gets another name stays the same one.
        goes_back: Whether an older content is served from the version that it has already.
        elsewhere_is_here: Whether what is named as another registry is this one by another address.
    """

    client: ClassVar[str]
    shares_labels: ClassVar[bool] = True
    renames: ClassVar[bool] = False
    goes_back: ClassVar[bool] = False
    elsewhere_is_here: ClassVar[bool] = False

    @property
    @abstractmethod
    def same_place(self) -> Mapping[str, Any]:
        """Further settings, or the same in other words, that name this one."""

    @property
    @abstractmethod
    def drifts(self) -> dict[str, Drift]:
        """What happens, one after the other; the prompt begins with one version."""

    @abstractmethod
    def write_theirs(self, text: str) -> None:
        """Somebody else writes the tests' prompt, with the label author=Bob where it is new."""

    @abstractmethod
    def delete_prompt(self) -> None:
        """Somebody deletes it."""


class VersioningWorld(World):
    """A registry in which every write makes a version."""

    @abstractmethod
    def note_beside_us(self) -> None:
        """Its own clients use the prompt, and note something beside what is ours."""

    @property
    @abstractmethod
    def noted(self) -> Any:
        """What is left of those notes."""

    @abstractmethod
    def pin(self, version: str) -> str:
        """Somebody relies on a version; answers how that is said."""

    @abstractmethod
    def unpin(self) -> None:
        """They do so no more."""

    def rely(self) -> None:
        self.pin(self.only_prompt.versions[0].name)

    def let_go(self) -> None:
        self.unpin()

    @abstractmethod
    def said_of_gone(self, gone: StoredPrompt) -> str:
        """What is said of a prompt in whose place there is a later one of that name."""


class KeyedWorld(VersioningWorld):
    """A registry that asks for a key.

    Attributes:
        beside_key: What else it asks for, by the environment variables.
        looked_at: Where it is looked for, as a message names it.
    """

    variable: ClassVar[str]
    setting: ClassVar[str]
    key: ClassVar[str]
    other_key: ClassVar[str]
    beside_key: ClassVar[Mapping[str, str]] = {}
    said_of_wrong_key: ClassVar[str]

    @property
    def looked_at(self) -> str:
        return f"{self.variable} (or {self.setting})"

    @property
    def variables(self) -> Mapping[str, str]:
        return {self.variable: self.key, **self.beside_key}

    @property
    @abstractmethod
    def said_of_other_key(self) -> str:
        """What is said where the key belongs to somebody who has the prompt not."""
