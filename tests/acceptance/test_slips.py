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
            'Prompt("triage", "Sort.")',
            "triage: the second argument must be ResourceOptions, and not a text; "
            "give each input by its name, such as `template=...`",
        ),
        (
            OUTPUT_KEY,
            "triage: tags: a key must be a text, and not Output; "
            "write one, or make the whole mapping with `pulumi.Output.apply`",
        ),
        (
            'Prompt.from_file("triage", "prompts/gone.yaml")',
            "prompts/gone.yaml: No such file or directory; its path starts at {folder}",
        ),
        ('Prompt.from_file("triage", "broken.json")', "broken.json, line 1: is not JSON: Expecting value"),
        (
            'Prompt.from_file("triage", "wrong.yaml")',
            "wrong.yaml, line 2: `templete` is not a known property; did you mean `template`?",
        ),
    ],
    ids=["options", "key", "no-file", "broken-file", "wrong-file"],
)
def test_a_slip_is_one_line(stack: Stack, body: str, said: str) -> None:
    (stack.folder / "broken.json").write_text("Sort.")
    (stack.folder / "wrong.yaml").write_text("name: triage\ntemplete: Sort.\n")
    stack.write(program(body))
    preview = stack.preview(fails=True)
    assert f"\n    error: {said.format(folder=stack.folder)}\n" in preview.text
    assert "Traceback" not in preview.text
