"""What can go wrong, as one tree; each class says who must act.

    PromptsError
    |-- InputError             the author of the program: a property is wrong
    |   |-- FileError          whoever wrote a file: it is not what its suffix says
    |   |-- UsageError         whoever typed a command: an argument or an option is wrong
    |   `-- ProgramError       the same; raised in the program itself (`program.slips`)
    |-- ConfigurationError     whoever configures the stack: a setting is missing or wrong
    |   `-- CredentialsError   whoever runs it: no credentials, or those of another account
    |-- OwnershipError         the author: the object is somebody else's; adopt it or leave it
    |-- DriftError             the author: the registry changed behind our back; refresh
    `-- RegistryError          the registry said no, or said nothing
        |-- NotFoundError      nobody: it is gone
        |-- AlreadyExistsError nobody: the life cycle heals, adopts, or raises OwnershipError
        |   `-- LostRaceError  whoever runs it: somebody else was first; run again, which finds the owner
        |-- RejectedError      the author: the registry refuses the request as it is
        |   `-- AccessError    whoever grants permissions
        |-- QuotaError         whoever owns the account: a quota of the registry is used up
        |-- UnavailableError   nobody: try again later (busy or broken)
        |   |-- ThrottledError nobody: the registry asks for fewer requests
        |   `-- UnreachableError whoever configures or runs it: nothing takes a connection at its address
        |-- LostAnswerError    nobody: whether it was done is not known; it is looked up
        |   `-- LateAnswerError nobody: it may still be done; it is looked for, and not asked for again
        `-- AnswerError        us: the registry answered what its protocol does not allow

A message is one line. It tells what was being done, what went wrong, and what to do. It never holds a secret.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

REDACTED = "[secret]"
"""What stands in a message in the place of a secret."""

_LONGEST = 500
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


class PromptsError(Exception):
    """The base class of all errors of this package.

    Args:
        said: What is wrong. All of it is kept, but for a full stop, so that secrets can be found in it; one line of at
            most 500 characters is shown.
        remedy: What the person who reads it can do; each class has a default.
        detail: Lines to print before the message (a diff).

    Attributes:
        code: The registry's own name for what is wrong, such as the status of its answer; nothing where it gave none.
        made: What was made before this happened, as its registry names it: the identifier and the address.
        left: What the state is to keep of that: the identifier and the outputs.
    """

    default_remedy: ClassVar[str] = ""

    def __init__(self, said: str, remedy: str | None = None, detail: str = "") -> None:
        super().__init__(said)
        self.said = said.rstrip().rstrip(".")
        self.remedy = self.default_remedy if remedy is None else remedy
        self.detail = detail
        self.doing = ""
        self.code = ""
        self.made: tuple[str, str] | None = None
        self.left: tuple[str, Mapping[str, Any]] | None = None

    def at(self, doing: str) -> Self:
        """The same error, which says what was being done, to what, and on which backend."""
        self.doing = self.doing or one_line(doing)
        return self

    def __str__(self) -> str:
        said = one_line(self.said)
        what = f"{self.doing}: {said}" if self.doing else said
        line = f"{what}; {self.remedy}" if self.remedy else what
        return f"{self.detail}\n{line}" if self.detail else line


class InputError(PromptsError):
    """A property of a resource is wrong. The author of the program must correct it."""


class FileError(InputError):
    """A file does not have the form that its suffix says. Its author must correct it.

    Args:
        file: Its name.
        what: What is wrong.
        remedy: As of any error.
        line: Where, from 1; None where the file as a whole is meant.
        column: Where in the line, from 1.
    """

    def __init__(
        self, file: str, what: str, remedy: str | None = None, line: int | None = None, column: int = 1
    ) -> None:
        super().__init__(f"{file}: {what}" if line is None else f"{file}, line {line}, column {column}: {what}", remedy)
        self.file, self.what, self.line, self.column = file, what, line, column


class UsageError(InputError):
    """An argument or an option of a command is wrong. The person who runs the command must correct it."""


class ConfigurationError(PromptsError):
    """A setting is missing or wrong. The person who configures the stack must correct it."""


class CredentialsError(ConfigurationError):
    """Credentials are missing, or they belong to another account. The person who runs Pulumi must set others."""


class OwnershipError(PromptsError):
    """The object exists, but another owner has it. The author must adopt it, use another name, or leave it."""


class DriftError(PromptsError):
    """Somebody changed the registry since the last `up`, and this change would be lost."""

    default_remedy = "run `pulumi refresh`, look at what changed, then `pulumi up` again"


class RegistryError(PromptsError):
    """The registry refused a call, or it could not be reached.

    Attributes:
        retry_after: How many seconds the registry asked to wait, where it did.
        state: What one says of its address meanwhile, in our words: nobody has taken the secrets out of the registry's.
    """

    retry_after: float | None = None
    state: str = "is busy or out of reach"


class NotFoundError(RegistryError):
    """The registry says that the object does not exist."""


class AlreadyExistsError(RegistryError):
    """The registry already has an object with this name."""

    default_remedy = "use another name"


class LostRaceError(AlreadyExistsError):
    """Somebody else created a prompt of this name at the same moment and was first. The prompt is theirs.

    It happens on registries whose create also writes to a prompt that exists: what we wrote is in their prompt then.
    The message says what stays there. We do not own it.
    """

    default_remedy = "run the command again: it finds the owner"

    @classmethod
    def of(cls, name: str, left: str = "what this program wrote was taken back") -> Self:
        """The error for the prompt of that name, which tells what is `left` of ours in it."""
        return cls(f"somebody else made the prompt {name!r} at the same moment and was first; {left}")


class RejectedError(RegistryError):
    """The registry refuses the request. A retry does not help."""


class AccessError(RejectedError):
    """The credentials are valid, but they do not have the permission."""

    default_remedy = "grant the permission, or use other credentials"


class QuotaError(RegistryError):
    """A quota of the registry is used up. A retry does not help."""


class UnavailableError(RegistryError):
    """The registry was busy or broken until `timeout` ended. A later retry may help."""

    default_remedy = "run the command again when the registry answers"


class ThrottledError(UnavailableError):
    """The registry asked for fewer requests until `timeout` ended."""

    state = "asks for fewer requests"


class UnreachableError(UnavailableError):
    """No connection was possible: it was refused, the host is unknown, or no network leads there."""


class LostAnswerError(RegistryError):
    """The connection broke after a request that must not be sent twice. The registry may have carried it out."""

    default_remedy = "nobody knows whether it was done: wait a minute and run the command again, which finds out"


class LateAnswerError(LostAnswerError):
    """No answer came in time to a request that must not be sent twice. The registry may still carry it out."""


class AnswerError(RegistryError):
    """The answer of the registry does not follow its protocol."""

    default_remedy = "check the address of the registry, then report this as a bug"


def one_line(text: str) -> str:
    """`text` without line breaks and without what a terminal would obey, cut to 500 characters."""
    flat = " ".join(text.translate(_CONTROLS).split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 3] + "..."
