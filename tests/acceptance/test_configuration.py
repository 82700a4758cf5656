"""A registry in the stack's configuration, as people set it on the command line."""

from acceptance.programs import program
from acceptance.stack import Stack
from pulumi_prompts.registries.kinds import KINDS

PROGRAM = program('Prompt("triage", template="Sort.")')
PROBLEM = "pulumi-python:dynamic/prompts:Prompt resource 'triage' has a problem: backend"


def set_backend(stack: Stack, setting: str, value: str, *options: str) -> None:
    stack.config_set(f"prompts:backend.{setting}", value, "--path", *options)


def test_an_account_is_taken_as_the_number_that_the_command_line_makes_of_it(stack: Stack) -> None:
    stack.write(PROGRAM)
    set_backend(stack, "kind", "bedrock")
    set_backend(stack, "region", "us-east-1")
    set_backend(stack, "account_id", "999999999999")
    assert "999999999999\n" in (stack.folder / "Pulumi.dev.yaml").read_text()  # no text, which has quotes
    set_backend(stack, "allowed_account_ids[0]", "999999999999")
    assert stack.preview().steps == {"create Prompt triage"}
    set_backend(stack, "account_id", "12345678901")
    assert stack.preview(fails=True).diagnostics("Prompt triage") == [
        f"{PROBLEM}.account_id: is a number, which lost its leading zeros; quote the 12 digits, "
        "or `pulumi config set --path --type string ...`"
    ]
    set_backend(stack, "account_id", "012345678901", "--type", "string")
    assert stack.preview().steps == {"create Prompt triage"}


def test_a_registry_without_its_kind_says_where_to_set_it(stack: Stack) -> None:
    stack.write(PROGRAM)
    set_backend(stack, "region", "us-east-1")
    assert stack.preview(fails=True).diagnostics("Prompt triage") == [
        f"{PROBLEM}.kind: is required, one of {', '.join(KINDS)}; "
        "set it with `pulumi config set --path prompts:backend.kind <kind>`, or in the argument `backend`"
    ]
