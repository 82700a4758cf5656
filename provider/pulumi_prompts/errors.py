"""What can go wrong, as one tree; each class says who must act.

    PromptsError
    |-- InputError             the author of the program: a property is wrong
    |   |-- FileError          whoever wrote a file: it is not what its suffix says
    |   `-- ProgramError       the same; raised in the program itself (`program.slips`)
    |-- ConfigurationError     whoever configures the stack: a setting is missing or wrong
    |   `-- CredentialsError   whoever runs it: no credentials, or those of another account
    |-- OwnershipError         the author: the object is somebody else's; adopt it or leave it
    |-- DriftError             the author: the registry changed behind our back; refresh
    `-- RegistryError          the registry said no, or said nothing
        |-- NotFoundError      nobody: it is gone
        |-- AlreadyExistsError nobody: the life cycle heals, adopts, or raises OwnershipError
        |-- RejectedError      the author: the registry refuses the request as it is
        |   `-- AccessError    whoever grants permissions
        |-- QuotaError         whoever owns the account: a quota of the registry is used up
        |-- UnavailableError   nobody: try again later (busy or broken)
        |   |-- ThrottledError nobody: the registry asks for fewer requests
        |   `-- UnreachableError whoever configures or runs it: nothing takes a connection at its address
        |-- LostAnswerError    nobody: whether it was done is not known; it is looked up
        |   `-- LateAnswerError nobody: it may still be done; it is looked for, and not asked for again
        `-- AnswerError        us: the registry answered what its protocol does not allow

A message is one line: what the registry said, then what to do. `at` puts in front of it what was being done.
No message carries a secret or a whole body.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

REDACTED = "[secret]"
"""What stands in a message in the place of a secret."""

_LONGEST = 500


class PromptsError(Exception):
    """The base of every error that this package raises on purpose.

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
    """A property of a resource is wrong; the author of the program must mend it."""


class FileError(InputError):
    """A file is not what its suffix says; whoever wrote it must mend it.

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
        super().__init__(f"{file}: {what}" if line is None else f"{file}, line {line}: {what}", remedy)
        self.file, self.what, self.line, self.column = file, what, line, column


class ConfigurationError(PromptsError):
    """A setting is missing or wrong; whoever configures the stack must mend it."""


class CredentialsError(ConfigurationError):
    """There are no credentials, or they belong to another account; whoever runs the program must act."""


class OwnershipError(PromptsError):
    """The object exists and is not this resource's; the author must adopt it, rename, or leave it."""


class DriftError(PromptsError):
    """The registry was changed behind our back in a way that must not be published or removed silently."""

    default_remedy = "run `pulumi refresh`, look at what changed, then `pulumi up` again"


class RegistryError(PromptsError):
    """The registry refused a call, or could not be reached.

    Attributes:
        retry_after: How many seconds the registry asked to wait, where it did.
        state: What one says of its address meanwhile, in our words: nobody has taken the secrets out of the registry's.
    """

    retry_after: float | None = None
    state: str = "is busy or out of reach"


class NotFoundError(RegistryError):
    """The registry itself says that the object does not exist."""


class AlreadyExistsError(RegistryError):
    """The registry holds an object of this name already."""

    default_remedy = "use another name"


class RejectedError(RegistryError):
    """The registry refuses the request as it stands; sending it again cannot help."""


class AccessError(RejectedError):
    """The credentials are valid but may not do this."""

    default_remedy = "grant the permission, or use other credentials"


class QuotaError(RegistryError):
    """A quota of the registry is used up; waiting does not help."""


class UnavailableError(RegistryError):
    """The registry was busy or broken until the deadline; the same call may go through later."""

    default_remedy = "run the command again when the registry answers"


class ThrottledError(UnavailableError):
    """The registry asked for fewer requests until the deadline."""

    state = "asks for fewer requests"


class UnreachableError(UnavailableError):
    """No connection came about: refused, an unknown host, no way to it. What is busy is worth a longer wait."""


class LostAnswerError(RegistryError):
    """The connection broke after a request was sent that must not be sent twice."""

    default_remedy = "nobody knows whether it was done: wait a minute and run the command again, which finds out"


class LateAnswerError(LostAnswerError):
    """No answer came in time to a request that must not be sent twice: it may still be carried out."""


class AnswerError(RegistryError):
    """The registry answered something that its protocol does not allow."""

    default_remedy = "check the address of the registry, then report this as a bug"


def one_line(text: str) -> str:
    """`text` without line breaks, cut to 500 characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 3] + "..."
