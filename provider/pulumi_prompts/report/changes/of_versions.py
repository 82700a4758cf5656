"""What happens to the published versions of a prompt, in words."""

from collections.abc import Iterator

from pulumi_prompts.lifecycle.ownership import NOTE
from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.report.changes.families import Family
from pulumi_prompts.report.changes.numbering import Publication, publication_of
from pulumi_prompts.report.model import Happening
from pulumi_prompts.report.previews.steps import State, Step

_DESCRIBED = {"description": "the description of the version", "version_name": "the name of the version"}


def happenings_of_version(step: Step, family: Family) -> Iterator[Happening]:
    """What a step does to the versions."""
    if publication := publication_of(step, family):
        yield _of_publication(publication)
    if step.new is None:
        yield from _removal(step, family)
    elif step.old is not None:
        yield from _changes(step, step.old, step.new)


def _of_publication(publication: Publication) -> Happening:
    if publication.is_reused:
        return Happening("reuse", f"re-uses version {publication.name}, which has this content")
    if publication.digest == UNKNOWN:
        return Happening("publish", f"publishes {publication.words}, unless the content turns out to be the same")
    return Happening("publish", f"publishes {f'version {publication.name}' if publication.name else publication.words}")


def _removal(step: Step, family: Family) -> Iterator[Happening]:
    """Empty if the prompt is deleted or replaced, too: its own step says what happens to the versions."""
    if family.prompt is not None and family.prompt.op in ("delete", "replace"):
        return
    if step.last.said("force_destroy") is True and not step.is_only_forgotten:
        yield Happening("delete", "deletes the versions that it published, but for those in use")
    else:
        yield Happening("forget", "publishes no more; the versions stay in the registry")


def _changes(step: Step, old: State, new: State) -> Iterator[Happening]:
    described = [words for name, words in _DESCRIBED.items() if old.inputs.get(name) != new.inputs.get(name)]
    if described:
        yield Happening("describe", f"changes {' and '.join(described)}")
    if step.op == "replace":
        return
    if old.inputs.get("keep") != new.inputs.get("keep"):
        yield Happening("settings", f"keeps {_number(new)} versions (before: {_number(old)})")
    if old.inputs.get("force_destroy") != new.inputs.get("force_destroy"):
        yield Happening("settings", "changes whether its own deletion takes the versions along (`force_destroy`)")
    if old.inputs.get("marker") != new.inputs.get("marker"):
        yield Happening("settings", "changes the note of who publishes it")
    if old.said("lost") == NOTE:
        yield Happening("settings", "restores the note of who published the version")


def _number(state: State) -> str:
    keep = state.inputs.get("keep")
    return "all" if keep is None else f"{keep:g}" if isinstance(keep, float) else str(keep)
