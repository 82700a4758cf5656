"""The commands."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pulumi_prompts.cli.exits import Exit, exit_of
from pulumi_prompts.cli.project import Project
from pulumi_prompts.cli.report import Report
from pulumi_prompts.cli.sources import Sources, opened
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.files.promoted import write
from pulumi_prompts.promotion.promotion import Promotion
from pulumi_prompts.promotion.target import TargetFile

_CODES = """
Exit codes: 0 done, or nothing to do; 2 the command was given wrongly; 3 something waits (--check); 4 refused;
5 the stack or the registry could not be read. Where one is refused or cannot be read, nothing is written.
"""

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def _commands() -> None:
    """LLM prompts beside the rest of the infrastructure."""


@app.command(epilog=_CODES)
def promote(
    source: Annotated[
        str,
        typer.Option("--from", metavar="SOURCE", help="A stack; STACK@VERSION; or VERSION@KIND, of a registry itself."),
    ],
    target: Annotated[str, typer.Option("--to", metavar="STACK", help="The environment whose files are written.")],
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="The prompts, as resources.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All prompts of the source.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="As --dry-run; the exit code says if something waits.")
    ] = False,
    folder: Annotated[Path, typer.Option(help="Where the files are, from the program's folder.")] = Path("prompts"),
    setting: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Of the registry, for VERSION@KIND.")
    ] = None,
) -> None:
    """Write the files of an environment from what another has deployed: prompts/STACK/NAME.yaml, for review in git.

    A file keeps what a person wrote in it beside the content: comments, order, overrides and gates.
    """
    _refuse_what_does_not_fit(source, target, names, all_)
    settings = _settings(setting or [])
    report = Report()
    try:
        project = Project.around(Path.cwd())
        os.chdir(project.program)
        sources = opened(project, source, settings)
        chosen = sources.names if all_ else names or []
        promotions, refused = _planned(project, sources, chosen, target, folder, report)
        raise typer.Exit(refused or _carried_out(promotions, report, check=check, writes=not (dry_run or check)))
    except PromptsError as error:
        report.failed(str(error))
        raise typer.Exit(exit_of(error)) from None


def _refuse_what_does_not_fit(source: str, target: str, names: Sequence[str] | None, all_: bool) -> None:
    if bool(names) == all_:
        raise typer.BadParameter("name the prompts, or say --all")
    if source == target:
        raise typer.BadParameter(f"--from and --to are both {source!r}; a version of its own is {source}@VERSION")


def _settings(given: Sequence[str]) -> Mapping[str, str]:
    pairs = [each.partition("=") for each in given]
    if wrong := [name for name, sign, _ in pairs if not sign]:
        raise typer.BadParameter(f"--setting {wrong[0]}: write NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _planned(
    project: Project, sources: Sources, names: Sequence[str], stack: str, folder: Path, report: Report
) -> tuple[list[Promotion], Exit]:
    """The promotions, each of which is shown, and the code of what is refused or cannot be read."""
    promotions, worst = [], Exit.DONE
    for name in names:
        try:
            promotion = Promotion(
                sources.of(name), TargetFile.below(folder, stack, name), project.backend_of(stack, name)
            )
            report.promotion(promotion)
            promotions.append(promotion)
            if promotion.is_due and (reasons := promotion.refusals()):
                report.refused(name, reasons)
                worst = max(worst, Exit.REFUSED)
        except PromptsError as error:
            report.refused(name, [str(error)])
            worst = max(worst, exit_of(error))
    return promotions, worst


def _carried_out(promotions: Sequence[Promotion], report: Report, *, check: bool, writes: bool) -> Exit:
    due = [each for each in promotions if each.is_due]
    texts = [promotion.text(datetime.now(UTC)) for promotion in due]  # all, before the first is written
    for promotion, text in zip(due, texts, strict=True) if writes else ():
        write(promotion.target.path, text)
        report.written(promotion)
    if not due:
        report.summary("nothing waits")
    elif not writes:
        report.summary(f"{len(due)} of {len(promotions)} wait{'s' if len(due) == 1 else ''} to be promoted")
    return Exit.WAITS if check and due else Exit.DONE
