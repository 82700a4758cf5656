"""What only some registries can: protocols of one method each. The docstring says what the absence of one means."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol, runtime_checkable

from pulumi_prompts.registries.base.values import Alias, Labels, Listed, Version, Whole


@runtime_checkable
class DeletesVersions(Protocol):
    """Removes a published version. Absence means: it stays as long as its prompt."""

    def delete_version(self, prompt_id: str, version: str) -> None:
        """Remove one version. Raises NotFoundError for the version or the prompt."""


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
class ListsPrompts(Protocol):
    """Tells which prompts there are. Absence means: whoever wants to read a prompt must know its name or its id."""

    def list_prompts(self, prefix: str = "") -> Iterator[Listed]:
        """All prompts, whosever, with a name that begins with `prefix`; in any order.

        A page is asked for when the one before it is used up. A prompt that is made or deleted meanwhile may be told,
        or not, or twice.
        """


@runtime_checkable
class ReadsWhole(Protocol):
    """Tells all of a prompt in fewer calls. Absence means: `read`, `versions` and `aliases` take no more."""

    def read_whole(self, prompt_id: str) -> Whole:
        """What these three answer. Raises NotFoundError for the prompt."""


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
