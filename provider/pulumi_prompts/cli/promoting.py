"""`pulumi-prompts promote`: plan and show all promotions, and write the files only if none is refused."""

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
    """The arguments of the command.

    Attributes:
        source: The value of `--from`.
        settings: The settings of the registry, if the source is one.
        names: The resource names of the prompts; None for all.
        stack: The stack whose files are written.
        folder: The folder of the prompt files, relative to the program.
    """

    source: str
    settings: Mapping[str, str]
    names: Sequence[str] | None
    stack: str
    folder: Path


def promote(order: Order, *, check: bool, writes: bool) -> Exit:
    """Promote, in the folder of the program. Raises ConfigurationError if the source cannot be read."""
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
    """Show and return the promotions, with the exit code for those that are refused or cannot be read."""
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
    texts = [promotion.text(datetime.now(UTC)) for promotion in due]  # all texts before the first file is written
    for promotion, text in zip(due, texts, strict=True) if writes else ():
        write(promotion.target.path, text)
        console.written(promotion)
    if not due:
        console.summary("nothing to promote")
    elif not writes:
        console.summary(f"{len(due)} of {len(promotions)} to promote")
    return Exit.WAITS if check and due else Exit.DONE
