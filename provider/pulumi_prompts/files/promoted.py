"""A promoted prompt: an ordinary file with a head, which says which content it holds and where that was deployed.

    promoted:
      digest: sha256:...
      origin:
        stack: acme/support-desk/staging
        version: "6"
      at: "2026-11-30T09:00:00Z"
    overrides:                # what is different in this environment; a person writes it, and a promotion keeps it
      model: gpt-4o-eu
      parameters: {temperature: null}
    after: staging            # a gate: this stack must serve the content first
    evidence: ../../evals/triage.json    # a gate: this file must confirm the content
    name: support-triage
    messages: ...

An override replaces a value of the content. An object is merged into the object of the content, and null removes a
value (RFC 7396). The digest is that of the content without overrides, so it is the same in every environment.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Self

from pulumi_prompts.content.line_breaks import keeping
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.schema import modeline, schema_for

PROMOTED: Final = "promoted"
OVERRIDES: Final = "overrides"
AFTER: Final = "after"
EVIDENCE: Final = "evidence"
_MARK, _WINDOWS = "\ufeff", "\r\n"

LEFT_OUT: Final = "(left out)"
"""How an override that leaves something out is shown: a program's inputs have no null."""


@dataclass(frozen=True)
class Origin:
    """Where a content was deployed: in a stack, or in a registry without one.

    Attributes:
        stack: The stack: `organization/project/stack`.
        registry: The registry, if the content does not come from a stack.
        prompt: The name of the prompt in the registry.
        alias: The alias that pointed at the version.
        version: The number or the name of the version. Not set if no version was published.
    """

    stack: str | None = None
    registry: str | None = None
    prompt: str | None = None
    alias: str | None = None
    version: str | None = None

    @property
    def entries(self) -> dict[str, str]:
        """What is known of it, as the head says it."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class FileHead:
    """What the head of a file says.

    Attributes:
        digest: The digest of the content without overrides.
        origin: Where the content was deployed before.
        at: When it was promoted: an ISO 8601 time in UTC.
    """

    digest: str
    origin: Origin
    at: str

    @property
    def entries(self) -> dict[str, Any]:
        """The head as the file says it."""
        return {"digest": self.digest, "origin": self.origin.entries, "at": self.at}


@dataclass(frozen=True)
class PromptFile:
    """The document of a prompt's file, in its parts. Of each, `check` says what is wrong.

    Attributes:
        inputs: Those of the prompt: the content without overrides, and what stands beside it.
        promoted: The head of a promoted file: which content it holds, and where that was deployed before.
        overrides: What is different in this environment. Only in a promoted file.
        after: A stack. Only a content that it serves can be promoted to this file.
        evidence: A file that must confirm the content. The path starts at the folder of the prompt file.
    """

    inputs: Mapping[str, Any]
    promoted: Any = None
    overrides: Mapping[str, Any] = field(default_factory=dict)
    after: Any = None
    evidence: Path | None = None

    @classmethod
    def of(cls, document: Mapping[str, Any], folder: Path) -> Self:
        """Take a document apart; a path in it starts at the folder of the file."""
        parts = {name: document.get(name) for name in (PROMOTED, OVERRIDES, AFTER, EVIDENCE)}
        inputs = {name: value for name, value in document.items() if name not in parts}
        overrides, evidence = parts[OVERRIDES], parts[EVIDENCE]
        return cls(
            inputs,
            parts[PROMOTED],
            overrides if isinstance(overrides, Mapping) else {},
            parts[AFTER],
            folder / evidence if isinstance(evidence, str) else None,
        )

    def over(self, defaults: Mapping[str, Any], deciding: Collection[str]) -> Self:
        """The file over what holds for many: an object is merged, key by key, and the file wins.

        A promoted file has the whole content: nothing of `deciding` is added to it.
        """
        if self.promoted is not None:
            defaults = {name: value for name, value in defaults.items() if name not in deciding}
        return replace(self, inputs=merged(defaults, self.inputs))

    def declared(self, said: Mapping[str, Any], deciding: Collection[str]) -> dict[str, Any]:
        """The inputs that the file declares, with what a program says over them.

        A text of the file has the line breaks of Windows only where it says so: those of the file itself are plain.

        Args:
            said: Inputs of the program.
            deciding: The names of the inputs that decide how a model answers, but for the variables. What a program
                says of them is an override in a promoted file, beside those of the file.
        """
        if self.promoted is None:
            texts = {name: value for name, value in self.inputs.items() if name not in said}
            return {**self.inputs, **said, **keeping(texts)}
        overrides = {**self.overrides, **{name: value for name, value in said.items() if name in deciding}}
        before = {name: self.inputs[name] for name in overrides if name in self.inputs}
        listed = {"overrides": shown(overrides), "before_overrides": before}
        inputs = {**merged(self.inputs, self.overrides), **said, PROMOTED: self.promoted}
        return {**inputs, **{name: value for name, value in listed.items() if value}}


def merged(value: Any, override: Any) -> Any:
    """`override` over `value`, as RFC 7396 merges."""
    if not isinstance(override, Mapping):
        return override
    there = value if isinstance(value, Mapping) else {}
    each = {name: merged(there.get(name), inner) for name, inner in override.items()}
    return {name: inner for name, inner in {**there, **each}.items() if inner is not None}


def shown(overrides: Any) -> Any:
    """Overrides as inputs that a preview lists."""
    if isinstance(overrides, Mapping):
        return {name: shown(value) for name, value in overrides.items()}
    return LEFT_OUT if overrides is None else overrides


def written(
    before: str | None, head: FileHead, content: Mapping[str, Any], beside: Mapping[str, Any], file: str
) -> str:
    """The text of a promoted file.

    Args:
        before: The text that the file has; None where there is none. What is no content in it stays as it is.
        head: Its new head.
        content: The whole content, as the inputs that declare it.
        beside: What a new file says beside the content; a file that is there has its own.
        file: Its name, for errors.

    Raises:
        InputError: The file that is there cannot be kept as it is around another content.
    """
    from pulumi_prompts.content.model import Content
    from pulumi_prompts.files.splicing import spliced

    entries = dict.fromkeys(Content.model_fields) | dict(content)
    of_new_file = beside if before is None else {}
    return spliced(before or "", {PROMOTED: head.entries, **of_new_file, **entries}, file, PROMOTED)


def rendered(file: Path, head: FileHead, content: Mapping[str, Any], beside: Mapping[str, Any]) -> bytes:
    """What a promoted file is to hold, as `written` says, with the line breaks that the file has.

    A new one refers to the schema of prompt files, where that lies in the project.

    Raises:
        InputError: See `written`; or the file that is there cannot be read.
    """
    try:
        before = file.read_bytes().decode() if file.exists() else None
    except OSError as error:
        raise InputError(f"{file}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{file}: is not UTF-8", "save it in that encoding") from None
    plain = None if before is None else before.removeprefix(_MARK).replace(_WINDOWS, "\n")
    after = written(plain, head, content, beside, str(file))
    if before is None and (schema := schema_for(file.parent)):
        after = f"{modeline(schema)}{after}"
    if before is not None and _WINDOWS in before:
        after = after.replace("\n", _WINDOWS)
    return f"{_MARK if before and before.startswith(_MARK) else ''}{after}".encode()


def write(file: Path, text: bytes) -> None:
    """Write a file; its folder is made. Raises InputError where that cannot be done."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text)
    except OSError as error:
        raise InputError(f"{file}: cannot be written: {error.strerror}") from None
