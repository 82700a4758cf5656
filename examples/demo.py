"""Brings up the root project on a real engine, with state and registry of its own in .demo/: what `make demo` runs.

`--clean` destroys the stack and removes all that belongs to it. Only Pulumi's plain command line is used, as a person
would use it; `make` puts the engine and the virtual environment on PATH.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / ".demo"
STATE = DEMO / "state"
PREVIEW = DEMO / "preview.json"
CONFIG = ROOT / "Pulumi.demo.yaml"
STACK = "demo"
REGISTRY_FROM_THE_PROGRAM = "../../.demo/prompts.db"
LETTERS_OF_A_DIGEST = len("sha256:") + 12
PAST = {"create": "created", "update": "updated", "replace": "replaced", "delete": "deleted"}
COLUMNS_OF_A_PIPE = 120
HOW_TO_GO_ON = "Correct it and run `make demo` again; `make demo-clean` starts afresh."
WHAT_NEXT = """\
What to try next:
  1. Edit a text, for example `five sentences` in examples/quickstart/__main__.py, and run `make demo`
     again. You see the report that a reviewer gets, then the new version, and `staging` that moves to it.
  2. Run `make demo` without an edit: nothing changes.
  3. Go on with README.md, "Your first prompt".
`make demo-clean` removes all of it."""


class PromptMade(NamedTuple):
    name: str
    uri: str
    version: str
    digest: str


def console() -> Console:
    """Colours and the width of a terminal; in a pipe plain text."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else COLUMNS_OF_A_PIPE)


class Unfinished(Exception):
    """The demo cannot go on; the message says what to do."""


def environment() -> dict[str, str]:
    """The person's own Pulumi (account, stack, passphrase file) must not reach the demo, nor be touched by it."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}
    return {
        **others,
        "PULUMI_BACKEND_URL": f"file://./{STATE.relative_to(ROOT)}",
        "PULUMI_CONFIG_PASSPHRASE": "demo",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "1",
        "PULUMI_HOME": str(DEMO / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "1",
    }


def pulumi(*arguments: str, capture: bool) -> subprocess.CompletedProcess[str]:
    command = ["pulumi", *arguments, "--stack", STACK, "--non-interactive"]
    stdout = subprocess.PIPE if capture else None
    return subprocess.run(command, cwd=ROOT, env=environment(), stdout=stdout, text=True, check=False)


def run(*arguments: str, capture: bool = False) -> str:
    done = pulumi(*arguments, capture=capture)
    if done.returncode:
        raise Unfinished(f"`pulumi {arguments[0]}` failed; the reason is above. {HOW_TO_GO_ON}")
    return done.stdout or ""


def say(text: str) -> None:
    print(text, flush=True)


def show(*arguments: str) -> None:
    say(f"\n$ pulumi {' '.join(arguments)}")
    run(*arguments)


def answer(*arguments: str) -> str:
    return run(*arguments, capture=True)


def make_stack() -> None:
    if CONFIG.exists() and not DEMO.exists():
        raise Unfinished(f"{CONFIG.name} belongs to a stack of yours: move it away, the demo needs that name.")
    STATE.mkdir(parents=True, exist_ok=True)
    answer("stack", "select", "--create")
    answer("config", "set", "--path", "prompts:backend.kind", "local")
    answer("config", "set", "--path", "prompts:backend.path", REGISTRY_FROM_THE_PROGRAM)


def prompts_made() -> list[PromptMade]:
    outputs = json.loads(answer("stack", "output", "--json"))
    return [PromptMade(*(str(prompt[field]) for field in PromptMade._fields)) for prompt in outputs["prompts"]]


def changes() -> dict[str, int]:
    """How many resources the last `up` created, updated, left the same, ..."""
    (last,) = json.loads(answer("stack", "history", "--json", "--page-size", "1"))
    counts: dict[str, int] = last["resourceChanges"]
    return counts


def table(prompts: list[PromptMade]) -> Table:
    made = Table(*PromptMade._fields, box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for prompt in prompts:
        digest = f"{prompt.digest[:LETTERS_OF_A_DIGEST]}..."
        made.add_row(f"[cyan]{prompt.name}[/]", prompt.uri, f"[green]{prompt.version}[/]", digest)
    return made


def show_report() -> None:
    """What a reviewer would see before the update. If the preview fails, the report has the reason."""
    say("\n$ pulumi preview --json | pulumi-prompts report")
    PREVIEW.write_text(pulumi("preview", "--json", capture=True).stdout)
    if subprocess.run(["pulumi-prompts", "report", str(PREVIEW)], check=False).returncode:
        raise Unfinished(f"`pulumi preview` failed; the reason is above. {HOW_TO_GO_ON}")


def what_happened(counts: dict[str, int]) -> str:
    changed = [f"{count} {PAST.get(step, step)}" for step, count in counts.items() if step != "same"]
    return f"Resources: {', '.join(changed)}." if changed else "Nothing changed: the registry has what is declared."


def up() -> None:
    first = not DEMO.exists()
    say("Preparing a stack in .demo; your own Pulumi account and stacks are not touched.")
    make_stack()
    if not first:
        show_report()
    show("up", "--yes", "--suppress-outputs")
    say(f"\n{what_happened(changes())} In the embedded registry (.demo/prompts.db):")
    console().print(table(prompts_made()))
    say(WHAT_NEXT)


def clean() -> None:
    if STATE.exists():
        try:
            show("destroy", "--yes")
            show("stack", "rm", "--yes")
        except Unfinished:
            raise Unfinished(f"the stack is not destroyed; to forget it all: rm -r {DEMO.name} {CONFIG.name}") from None
    shutil.rmtree(DEMO, ignore_errors=True)
    CONFIG.unlink(missing_ok=True)
    print("\nThe demo is gone.")


def main(arguments: list[str]) -> int:
    try:
        if shutil.which("pulumi") is None:
            raise Unfinished("no `pulumi` on PATH: run `make demo`, which puts one there.")
        clean() if arguments == ["--clean"] else up()
    except Unfinished as why:
        print(f"\ndemo: {why}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
