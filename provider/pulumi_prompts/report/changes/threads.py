"""The changes of content in one family: that of the prompt, and those of aliases that move in another way."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulumi_prompts.program.urns import ALIAS, PROMPT
from pulumi_prompts.report.changes.families import Family
from pulumi_prompts.report.changes.of_aliases import moves
from pulumi_prompts.report.changes.texts import Digest, Texts, digest_in
from pulumi_prompts.report.model import Contents
from pulumi_prompts.report.previews.steps import Step

_Pair = tuple[Digest, Digest]


@dataclass(frozen=True)
class Thread:
    """Steps of one family that change its content in one way, or do not change it.

    Attributes:
        shown: The step whose contents are shown; None if no content changes.
        before: The old digest; if no content changes, that of the content.
    """

    family: Family
    steps: tuple[Step, ...]
    shown: Step | None
    before: Digest
    after: Digest
    contents: Contents


def threads_of(family: Family, texts: Texts) -> list[Thread]:
    """The threads, that of the prompt first; none if nothing happens. Each step is in one of them."""
    acting = [step for step in family.steps if not step.is_quiet]
    if not acting:
        return []
    main = _main(acting)
    found: dict[_Pair, list[Step]] = {_pair(main): []}
    for step in acting:
        is_apart = step.type == ALIAS and moves(step)
        found.setdefault(_pair(step) if is_apart else _pair(main), []).append(step)
    return [_thread(family, steps, pair, texts) for pair, steps in found.items()]


def _main(acting: Iterable[Step]) -> Step:
    """The step of the prompt; else a step that changes a content in the registry; else any step."""
    return min(acting, key=lambda step: (step.type != PROMPT, not _moves_content(step)))


def _moves_content(step: Step) -> bool:
    return None not in (pair := (digest_in(step.old), digest_in(step.new))) and pair[0] != pair[1]


def _pair(step: Step) -> _Pair:
    """The digests before and after. A version or alias that is made or removed alone does not change the content."""
    before, after = digest_in(step.old), digest_in(step.new)
    if step.type == PROMPT and not step.is_only_forgotten:
        return before, after
    return before if step.old else after, after if step.new else before


def _thread(family: Family, steps: list[Step], pair: _Pair, texts: Texts) -> Thread:
    candidates = [step for step in steps if step.type == PROMPT or _moves_content(step)]
    shown = next((step for step in candidates if _pair(step) == pair and _changes(pair)), None)
    contents = texts.contents(shown) if shown else Contents()
    return Thread(family, tuple(steps), shown, *pair, contents)


def _changes(pair: _Pair) -> bool:
    return pair[0] != pair[1]
