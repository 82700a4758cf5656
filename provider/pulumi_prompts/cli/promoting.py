"""`pulumi-prompts promote`: plan all, show each, and write only where nothing is refused."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pulumi_prompts.cli.console import PromotionConsole
from pulumi_prompts.cli.exits import Exit, exit_of
from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.project import Project
from pulumi_prompts.cli.sources import Sources, opened
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.files.promoted import write
from pulumi_prompts.promotion.promotion import Promotion
from pulumi_prompts.promotion.target import TargetFile


@dataclass(frozen=True)
class Order:
    """What is to be promoted.

    Attributes:
        source: What `--from` names.
        settings: Those of the registry, where that is one.
        names: The prompts; None for all.
        stack: The environment whose files are written.
        folder: Where the files are, from the program's folder.
    """

    source: str
    settings: Mapping[str, str]
    names: Sequence[str] | None
    stack: str
    folder: Path


def promote(order: Order, *, check: bool, writes: bool) -> Exit:
    """Carry it out, in the folder of the program. Raises ConfigurationError where the source cannot be read."""
    console = PromotionConsole()
    project = Project.around(Path.cwd())
    os.chdir(project.program)
    with doing(f"reading {order.source}"):
        sources = opened(project, order.source, order.settings)
    promotions, refused = _planned(project, sources, order, console)
    return refused or _carried_out(promotions, console, check=check, writes=writes)


def _planned(
    project: Project, sources: Sources, order: Order, console: PromotionConsole
) -> tuple[list[Promotion], Exit]:
    """The promotions, each of which is shown, and the code of what is refused or cannot be read."""
    promotions, worst = [], Exit.DONE
    for name in sources.names if order.names is None else order.names:
        try:
            with doing(f"reading {name}"):
                promotion = _promotion(project, sources, order, name)
            console.promotion(promotion)
            promotions.append(promotion)
            if promotion.is_due and (reasons := promotion.refusals()):
                console.refused(name, reasons)
                worst = max(worst, Exit.REFUSED)
        except PromptsError as error:
            console.refused(name, [str(error)])
            worst = max(worst, exit_of(error))
    return promotions, worst


def _promotion(project: Project, sources: Sources, order: Order, name: str) -> Promotion:
    target = TargetFile.below(order.folder, order.stack, name)
    return Promotion(sources.of(name), target, project.backend_of(order.stack, name))


def _carried_out(promotions: Sequence[Promotion], console: PromotionConsole, *, check: bool, writes: bool) -> Exit:
    due = [each for each in promotions if each.is_due]
    texts = [promotion.text(datetime.now(UTC)) for promotion in due]  # all, before the first is written
    for promotion, text in zip(due, texts, strict=True) if writes else ():
        write(promotion.target.path, text)
        console.written(promotion)
    if not due:
        console.summary("nothing waits")
    elif not writes:
        console.summary(f"{len(due)} of {len(promotions)} wait{'s' if len(due) == 1 else ''} to be promoted")
    return Exit.WAITS if check and due else Exit.DONE
