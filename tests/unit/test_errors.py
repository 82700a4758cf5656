"""One tree of errors, each with one line that says what was done, what the registry said, and what to do."""

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_prompts import errors
from pulumi_prompts.errors import PromptsError, UnavailableError, one_line
from pulumi_prompts.program.slips import ProgramError

_OURS = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, PromptsError)]
CLASSES = [*_OURS, ProgramError]


def drawn(cls: type[PromptsError], indent: str = "") -> list[str]:
    """The classes below `cls` as the docstring of the module draws them."""
    children = cls.__subclasses__()
    lines = []
    for child in children:
        last = child is children[-1]
        lines.append(f"{indent}{'`' if last else '|'}-- {child.__name__}")
        lines += drawn(child, indent + ("    " if last else "|   "))
    return lines


def test_the_tree_in_the_docstring_is_that_of_the_classes() -> None:
    assert errors.__doc__ is not None
    tree = [line[4:] for line in errors.__doc__.splitlines() if "-- " in line or line.strip() == "PromptsError"]
    names = [line.partition("Error")[0] + "Error" for line in tree]
    assert names == ["PromptsError", *drawn(PromptsError)]
    assert all(line.partition("Error")[2].strip() for line in tree[1:]), "each class says who must act"


def test_all_are_in_the_tree() -> None:
    assert len(CLASSES) == 1 + len(drawn(PromptsError))


def test_what_was_done_then_what_was_said_then_what_to_do() -> None:
    error = PromptsError("access denied", "ask for access").at("creating triage on bedrock eu-west-1")
    assert str(error) == "creating triage on bedrock eu-west-1: access denied; ask for access"


def test_the_innermost_action_stays() -> None:
    error = PromptsError("it failed").at("publishing a version").at("updating the prompt")
    assert str(error) == "publishing a version: it failed"


def test_a_detail_comes_before_the_last_line() -> None:
    error = PromptsError("it differs", "look at it", detail="-a\n+b").at("creating triage")
    assert str(error).splitlines() == ["-a", "+b", "creating triage: it differs; look at it"]


def test_a_full_stop_of_the_registry_is_no_end() -> None:
    assert str(PromptsError("Access denied.", "ask for access")) == "Access denied; ask for access"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        (" a \n\n b\tc\r\n", "a b c"),
        ("a\u2028b\x85c", "a b c"),
        ("\x1b[31mred\x07\x9b0m", "[31mred 0m"),
        ("x" * 500, "x" * 500),
        ("x" * 501, "x" * 497 + "..."),
    ],
)
def test_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


@given(st.text())
def test_is_one_line_of_at_most_500_characters(text: str) -> None:
    error = UnavailableError(text, "").at(text)
    assert len(str(error).splitlines()) <= 1
    assert len(str(error)) <= 500 + len(": ") + 500
    assert len(error.doing) <= 500


def test_one_class_is_caught_by_its_parent() -> None:
    with pytest.raises(errors.RegistryError, match=r"^slow down; run the command again when"):
        raise errors.ThrottledError("slow down")


def test_what_was_said_is_kept_whole_and_shown_short() -> None:
    said = "No:\n" + "x" * 600
    error = PromptsError(said)
    assert error.said == said
    assert str(error) == f"No: {'x' * 493}..."
