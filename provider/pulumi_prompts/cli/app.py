"""The commands with their arguments and their help. Each imports its code when it runs, so that `--help` is fast."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from pulumi_prompts.cli.exits import Exit, exit_of, unreachable_or_unusable
from pulumi_prompts.cli.format import Format
from pulumi_prompts.cli.help import ABOUT
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.files.forms import Form

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

_Preview = "The output of `pulumi preview --json` (also as a stream) or of `pulumi up --json`; `-` is standard input."

_STATES = "States that `pulumi stack export` wrote; `-` is standard input."
_SETTING = "A setting of the registry. Repeatable."
_FORMS = f"The form of the file: {', '.join(f'`{each}`' for each in Form)}"


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(version("pulumi-prompts"))
        raise typer.Exit


def _kinds() -> list[str]:
    from pulumi_prompts.registries.kinds import KINDS

    return [*KINDS]


def _kinds_or_all() -> list[str]:
    return [*_kinds(), "all"]


@app.callback()
def _commands(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Tools for LLM prompts that Pulumi manages."""


@app.command("import", short_help=ABOUT["import"].summary, epilog=ABOUT["import"].epilog)
def import_(
    registry: Annotated[
        str, typer.Option(metavar="KIND", autocompletion=_kinds, help="The kind of registry that has the prompts.")
    ],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="The names of the prompts in the registry.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All prompts of the registry.")] = False,
    prefix: Annotated[str, typer.Option(metavar="TEXT", help="All prompts with names that begin with this text.")] = "",
    export: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="A file with the output of `pulumi stack export`: all prompts in it that AWS's own packages manage. "
            "The command then also prints how to move them.",
        ),
    ] = None,
    setting: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=_SETTING)] = None,
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="The folder for the prompt files.")] = Path("prompts"),
    take_over_from: Annotated[
        str | None,
        typer.Option(
            metavar="STACK",
            help="A stack that no longer exists, as ORGANIZATION/PROJECT/STACK. Also import its prompts and aliases.",
        ),
    ] = None,
) -> None:
    """Write the prompts of a registry into files, and write a program, imported.py, that adopts them unchanged.

    Run it in the folder of the program. A prompt is left out if another resource manages it, or if a program cannot
    declare it unchanged; the command says which and why. No file is overwritten. If the command is interrupted, run it
    again: it continues, and does not read the same prompts twice.
    """
    if sum(map(bool, (names, all_, prefix, export))) != 1:
        raise typer.BadParameter("name the prompts, or use one of --all, --prefix and --export")
    if take_over_from is not None and take_over_from.count("/") != 2:
        raise typer.BadParameter(f"--take-over-from {take_over_from}: write ORGANIZATION/PROJECT/STACK")
    settings = _settings(setting or [])
    from pulumi_prompts.cli import importing

    order = importing.Order(registry, settings, names or [], prefix, export, folder, take_over_from)
    _end(lambda: importing.import_prompts(order), exit_of)


@app.command(short_help=ABOUT["promote"].summary, epilog=ABOUT["promote"].epilog)
def promote(
    source: Annotated[
        str,
        typer.Option("--from", metavar="SOURCE", help="STACK, STACK@VERSION, or VERSION@KIND of a registry."),
    ],
    target: Annotated[str, typer.Option("--to", metavar="STACK", help="The stack whose files are written.")],
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="The prompts, by resource name.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All prompts of the source.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the changes, and write nothing.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="As --dry-run; the exit code says if a promotion is pending.")
    ] = False,
    folder: Annotated[
        Path, typer.Option(metavar="FOLDER", help="The folder of the prompt files, relative to the program.")
    ] = Path("prompts"),
    setting: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A setting of the registry, for VERSION@KIND. Repeatable."),
    ] = None,
) -> None:
    """Copy what one stack has deployed into the files of another, prompts/STACK/NAME.yaml, for review in git.

    Only the content in a file changes. Comments, order, overrides and gates stay.
    """
    _refuse_what_does_not_fit(source, target, names, all_)
    settings = _settings(setting or [])
    from pulumi_prompts.cli import promoting

    order = promoting.Order(source, settings, None if all_ else names, target, folder)
    _end(lambda: promoting.promote(order, check=check, writes=not (dry_run or check)), exit_of)


