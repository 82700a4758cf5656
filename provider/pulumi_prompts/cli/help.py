"""What stands below the help of each command, and in the documentation: examples, and how it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pulumi_prompts.cli.exits import Exit


@dataclass(frozen=True)
class About:
    """Of one command.

    Attributes:
        summary: For the list of commands.
        examples: Command lines, each by what it is for.
        exits: How it may end.
    """

    summary: str
    examples: Mapping[str, str]
    exits: tuple[Exit, ...]

    @property
    def epilog(self) -> str:
        """All of it, line by line, which the mark before each part says to click."""
        examples = (f"  # {what}\n  {command}" for what, command in self.examples.items())
        codes = (f"  {code.value:<3} {code.meaning}" for code in self.exits)
        return "\n\n".join("\b\n" + "\n".join(part) for part in (["Examples:", *examples], ["Exit codes:", *codes]))


_ALWAYS = (Exit.DONE, Exit.NOT_READ, Exit.UNUSABLE)

ABOUT: Final[Mapping[str, About]] = {
    "import": About(
        "Write files and a program from what a registry has.",
        {
            "all that nobody manages": "pulumi-prompts import --all --registry mlflow --setting url=https://mlflow.example.com",
            "some": "pulumi-prompts import --prefix support- --registry bedrock --setting region=us-east-1",
            "one": "pulumi-prompts import triage --registry local",
            "what AWS's own packages manage": "pulumi-prompts import --export infra.json --registry bedrock "
            "--setting region=us-east-1",
        },
        (*_ALWAYS, Exit.REFUSED, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "promote": About(
        "Write the files of an environment.",
        {
            "what staging has deployed": "pulumi-prompts promote triage --from staging --to production",
            "in CI: does anything wait?": "pulumi-prompts promote --all --from staging --to production --check",
            "back to version 6": "pulumi-prompts promote triage --from production@6 --to production",
            "what a registry has, without a stack": "pulumi-prompts promote triage --from live@mlflow "
            "--setting url=https://mlflow.example.com --to production",
        },
        (*_ALWAYS, Exit.WAITS, Exit.REFUSED, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "report": About(
        "Show what a preview changes in prompts.",
        {
            "in a terminal": "set -o pipefail; pulumi preview --json | pulumi-prompts report",
            "of two stacks, for a pull request": "pulumi-prompts report staging.json production.json "
            "--markdown comment.md --json report.json",
            "a page": "pulumi-prompts report preview.json --html report.html",
        },
        (*_ALWAYS, Exit.INTERRUPTED),
    ),
    "schema": About(
        "Print the JSON Schema of prompt files.",
        {"for editors": "pulumi-prompts schema > prompt.schema.json"},
        (*_ALWAYS, Exit.INTERRUPTED),
    ),
    "show": About(
        "Show a content of a registry as a file.",
        {
            "what production serves": "pulumi-prompts show triage@production --registry mlflow "
            "--setting url=https://mlflow.example.com",
            "version 6, as Markdown": "pulumi-prompts show triage:6 --registry bedrock --setting region=eu-central-1 "
            "--output prompts/triage.md",
        },
        (*_ALWAYS, Exit.REFUSED, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "status": About(
        "Show which version of each prompt is where.",
        {
            "three environments": "pulumi-prompts status --stack dev --stack staging --stack production",
            "what the registries have by now, as a page": "pulumi-prompts status --stack production --live "
            "--html status.html",
            "from states that CI has kept": "pulumi-prompts status staging.json production.json --markdown status.md",
            "the text between two": "pulumi-prompts status --stack dev --stack production --diff triage production dev",
        },
        (*_ALWAYS, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "unmanaged": About(
        "Tell what a registry has and no stack manages.",
        {
            "in CI": "pulumi-prompts unmanaged --stack dev --stack prod --registry bedrock --setting region=us-east-1",
            "of one team": "pulumi-prompts unmanaged --stack dev --prefix support- --registry local --json -",
            "by states that CI has kept": "pulumi-prompts unmanaged dev.json prod.json --registry mlflow "
            "--setting url=https://mlflow.example.com",
        },
        (*_ALWAYS, Exit.WAITS, Exit.REFUSED, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "validate": About(
        "Check files of prompts.",
        {
            "before a commit": "pulumi-prompts validate prompts",
            "as Bedrock takes them": "pulumi-prompts validate prompts --registry bedrock",
            "in a workflow of GitHub": "pulumi-prompts validate prompts --registry all --format github",
        },
        (*_ALWAYS, Exit.REFUSED, Exit.INTERRUPTED),
    ),
    "verify": About(
        "Tell whether what was approved is what ships.",
        {"before `pulumi up`": "pulumi-prompts verify report.json preview.json"},
        (*_ALWAYS, Exit.REFUSED, Exit.INTERRUPTED),
    ),
}
"""Of each command, by its name."""
