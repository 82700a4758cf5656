"""What a person reads of a slip in a program: one line, and no traceback."""

import pytest

from acceptance.programs import program
from acceptance.stack import Stack

OUTPUT_KEY = """
key = pulumi.Output.from_input("team")
Prompt("triage", template="Sort.", tags={key: "support"})
"""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            OUTPUT_KEY,
            "triage: tags: a key must be a text, and not Output; "
            "write one, or make the whole mapping with `pulumi.Output.apply`",
        ),
        (
            'Prompt.from_file("triage", "prompts/gone.yaml")',
            "prompts/gone.yaml: No such file or directory; its path starts at {folder}",
        ),
    ],
    ids=["key", "no-file"],
)
def test_a_slip_is_one_line(stack: Stack, body: str, said: str) -> None:
    stack.write(program(body))
    preview = stack.preview(fails=True)
    assert f"\n    error: {said.format(folder=stack.folder)}\n" in preview.text
    assert "Traceback" not in preview.text
