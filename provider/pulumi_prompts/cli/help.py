"""Examples and exit codes of each command, for its help and the documentation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pulumi_prompts.cli.exits import Exit


@dataclass(frozen=True)
class About:
    """The help of one command.

    Attributes:
        summary: Its line in the list of commands.
        examples: What each example does, with the command.
        exits: The exit codes that it has.
    """

    summary: str
    examples: Mapping[str, str]
    exits: tuple[Exit, ...]

    @property
    def epilog(self) -> str:
        """Both, line by line. The mark before each part tells click to keep the line breaks."""
        examples = (f"  # {what}\n  {command}" for what, command in self.examples.items())
        codes = (f"  {code.value:<3} {code.meaning}" for code in self.exits)
        return "\n\n".join("\b\n" + "\n".join(part) for part in (["Examples:", *examples], ["Exit codes:", *codes]))


_ALWAYS = (Exit.DONE, Exit.NOT_READ, Exit.UNUSABLE)

ABOUT: Final[Mapping[str, About]] = {
    "import": About(
        "Write the prompts of a registry into files and a program.",
        {
            "all prompts that no resource manages": "pulumi-prompts import --all --registry mlflow --setting url=https://mlflow.example.com",
            "some prompts": "pulumi-prompts import --prefix support- --registry bedrock --setting region=us-east-1",
            "one prompt": "pulumi-prompts import triage --registry local",
            "prompts of a stack that is gone": "pulumi-prompts import --all --registry local "
            "--take-over-from organization/support-desk/old",
            "prompts that AWS's own packages manage": "pulumi-prompts import --export infra.json --registry bedrock "
            "--setting region=us-east-1",
        },
        (*_ALWAYS, Exit.REFUSED, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "promote": About(
        "Copy a deployed content into the files of another stack.",
        {
            "from staging to production": "pulumi-prompts promote triage --from staging --to production",
            "in CI: is a promotion pending?": "pulumi-prompts promote --all --from staging --to production --check",
            "back to version 6": "pulumi-prompts promote triage --from production@6 --to production",
            "from a registry, without a stack": "pulumi-prompts promote triage --from live@mlflow "
            "--setting url=https://mlflow.example.com --to production",
        },
        (*_ALWAYS, Exit.WAITS, Exit.REFUSED, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "report": About(
        "Show how a preview changes prompts.",
        {
            "in a terminal": "set -o pipefail; pulumi preview --json | pulumi-prompts report",
            "for a pull request, from two stacks": "pulumi-prompts report staging.json production.json "
            "--markdown comment.md --json report.json",
            "as a page": "pulumi-prompts report preview.json --html report.html",
        },
        (*_ALWAYS, Exit.INTERRUPTED),
    ),
    "schema": About(
        "Print the JSON Schema of prompt files.",
        {"for editors": "pulumi-prompts schema > prompt.schema.json"},
        (*_ALWAYS, Exit.INTERRUPTED),
    ),
    "show": About(
        "Print a content of a registry as a prompt file.",
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
            "compared with the registry, as a page": "pulumi-prompts status --stack production --live "
            "--html status.html",
            "from exported states": "pulumi-prompts status staging.json production.json --markdown status.md",
            "compare two": "pulumi-prompts status --stack dev --stack production --diff triage production dev",
        },
        (*_ALWAYS, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "unmanaged": About(
        "List what no stack manages in a registry.",
        {
            "in CI": "pulumi-prompts unmanaged --stack dev --stack prod --registry bedrock --setting region=us-east-1",
            "for one team, as JSON": "pulumi-prompts unmanaged --stack dev --prefix support- --registry local --json -",
            "from exported states": "pulumi-prompts unmanaged dev.json prod.json --registry mlflow "
            "--setting url=https://mlflow.example.com",
        },
        (*_ALWAYS, Exit.WAITS, Exit.REFUSED, Exit.UNREACHABLE, Exit.INTERRUPTED),
    ),
    "validate": About(
        "Check prompt files.",
        {
            "before a commit": "pulumi-prompts validate prompts",
            "with the limits of Bedrock": "pulumi-prompts validate prompts --registry bedrock",
            "in a GitHub workflow": "pulumi-prompts validate prompts --registry all --format github",
        },
        (*_ALWAYS, Exit.REFUSED, Exit.INTERRUPTED),
    ),
    "verify": About(
        "Check that a preview has only approved changes.",
        {"before `pulumi up`": "pulumi-prompts verify report.json preview.json"},
        (*_ALWAYS, Exit.REFUSED, Exit.INTERRUPTED),
    ),
}
"""The help of each command, by its name."""
