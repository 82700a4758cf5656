"""What every adapter does."""

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol, Self

from pulumi_prompts.content.options import OptionsBlock
from pulumi_prompts.registries.base.environment import Environment, Settings
from pulumi_prompts.registries.base.values import Change, Desired, Head, Labels, Publication, Ref, Version
from pulumi_prompts.registries.support import Support

THREADS = 32
"""From how many threads at once the methods of one backend are called at most; so many connections it may keep."""


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

        Where a creation cannot be exclusive, because the registry's write takes a name that is taken as well, somebody
        else may make the prompt between the look and the write. Then LostRaceError says what was taken back of ours and
        what was left behind; the head is what the other one wrote, and the note of ownership is theirs.

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
