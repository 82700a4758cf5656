"""docs/command-line.md, from the commands themselves."""

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from pulumi_prompts.cli.app import app
from pulumi_prompts.cli.exits import Exit
from pulumi_prompts.cli.help import ABOUT, About

_DOCUMENT = """\
# The command line

<!-- Made by `make generate` from the commands; changes belong in provider/pulumi_prompts/cli. -->

`pulumi-prompts` comes with the package: `pip install pulumi-prompts`. `python -m pulumi_prompts.cli` is the same.

- `--help` after any command has what stands here, `--version` says which release it is.
- `pulumi-prompts --install-completion` makes the shell complete commands and options; `--show-completion` prints what
  that would write.
- What was asked for goes to standard output; errors, counts and progress go to standard error. Progress and colours are
  for terminals: a pipe gets neither, and `NO_COLOR` turns colours off.
- In a pipe, the shell forgets that `pulumi preview` failed: say `set -o pipefail`. `report` ends with 2 by itself
  where the preview that it reads failed or is cut off.

{commands}## In pre-commit

```yaml file=.pre-commit-config.yaml
repos:
  - repo: <the address of this repository>
    rev: v0.1.0
    hooks:
      - id: pulumi-prompts-validate
        args: [prompts, --registry, bedrock] # folders and options; without, `prompts`
```

## Exit codes

| code | meaning |
|---|---|
{codes}
"""


def command_line() -> str:
    """The whole document."""
    commands: dict[str, Any] = vars(get_command(app))["commands"]
    told = "".join("\n".join([*_told(name, command, ABOUT[name])]) + "\n" for name, command in sorted(commands.items()))
    codes = "\n".join(f"| {code.value} | {_cell(code.meaning)} |" for code in Exit)
    return _DOCUMENT.format(commands=told, codes=codes)


def _told(name: str, command: Any, about: About) -> Iterator[str]:
    yield from (f"## {name}", "", command.help, "")
    yield from ("| | |", "|---|---|", *(f"| `{_written(each)}` | {_meaning(each)} |" for each in command.params), "")
    yield from ("```sh", *(line for what, said in about.examples.items() for line in (f"# {what}", said)), "```", "")
    *others, last = (str(code.value) for code in about.exits)
    yield from (f"It ends with {', '.join(others)} or {last} ([exit codes](#exit-codes)).", "")


def _written(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        many = "..." if parameter.nargs == -1 else ""
        return f"{parameter.metavar}{many}" if parameter.required else f"[{parameter.metavar}]{many}"
    return " ".join([parameter.opts[0], *([parameter.metavar] if parameter.metavar else [])])


def _meaning(parameter: Any) -> str:
    notes = ["Required."] if parameter.required and parameter.param_type_name == "option" else []
    if parameter.default:
        notes.append(f"Unset, `{parameter.default}`.")
    return _cell(" ".join([parameter.help, *notes]))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