@app.command(short_help=ABOUT["report"].summary, epilog=ABOUT["report"].epilog)
def report(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help=_Preview)] = None,
    markdown: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write a comment for a pull request; `-` is standard output.")
    ] = None,
    json: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write the whole report, for other programs and for `verify`; `-` as above."),
    ] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write one page that needs no network; `-` as above.")
    ] = None,
    comment_key: Annotated[
        str, typer.Option(metavar="KEY", help="The key of the comment, if a pull request has several.")
    ] = "",
    whole_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="A link to the whole report, if the comment has no room for all."),
    ] = None,
    source_url: Annotated[
        str | None, typer.Option(metavar="URL", help="The address of the sources, for links to lines of the program.")
    ] = None,
) -> None:
    """Show how a preview changes prompts: the whole texts line by line, the stacks, and warnings.

    Without --markdown, --json and --html the report goes to standard output, for people.
    """
    from pulumi_prompts.cli import reporting

    forms = reporting.Forms(markdown, json, html, comment_key, whole_url)
    _end(lambda: reporting.report(files or ["-"], forms, source_url))


@app.command(short_help=ABOUT["status"].summary, epilog=ABOUT["status"].epilog)
def status(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help=_STATES)] = None,
    stack: Annotated[
        list[str] | None,
        typer.Option(metavar="STACK", help="A stack of this project. Repeatable; the columns have this order."),
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="Also read the registries: what drifted, what is gone.")] = False,
    diff: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="NAME FROM TO", help="Show how the text of a prompt differs between two environments."),
    ] = None,
    markdown: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write Markdown for GitHub; `-` is standard output.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write the whole status, for other programs; `-` as above.")
    ] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write one page that needs no network; `-` as above.")
    ] = None,
) -> None:
    """Show which version of each prompt is where: one column for each stack, and one for each alias.

    Without --stack and FILE it shows the selected stack. Two environments can be behind or ahead only if they use the
    same prompt of the same registry; otherwise they are the same, or they differ. FROM and TO are columns, or
    COLUMN@VERSION for a version of that prompt. VERSION is a number, a name, an alias or a digest.
    """
    from pulumi_prompts.cli import surveying

    order = surveying.Order(stack or [], files or [], live, diff)
    _end(lambda: surveying.status(order, surveying.Forms(markdown, json, html)), unreachable_or_unusable)


@app.command(short_help=ABOUT["unmanaged"].summary, epilog=ABOUT["unmanaged"].epilog)
def unmanaged(
    registry: Annotated[str, typer.Option(metavar="KIND", autocompletion=_kinds, help="The kind of registry.")],
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help=_STATES)] = None,
    stack: Annotated[
        list[str] | None,
        typer.Option(metavar="STACK", help="A stack that manages prompts of the registry. Repeatable."),
    ] = None,
    prefix: Annotated[
        str, typer.Option(metavar="TEXT", help="Only prompts with names that begin with this text.")
    ] = "",
    setting: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=_SETTING)] = None,
    json: Annotated[str | None, typer.Option(metavar="FILE", help="Write JSON; `-` is standard output.")] = None,
) -> None:
    """List what no given stack manages in a registry: prompts, aliases, and versions that no resource published.

    Name the stacks with --stack, or give files with their states. The exit code depends on prompts and aliases only: a
    stack never takes over versions.
    """
    if not (stack or files):
        raise typer.BadParameter("name the stacks with --stack, or give files with their states")
    settings = _settings(setting or [])
    from pulumi_prompts.cli import unmanaged as command

    order = command.Order(registry, settings, prefix, stack or [], files or [], json)
    _end(lambda: command.tell_unmanaged(order), exit_of)


