"""Why a preview is not reliable, in plain English, from the messages of Pulumi and its policies."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pulumi_prompts.program.urns import name_of
from pulumi_prompts.report.model import Failure
from pulumi_prompts.report.previews.documents import NoJson

_COLOUR = re.compile(r"<\{%.*?%\}>|\x1b\[[0-?]*[ -/]*[@-~]")
_WORD_BEFORE = re.compile(r"^(error|mandatory|advisory): ")
_OF_CHECK = re.compile(r"^\S+ resource '[^']*' has a problem: ")
_NOISE = re.compile(
    r"^(Resource monitor has terminated|resource monitor shut down|an unhandled error occurred|BAIL|"
    r"(preview|update) (failed|canceled)$)|KeyboardInterrupt\s*$"
)
_WARNING = "warning: "
"""May be in the text of a preview, if somebody added standard error to it."""

_LONGEST_QUOTE = 60

CUT_OFF = "the output ends before its end: Pulumi was stopped, or the file was cut"
EMPTY = "the input is empty: Pulumi wrote no preview; its error message is on standard error"
UNSUCCESSFUL = "Pulumi says that it failed, and not why"
CORRUPT = "Pulumi says that its record of the resources may be wrong now: run `pulumi refresh`"
NO_PREVIEW = "this is no preview of Pulumi; make one with `pulumi preview --json`"


def plain(text: str) -> str:
    """A message without colours and without the word of its severity."""
    return _WORD_BEFORE.sub("", _COLOUR.sub("", text).strip())


def failure(message: str, urn: str) -> Failure:
    """An error of Pulumi, for a resource or in general."""
    return Failure(_OF_CHECK.sub("", plain(message)), name_of(urn) or None)


def not_done(op: str, urn: str) -> Failure:
    """The message for a resource whose operation failed without a message."""
    return Failure(f"the operation `{op}` failed", name_of(urn) or None)


def is_cut(piece: NoJson) -> bool:
    """Whether it begins like JSON, and is not complete JSON."""
    return piece.text.startswith("{")


def unreadable(pieces: Iterable[NoJson]) -> Iterator[Failure]:
    """The failures for parts that are no JSON: an error of Pulumi, other words, and the first piece that is cut."""
    cut: NoJson | None = None
    for piece in pieces:
        if is_cut(piece):
            cut = cut or piece
        elif not piece.text.startswith(_WARNING):
            yield _no_preview(piece)
    if cut:
        yield Failure(f"from line {cut.line} on it cannot be read: {CUT_OFF}")


def _no_preview(piece: NoJson) -> Failure:
    said = plain(piece.text)
    if piece.text.startswith("error: "):
        return Failure(said)
    quoted = said if len(said) <= _LONGEST_QUOTE else f"{said[:_LONGEST_QUOTE]}…"
    return Failure(f"line {piece.line} is no JSON ({quoted}): {NO_PREVIEW}")


def violation(event: Mapping[str, Any]) -> str:
    """The message of a policy, and its name."""
    return f"{plain(str(event.get('message')))} (policy {event.get('policyName')} of {event.get('policyPackName')})"


def each_once(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """The failures without repetitions, and without Pulumi's standard words after any error."""
    found = [*dict.fromkeys(each for each in failures if each.text)]
    is_told_where = any(each.text.endswith(f" {CUT_OFF}") for each in found)
    telling = [each for each in found if not (_NOISE.search(each.text) or (is_told_where and each.text == CUT_OFF))]
    return tuple(telling or found)


def with_those_without_words(failures: Sequence[Failure], failed: Iterable[Failure]) -> list[Failure]:
    """With the resources that failed without a message."""
    told = {each.resource for each in failures}
    return [*failures, *(each for each in failed if each.resource not in told)]
