"""A promoted prompt: its content, without overrides, is the one that its head names; and its gates.

The program hands over the content with the overrides applied, and the values that they replaced. So each hook can see
the content that was promoted.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_prompts.content.base import contains_unknown
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import CONTENT
from pulumi_prompts.content.parsing import Failure, parse_content
from pulumi_prompts.lifecycle.answers import Values
from pulumi_prompts.lifecycle.gates import not_proved_by
from pulumi_prompts.lifecycle.inputs import PromptInputs
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.program.markers import as_note, stack_of
from pulumi_prompts.registries.kinds import OPTIONS
from pulumi_prompts.registries.support import Entries, Support

GATES = frozenset({"after", "after_stack", "evidence"})
"""The inputs with the gates of a prompt; no state keeps them."""

NOT_KEPT = GATES | {"before_overrides"}
"""Inputs that are in no output."""

ORIGIN_NOTE = "promoted-from"
"""The tag, or the key of the metadata, that tells in the registry where the content was deployed before."""

_PLACES = ("tags", "metadata")
_INSTEAD = "say what this environment has instead under `overrides`"


def with_note_of_origin(values: Values, support: Support | None) -> Values:
    """The inputs with a note of the origin, if the registry has a place for it. A program's own entry stays."""
    origin = (values.get("promoted") or {}).get("origin") if isinstance(values.get("promoted"), Mapping) else None
    place = next((each for each in _PLACES if support and each in support.prompt), None)
    if not isinstance(origin, Mapping) or support is None or place is None:
        return values
    said, limit = values.get(place, {}), support.prompt[place]
    is_full = isinstance(limit, Entries) and limit.most is not None and len(said) >= limit.most
    if not isinstance(said, Mapping) or is_full or ORIGIN_NOTE in said:
        return values
    return {**values, place: {**said, ORIGIN_NOTE: as_note(place_of(origin))}}


def place_of(origin: Mapping[str, Any]) -> str:
    """An origin in one line: `acme/support-desk/staging@6`."""
    where = " ".join(str(origin[name]) for name in ("stack", "registry", "prompt", "alias") if origin.get(name))
    return f"{where}@{origin['version']}" if origin.get("version") else where


def promoted_digest(values: Values) -> Any:
    """The digest in the head of a promoted prompt; for any other prompt, that of its content."""
    promoted = values.get("promoted")
    return promoted.get("digest") if isinstance(promoted, Mapping) else values.get("digest")


def before_overrides(values: Values) -> dict[str, Any]:
    """The content as it was promoted."""
    overridden, before = values.get("overrides"), values.get("before_overrides")
    names = overridden if isinstance(overridden, Mapping) else {}
    said = {name: value for name, value in values.items() if name in CONTENT - {"variables"} and name not in names}
    return {**said, **(before if isinstance(before, Mapping) else {})}


def broken_promotion(values: Values, inputs: PromptInputs, support: Support | None) -> Iterator[Failure]:
    """Errors of a promoted prompt: it was edited, or an option belongs to another registry."""
    for name in inputs.overrides or {}:
        if name not in CONTENT:
            yield Failure(f"overrides.{name}", "is no part of the content; write it beside `overrides`")
    if inputs.promoted is None:
        return
    content = before_overrides(values)
    if not contains_unknown(content):
        parsed, _, failures = parse_content(content, OPTIONS)
        found = "" if failures else digest_of(parsed)
        if found != (promoted := promoted_digest(values)):
            yield Failure("promoted", edited(promoted, found))
    options = values.get("options")
    for kind in options if isinstance(options, Mapping) and support else ():
        if support and kind != support.kind:
            yield Failure(f"options.{kind}", of_another_registry(kind, support.kind))


def edited(promoted: str, found: str) -> str:
    """The message for a promoted file whose content differs from the digest in its head."""
    return (
        f"the content was edited since it was promoted: the head says {promoted}, the content is "
        f"{found or 'none that has a digest'}; promote it again, say what this environment has otherwise under "
        "`overrides`, or remove the head (`promoted`) to make the file a source of its own"
    )


def of_another_registry(kind: str, own: str) -> str:
    """The message for an option in a promoted content that only another registry knows."""
    return f"{own} cannot express this; `overrides: {{options: {{{kind}: null}}}}` leaves it out"


def with_overrides_as_remedy(failure: Failure, values: Values) -> Failure:
    """A failure of a promoted content, with the advice to override it: nobody edits it."""
    name = failure.path.partition(".")[0].partition("[")[0]
    overridden = values.get("overrides")
    if "promoted" not in values or name not in CONTENT or "`overrides" in failure.reason:
        return failure
    if isinstance(overridden, Mapping) and name in overridden:
        return failure
    return Failure(failure.path, f"{failure.reason}; {_INSTEAD}")


def closed_gates(run: Run, olds: Values, values: Values) -> Iterator[Failure]:
    """The gates that keep a prompt from this content. A prompt that serves it already passes."""
    digest, marker = promoted_digest(values), values.get("marker")
    is_replaced = not olds and isinstance(marker, str) and run.is_in_state(marker)  # asked with its state before
    if not isinstance(digest, str) or is_replaced or (olds and promoted_digest(olds) == digest):
        return
    if "after_stack" in values and (why := _from_elsewhere(values)):
        yield Failure("after", why)
    if "after" in values and (why := _not_served(values["after"], digest)):
        yield Failure("after", why)
    if "evidence" in values and (why := not_proved_by(values["evidence"], digest)):
        yield Failure("evidence", why)


def _from_elsewhere(values: Values) -> str | None:
    wanted, marker, promoted = str(values["after_stack"]), values.get("marker"), values.get("promoted")
    origin = promoted.get("origin") if isinstance(promoted, Mapping) else None
    stack = origin.get("stack") if isinstance(origin, Mapping) else None
    is_own = isinstance(marker, str) and isinstance(stack, str) and stack == stack_of(marker)
    if is_own or is_stack(stack, wanted):
        return None
    return skipped(wanted, place_of(origin) if isinstance(origin, Mapping) else "no promotion")


def is_stack(stack: Any, name: str) -> bool:
    """Whether `name` is the stack `organization/project/stack`, or the end of it."""
    return isinstance(stack, str) and f"/{stack}".endswith(f"/{name}")


def skipped(wanted: str, found: str) -> str:
    """The message for a content that did not come from the required stack."""
    return f"takes what the stack {wanted!r} serves, and this came from {found}; promote it to {wanted} first"


def _not_served(after: Any, digest: str) -> str | None:
    said = {"digest": after} if isinstance(after, str) else after
    if contains_unknown(said):
        return None
    if not isinstance(said, Mapping):
        return WITHOUT_DIGEST
    if digest in (said.get("digest"), *(said.get("before") or ())):
        return None
    return not_served(said.get("digest"), digest)


WITHOUT_DIGEST = "must be a digest, or what another stack exports of its prompt (`served`)"


def not_served(served: Any, digest: str) -> str:
    """The message if the other stack does not serve the content, and never did."""
    return f"the other stack serves {served or 'nothing'}, and never served {digest}; bring it there first"