@app.command(short_help=ABOUT["verify"].summary, epilog=ABOUT["verify"].epilog)
def verify(
    approved: Annotated[str, typer.Argument(metavar="APPROVED", help="A report that `report --json` wrote.")],
    previews: Annotated[list[str], typer.Argument(metavar="PREVIEW", help=_Preview)],
) -> None:
    """Check that a preview has only changes that were approved: the same as in the report, or fewer.

    It compares with the report only. Who may approve is a matter of branch protection.
    """
    from pulumi_prompts.cli import verifying

    _end(lambda: verifying.verify(approved, previews))


@app.command(short_help=ABOUT["schema"].summary, epilog=ABOUT["schema"].epilog)
def schema() -> None:
    """Print the JSON Schema of prompt files. With it, editors complete keys and mark mistakes.

    Save it as prompt.schema.json in the folder of the project or of the prompt files. Each new prompt file that a
    command writes then refers to it.
    """
    from pulumi_prompts.cli.documents import STREAM, write_one
    from pulumi_prompts.files.schema import text

    write_one(STREAM, text())


@app.command(short_help=ABOUT["show"].summary, epilog=ABOUT["show"].epilog)
def show(
    prompt: Annotated[
        str,
        typer.Argument(metavar="PROMPT", help="NAME, NAME@ALIAS or NAME:VERSION; NAME is the name in the registry."),
    ],
    registry: Annotated[
        str, typer.Option(metavar="KIND", autocompletion=_kinds, help="The kind of registry that has the prompt.")
    ],
    setting: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=_SETTING)] = None,
    form: Annotated[
        Form | None,
        typer.Option(metavar="FORM", help=f"{_FORMS}. Unset, the suffix of FILE decides; else `yaml`."),
    ] = None,
    output: Annotated[
        str, typer.Option(metavar="FILE", help="Write to this file. If the command fails, the file stays as it is.")
    ] = "-",
) -> None:
    """Print a content of a registry as a prompt file: the current content, or that of a version.

    VERSION is a number, a name or a digest. The text is byte for byte that of the registry. If the form of the file
    cannot express all of the content, the command fails. Description, tags and metadata are not part of the content.
    """
    settings = _settings(setting or [])
    from pulumi_prompts.cli import showing

    order = showing.Order(prompt, registry, settings, form, output)
    _end(lambda: showing.show(order), exit_of)


@app.command(short_help=ABOUT["validate"].summary, epilog=ABOUT["validate"].epilog)
def validate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Prompt files, or folders with prompt files.")],
    registry: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            autocompletion=_kinds_or_all,
            help="Also check the limits of this registry; `all` means every registry. Repeatable.",
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", metavar="FORMAT", help="`text`, or `github` for annotations.")
    ] = Format.TEXT,
) -> None:
    """Check prompt files as a preview does, but without Pulumi, credentials or a registry.

    Each mistake is one line: file:line:column: property: what is wrong; what to do. Without --registry, the command
    reports what every registry refuses. In a folder it checks .yaml, .yml, .json and .prompt files, and .md files with
    front matter. A text in another file, which a prompt file names, is checked too. What only the program or the
    stack knows is not checked: the settings of the registry, gates, and a name that is not in the file.
    """
    from pulumi_prompts.cli import validating

    _end(lambda: validating.validate(paths, registry or [], form))


def _refuse_what_does_not_fit(source: str, target: str, names: Sequence[str] | None, all_: bool) -> None:
    if bool(names) == all_:
        raise typer.BadParameter("name the prompts, or use --all")
    if source == target:
        raise typer.BadParameter(f"--from and --to are both {source!r}; to go back, use --from {source}@VERSION")


def _settings(given: Sequence[str]) -> Mapping[str, str]:
    pairs = [each.partition("=") for each in given]
    if wrong := [name for name, sign, _ in pairs if not sign]:
        raise typer.BadParameter(f"--setting {wrong[0]}: write NAME=VALUE")
    return {name: value for name, _, value in pairs}


def _end(work: Callable[[], Exit], code_of: Callable[[PromptsError], Exit] = lambda _: Exit.UNUSABLE) -> NoReturn:
    """Run the command, and exit with its code. An expected error is one line, without a traceback."""
    try:
        code = work()
    except PromptsError as error:
        typer.echo(f"error: {error}", err=True)
        code = code_of(error)
    raise typer.Exit(code)
