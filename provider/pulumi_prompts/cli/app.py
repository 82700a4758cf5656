"""The commands: what each takes, and what its help says. The work of each is imported when it runs."""

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

_Preview = "The output of `pulumi preview --json`, streaming or not, or of `pulumi up --json`; `-` is standard input."

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
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version, and end.")
    ] = False,
) -> None:
    """LLM prompts beside the rest of the infrastructure."""


@app.command("import", short_help=ABOUT["import"].summary, epilog=ABOUT["import"].epilog)
def import_(
    registry: Annotated[
        str, typer.Option(metavar="KIND", autocompletion=_kinds, help="The kind of the registry that has them.")
    ],
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="The prompts, by their names in the registry.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="All prompts of the registry.")] = False,
    prefix: Annotated[
        str, typer.Option(metavar="TEXT", help="All prompts with a name that begins with this text.")
    ] = "",
    export: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="The output of `pulumi stack export`: all prompts that it manages by AWS's own packages. "
            "It also says how to move them.",
        ),
    ] = None,
    setting: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=_SETTING)] = None,
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="Where the files are to be.")] = Path("prompts"),
) -> None:
    """Write files of prompts that a registry has, and a program, imported.py, that takes them over as they are.

    Run it in the folder of the program. What belongs to another resource, and what cannot be declared as it is, is left
    out and named. No file is written over. If it is interrupted, run it again: what is written is not read again.
    """
    if sum(map(bool, (names, all_, prefix, export))) != 1:
        raise typer.BadParameter("name the prompts, or say one of --all, --prefix and --export")
    settings = _settings(setting or [])
    from pulumi_prompts.cli import importing

    order = importing.Order(registry, settings, names or [], prefix, export, folder)
    _end(lambda: importing.import_prompts(order), exit_of)


@app.command(short_help=ABOUT["promote"].summary, epilog=ABOUT["promote"].epilog)
def promote(
    source: Annotated[
        str,
        typer.Option("--from", metavar="SOURCE", help="A stack; STACK@VERSION; or VERSION@KIND, of a registry itself."),
    ],
    target: Annotated[str, typer.Option("--to", metavar="STACK", help="The environment whose files are written.")],
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="The prompts, as resources.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="All prompts of the source.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="As --dry-run; the exit code says if something waits.")
    ] = False,
    folder: Annotated[
        Path, typer.Option(metavar="FOLDER", help="Where the files are, from the program's folder.")
    ] = Path("prompts"),
    setting: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A setting of the registry, for VERSION@KIND. Repeatable."),
    ] = None,
) -> None:
    """Write the files of an environment from what another has deployed: prompts/STACK/NAME.yaml, for review in git.

    A file keeps what a person wrote in it beside the content: comments, order, overrides and gates.
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
        str | None, typer.Option(metavar="FILE", help="Write everything, for bots and for `verify`; `-` as above.")
    ] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write one page that needs no network; `-` as above.")
    ] = None,
    comment_key: Annotated[
        str, typer.Option(metavar="KEY", help="The key of the comment, where a pull request has several.")
    ] = "",
    whole_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the whole report is, for what the comment leaves out."),
    ] = None,
    source_url: Annotated[
        str | None, typer.Option(metavar="URL", help="Where the sources are, for links to the lines of the program.")
    ] = None,
) -> None:
    """Show what a preview changes in prompts: the whole texts by line, where, and what must not be overlooked.

    Without --markdown, --json and --html it goes to standard output, as a person reads it.
    """
    from pulumi_prompts.cli import reporting

    forms = reporting.Forms(markdown, json, html, comment_key, whole_url)
    _end(lambda: reporting.report(files or ["-"], forms, source_url))


@app.command(short_help=ABOUT["status"].summary, epilog=ABOUT["status"].epilog)
def status(
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help=_STATES)] = None,
    stack: Annotated[
        list[str] | None,
        typer.Option(metavar="STACK", help="A stack of this project; the first one comes first. Repeatable."),
    ] = None,
    live: Annotated[bool, typer.Option("--live", help="Ask the registries, too: what drifted, what is gone.")] = False,
    diff: Annotated[
        tuple[str, str, str] | None,
        typer.Option(metavar="NAME FROM TO", help="Show the text of a prompt that lies between two environments."),
    ] = None,
    markdown: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write it for GitHub; `-` is standard output.")
    ] = None,
    json: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write everything, for programs; `-` as above.")
    ] = None,
    html: Annotated[
        str | None, typer.Option(metavar="FILE", help="Write one page that needs no network; `-` as above.")
    ] = None,
) -> None:
    """Show which version of each prompt is where: a column for each stack, and for each of its aliases.

    Without --stack and FILE it is the selected stack. Behind and ahead are told by the versions of one prompt in one
    registry; what lies in several registries is the same, or differs. FROM and TO are columns; or COLUMN@VERSION, which
    is a version of its prompt in the registry: a number, a name, an alias or a digest.
    """
    from pulumi_prompts.cli import surveying

    order = surveying.Order(stack or [], files or [], live, diff)
    _end(lambda: surveying.status(order, surveying.Forms(markdown, json, html)), unreachable_or_unusable)


@app.command(short_help=ABOUT["unmanaged"].summary, epilog=ABOUT["unmanaged"].epilog)
def unmanaged(
    registry: Annotated[
        str, typer.Option(metavar="KIND", autocompletion=_kinds, help="The kind of the registry that is looked at.")
    ],
    files: Annotated[list[str] | None, typer.Argument(metavar="FILE", help=_STATES)] = None,
    stack: Annotated[
        list[str] | None,
        typer.Option(metavar="STACK", help="A stack that manages prompts of the registry. Repeatable."),
    ] = None,
    prefix: Annotated[
        str, typer.Option(metavar="TEXT", help="Only the prompts with a name that begins with this text.")
    ] = "",
    setting: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=_SETTING)] = None,
    json: Annotated[str | None, typer.Option(metavar="FILE", help="Write JSON; `-` is standard output.")] = None,
) -> None:
    """Tell what a registry has and none of these stacks manages: prompts, aliases, and versions that are nobody's.

    Name the stacks by --stack, or give their states in files. A version stays that of its publisher, so that the exit
    code tells of prompts and aliases alone.
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
    """Tell whether what was approved is what ships: the same changes, or fewer, and no other.

    It proves what a report showed. Who approved it, the protection of the branch tells.
    """
    from pulumi_prompts.cli import verifying

    _end(lambda: verifying.verify(approved, previews))


