"""The report of previews: each change once, with the places where it happens."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args
from urllib.parse import quote

from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.program.urns import ALIAS, PROMPT, VERSION
from pulumi_prompts.report.changes.families import families
from pulumi_prompts.report.changes.of_aliases import happenings_of_alias, serving_of, with_digests_of_numbers
from pulumi_prompts.report.changes.of_prompts import happenings_of_prompt
from pulumi_prompts.report.changes.of_versions import happenings_of_version
from pulumi_prompts.report.changes.texts import Digest, Texts, digest_in
from pulumi_prompts.report.changes.threads import Thread, threads_of
from pulumi_prompts.report.changes.warnings import concerns_production, warnings_of
from pulumi_prompts.report.changes.where import registry_of
from pulumi_prompts.report.model import (
    NOT_KNOWN,
    Change,
    Contents,
    Happening,
    HappeningKind,
    Operation,
    Place,
    Report,
    Source,
    Stack,
)
from pulumi_prompts.report.previews.parsing import OUTSIDE
from pulumi_prompts.report.previews.steps import Preview, Step

_ORDER = get_args(HappeningKind)
_HAPPENINGS = {PROMPT: happenings_of_prompt, VERSION: happenings_of_version, ALIAS: happenings_of_alias}
_OTHERWISE = Happening("settings", "is written again, for a reason that the preview does not tell")


def report_of(previews: Sequence[Preview], source_url: str | None = None) -> Report:
    """What happens to prompts in all of the previews.

    Args:
        previews: What `reading.read` found: of several stacks, or of one.
        source_url: The address of the program's folder, where its files can be seen as they are in the preview.
    """
    texts = Texts(step for preview in previews for step in preview.steps)
    changes = (change for preview in previews for change in _changes(preview, texts, source_url))
    return Report(tuple(map(_stack, previews)), tuple(sorted(_merged(changes), key=_importance)))


def _stack(preview: Preview) -> Stack:
    return Stack(
        preview.stack, preview.is_update, preview.failures, preview.advice, preview.unchanged, dict(preview.others)
    )


def _changes(preview: Preview, texts: Texts, source_url: str | None) -> Iterator[Change]:
    for family in map(with_digests_of_numbers, families(preview.steps, preview.is_update)):
        for thread in threads_of(family, texts):
            place = _place(preview, thread, texts, source_url)
            yield Change(family.name, _said(thread.before), _said(thread.after), thread.contents, (place,))


def _place(preview: Preview, thread: Thread, texts: Texts, source_url: str | None) -> Place:
    family = thread.family
    happenings = tuple(sorted(_happenings(thread), key=lambda each: _ORDER.index(each.kind))) or (_OTHERWISE,)
    return Place(
        stack=preview.stack,
        resource=family.resource,
        registry=family.registry.place,
        is_production=concerns_production(thread, preview.stack),
        happenings=happenings,
        warnings=warnings_of(thread, preview.stack, happenings, texts),
        serving=serving_of(family),
        operations=tuple(map(_operation, thread.steps)),
        source=_source(thread, source_url),
    )


def _happenings(thread: Thread) -> Iterator[Happening]:
    found = (each for step in thread.steps for each in _HAPPENINGS[step.type](step, thread.family))
    yield from dict.fromkeys(found)


def _operation(step: Step) -> Operation:
    before, after = digest_in(step.old), digest_in(step.new)
    return Operation(step.op, step.urn, registry_of(step.last).place, _said(before), _said(after))


def _said(digest: Digest) -> str | None:
    return NOT_KNOWN if digest == UNKNOWN else digest


def _source(thread: Thread, source_url: str | None) -> Source | None:
    """The line that declares the prompt. It has an address only if the file is part of the project."""
    sources = (step.last.source for step in (*thread.family.steps[:1], *thread.steps))
    source = next((each for each in sources if each is not None), None)
    if source is None or source_url is None or source.file.startswith((OUTSIDE, "/")):
        return source
    return replace(source, url=f"{source_url.rstrip('/')}/{quote(source.file)}#L{source.line}")


def _merged(changes: Iterator[Change]) -> list[Change]:
    """Make one change of equal changes of a prompt in several places."""
    found: dict[tuple[str, Digest, Digest], list[Change]] = {}
    for change in changes:
        alike = found.setdefault((change.prompt, change.before, change.after), [])
        index = next((i for i, each in enumerate(alike) if each.contents == change.contents), None)
        if index is None:
            alike.append(change)
        else:
            alike[index] = replace(change, places=(*alike[index].places, *change.places))
    return [_with_production_first(each) for alike in found.values() for each in alike]


def _with_production_first(change: Change) -> Change:
    places = sorted(change.places, key=lambda place: (not place.is_production, place.stack, place.resource))
    return replace(change, places=tuple(places))


_WORST = frozenset({"production_moves", "deletion", "replacement"})


def _importance(change: Change) -> tuple[int, str, str]:
    """The order for a reviewer: the important ones first, then by name."""
    warned = {warning.kind for place in change.places for warning in place.warnings}
    ranks = (
        bool(warned & _WORST),
        "breaks_callers" in warned,
        change.before is not None and change.contents != Contents(),
        change.before is None,
    )
    return next((rank for rank, is_it in enumerate(ranks) if is_it), len(ranks)), change.prompt, change.places[0].stack
