"""What is wrong with the settings of a backend, in words for whoever writes a program or a stack's configuration."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pulumi_prompts.content.parsing import Failure
from pulumi_prompts.registries.kinds import KINDS

AS_TEXT = "quote it, or `pulumi config set --path --type string prompts:backend.{} <value>`"
WHERE = "set it with `pulumi config set --path prompts:backend.kind <kind>`, or in the argument `backend`"


def of_setting(failure: Failure, backend: Mapping[str, Any]) -> Failure:
    """The failure of one setting; a number in the place of a text is what a configuration makes of digits."""
    value = backend.get(failure.path)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    remedy = f"; {AS_TEXT.format(failure.path)}" if is_number and failure.reason == "must be a string" else ""
    return Failure(f"backend.{failure.path}", failure.reason + remedy)


def no_kind(backend: Any) -> Failure:
    """The failure where no kind of registry is named."""
    kinds = ", ".join(KINDS)
    if not isinstance(backend, Mapping):
        return Failure("backend", f"must be an object with a `kind`, one of {kinds}; {WHERE}")
    kind = backend.get("kind")
    if kind is None:
        return Failure("backend.kind", f"is required, one of {kinds}; {WHERE}")
    near = nearest_kind(str(kind))
    return Failure("backend.kind", f"must be one of {kinds}" + (f"; did you mean `{near}`?" if near else ""))


def nearest_kind(called: str) -> str | None:
    """The kind of registry that a misspelled one is most like."""
    return next(iter(get_close_matches(called, KINDS, n=1)), None)