@app.command(short_help=ABOUT["schema"].summary, epilog=ABOUT["schema"].epilog)
def schema() -> None:
    """Print the JSON Schema of prompt files, with which editors complete keys and show mistakes.

    Keep it as prompt.schema.json in the folder of the project, or of the prompt files: whatever writes a new file then
    begins it with a line that leads editors there.
    """
    from pulumi_prompts.cli.documents import STREAM, write_one
    from pulumi_prompts.files.schema import text

    write_one(STREAM, text())


@app.command(short_help=ABOUT["show"].summary, epilog=ABOUT["show"].epilog)
def show(
    prompt: Annotated[
        str,
        typer.Argument(metavar="PROMPT", help="NAME, NAME@ALIAS or NAME:VERSION, by the name in the registry."),
    ],
    registry: Annotated[
        str, typer.Option(metavar="KIND", autocompletion=_kinds, help="The kind of the registry that has it.")
    ],
    setting: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help=_SETTING)] = None,
    form: Annotated[
        Form | None,
        typer.Option(metavar="FORM", help=f"{_FORMS}. Unset, as FILE ends; else `yaml`."),
    ] = None,
    output: Annotated[
        str, typer.Option(metavar="FILE", help="Write it to a file, which changes only if all is well.")
    ] = "-",
) -> None:
    """Show a content that a registry has, as a file of a prompt: the current one, or that of a version.

    VERSION is a number, a name or a digest. The text is byte for byte what the registry has. What the form has no words
    for is refused, and never left out. What is no part of a content (description, tags, metadata) is not shown.
    """
    settings = _settings(setting or [])
    from pulumi_prompts.cli import showing

    order = showing.Order(prompt, registry, settings, form, output)
    _end(lambda: showing.show(order), exit_of)


@app.command(short_help=ABOUT["validate"].summary, epilog=ABOUT["validate"].epilog)
def validate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files of prompts, or folders of them.")],
    registry: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            autocompletion=_kinds_or_all,
            help="Also check what this registry takes; `all` is each. Repeatable.",
        ),
    ] = None,
    form: Annotated[
        Format, typer.Option("--format", metavar="FORMAT", help="`text`, or `github` for annotations.")
    ] = Format.TEXT,
) -> None:
    """Check files of prompts as a preview does, without Pulumi, credentials, or a registry.

    A line for each mistake: file:line:column: property: what is wrong; what to do. Without --registry, what every
    registry refuses. A folder stands for its .yaml, .yml, .json and .prompt files, and for .md files with front matter;
    a text that one of them takes from another file is looked at there. What only a program or a stack knows is not
    judged: names, settings, gates.
    """
    from pulumi_prompts.cli import validating

    _end(lambda: validating.validate(paths, registry or [], form))


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


def _end(work: Callable[[], Exit], code_of: Callable[[PromptsError], Exit] = lambda _: Exit.UNUSABLE) -> NoReturn:
    """Do it, and end as it says; what a person can mend is one line, and no traceback."""
    try:
        code = work()
    except PromptsError as error:
        typer.echo(f"error: {error}", err=True)
        code = code_of(error)
    raise typer.Exit(code)
