"""The warnings for a reviewer: each says what happens, and why that matters."""

from collections.abc import Iterator
from typing import get_args

from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.program.urns import ALIAS, PROMPT
from pulumi_prompts.report.changes.numbering import history_of
from pulumi_prompts.report.changes.of_aliases import alias_in, moves
from pulumi_prompts.report.changes.texts import Texts
from pulumi_prompts.report.changes.threads import Thread
from pulumi_prompts.report.changes.where import is_production
from pulumi_prompts.report.model import Happening, Side, Warning, WarningKind
from pulumi_prompts.report.previews.parsing import mapping
from pulumi_prompts.report.previews.steps import State, Step

_ORDER = get_args(WarningKind)


def warnings_of(thread: Thread, stack: str, happenings: tuple[Happening, ...], texts: Texts) -> tuple[Warning, ...]:
    """The warnings of a thread, the worst first."""
    found = [
        *_breaks_callers(thread),
        *_other_model(thread),
        *_of_production(thread, stack),
        *_of_happenings(happenings),
        *(warning for step in thread.steps if step.new for warning in _of_step(step, step.new, thread, texts)),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda warning: _ORDER.index(warning.kind)))


def concerns_production(thread: Thread, stack: str) -> bool:
    """Whether the stack, or an alias that is set, moved or removed, is called production."""
    aliases = (step for step in thread.steps if step.type == ALIAS)
    return is_production(stack) or any(is_production(alias_in(step.last, step)) for step in aliases)


def _breaks_callers(thread: Thread) -> Iterator[Warning]:
    if names := thread.contents.variables.newly_required:
        said = ", ".join(f"`{name}`" for name in names)
        text = f"callers must give {said} from now on, which the old text did not ask for: change them first"
        yield Warning("breaks_callers", text)


def _of_production(thread: Thread, stack: str) -> Iterator[Warning]:
    for step in thread.steps:
        if step.new is None or step.old is None:
            continue
        if step.type == ALIAS and moves(step):
            alias = alias_in(step.new, step)
            if is_production(alias) or is_production(stack):
                yield Warning("production_moves", f"`{alias}` serves another version at once")
        elif step is thread.shown and is_production(stack):
            yield Warning("production_moves", "this is a production stack, and the content of its prompt changes")


_BY_HAPPENING: dict[str, tuple[WarningKind, str]] = {
    "delete": ("deletion", "{}: whoever still asks for it gets an error, and it cannot be brought back"),
    "alias_delete": ("deletion", "{}: whoever still asks for it gets an error"),
    "replace": ("replacement", "{}: what points at the old one has to follow"),
    "adopt": ("adopts", "{}: a preview cannot tell, and somebody else may rely on it"),
    "take_over": ("takes_over", "{}: that stack must not declare it any more"),
}


def _of_happenings(happenings: tuple[Happening, ...]) -> Iterator[Warning]:
    kinds = {each.kind for each in happenings}
    for each in happenings:
        if each.kind in _BY_HAPPENING and not (each.kind == "alias_delete" and "delete" in kinds):
            kind, words = _BY_HAPPENING[each.kind]
            yield Warning(kind, words.format(each.text))


def _of_step(step: Step, new: State, thread: Thread, texts: Texts) -> Iterator[Warning]:
    if step is thread.shown:
        if UNKNOWN in (thread.before, thread.after):
            yield Warning("unknown_content", KNOWN_AT_UP)
        elif any("secret" in (text.before, text.after) for text in thread.contents.texts):
            yield Warning("unknown_content", HIDDEN_TEXT)
        elif untold := texts.untold(step):
            yield Warning("unknown_content", NOT_TOLD.format(untold))
    if step.type == PROMPT:
        yield from _not_as_promoted(new)
    if step.type == ALIAS and moves(step):
        yield from _foreign(step, new, thread)


KNOWN_AT_UP = "the text is known at `pulumi up` only: nobody can review it here"
HIDDEN_TEXT = "the text is a secret: nobody can review it here"
NOT_TOLD = "the text that is served {} is in the registry, and not in this program: the difference is not shown"


def _other_model(thread: Thread) -> Iterator[Warning]:
    for value in thread.contents.values if None not in (thread.before, thread.after) else ():
        if value.path in ("model", "provider"):
            change = f"the {value.path} changes from {_quoted(value.before)} to {_quoted(value.after)}"
            yield Warning("model_changed", f"{change}: quality, cost and limits may change")


def _quoted(side: Side) -> str:
    others = {"absent": "none", "unknown": "one that is known at `pulumi up`", "secret": "a secret one"}
    return others.get(side.knowledge, f"`{side.value}`")


def _not_as_promoted(new: State) -> Iterator[Warning]:
    promoted, overrides = mapping(new.said("promoted")), mapping(new.said("overrides"))
    if promoted and overrides:
        said = ", ".join(f"`{name}`" for name in sorted(overrides))
        yield Warning("not_as_promoted", f"is not what was promoted: this environment overrides {said}")
    elif promoted and new.said("digest") not in (promoted.get("digest"), UNKNOWN):
        yield Warning("not_as_promoted", "is not what was promoted: the digests differ")


def _foreign(step: Step, new: State, thread: Thread) -> Iterator[Warning]:
    """A version of this program has a number and a digest here; one that is only read is another's."""
    version, digest = new.said("version"), new.said("digest")
    read = [each for each in thread.family.versions if each.op == "read" and each.last.said("version") == version]
    own = {digest for each in thread.family.versions if each.op != "read" for digest in history_of(each.old).values()}
    is_of_program = isinstance(digest, str) and isinstance(version, str) and not (read and digest not in own)
    if not is_of_program:
        text = f"`{alias_in(new, step)}` moves to a version that this program did not publish"
        yield Warning("foreign_version", text)
