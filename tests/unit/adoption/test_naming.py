"""What prompts are called in a program."""

import pytest

from pulumi_prompts.adoption.naming import Names, identifier, resource_name


@pytest.mark.parametrize(
    ("text", "resource", "variable"),
    [
        ("triage", "triage", "triage"),
        ("team/triage", "team-triage", "team_triage"),
        ("Support triage", "Support-triage", "Support_triage"),
        ("../../etc/passwd", "etc-passwd", "etc_passwd"),
        (".hidden", "hidden", "hidden"),
        ("Grüße", "Grüße", "Gr_e"),
        ("2nd", "2nd", "prompt_2nd"),
        ("class", "class", "prompt_class"),
        ("///", "prompt", "prompt"),
        ("a.b:c", "a.b-c", "a_b_c"),
        ("x\ny", "x-y", "x_y"),
    ],
)
def test_a_name_is_close_to_the_text(text: str, resource: str, variable: str) -> None:
    assert resource_name(text) == resource
    assert identifier(resource) == variable
    assert variable.isidentifier()


def test_each_name_is_given_once() -> None:
    """Also where a file system does not tell upper from lower case."""
    names = Names(resource_name, ["taken"])
    texts = ("a/b", "a b", "A-B", "a-b-2", "taken")
    assert [names.of(text) for text in texts] == ["a-b", "a-b-2", "A-B-3", "a-b-2-2", "taken-2"]
