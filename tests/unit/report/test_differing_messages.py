"""Two chats: each message against the one that it was."""

from typing import Any

import pytest

from pulumi_prompts.program.signs import SECRET, UNKNOWN
from pulumi_prompts.report.differing.messages import message_changes
from pulumi_prompts.report.differing.sides import ABSENT
from pulumi_prompts.report.model import Side, TextChange, ValueChange

SYSTEM = {"role": "system", "content": "You sort tickets of customers into topics."}
ASK = {"role": "user", "content": "The printer does not print."}
ANSWER = {"role": "assistant", "content": "Topic: hardware"}
TICKET = {"role": "user", "content": "{{ticket}}"}
CHAT = [SYSTEM, ASK, ANSWER, TICKET]


def told(before: Any, after: Any) -> list[tuple[str, str, str]]:
    """Path, label, and the signs of the rows of each text; path and sides of each value."""
    signs = {"same": " ", "removed": "-", "added": "+"}
    return [
        (change.path, change.label, "".join(signs[row.kind] for row in change.rows))
        if isinstance(change, TextChange)
        else (change.path, str(change.before.value), str(change.after.value))
        for change in message_changes(before, after)
    ]


def test_an_equal_chat_has_no_changes() -> None:
    assert told(CHAT, CHAT) == []
    assert told([{**SYSTEM, "content": ["a"]}], [{**SYSTEM, "content": "a"}]) == []


def test_an_inserted_message_leaves_the_others_alone() -> None:
    other = {"role": "user", "content": "It is too loud here."}
    assert told(CHAT, [SYSTEM, other, *CHAT[1:]]) == [("messages[1].content", "user message 1", "+")]
    assert told(CHAT, [{**SYSTEM, "content": "You sort letters of customers into topics."}, other, *CHAT[1:]]) == [
        ("messages[0].content", "system message", "-+"),
        ("messages[1].content", "user message 1", "+"),
    ]


def test_a_removed_message_is_told_as_the_old_chat_counts() -> None:
    assert told(CHAT, [SYSTEM, TICKET]) == [
        ("messages[1].content", "user message 1", "-"),
        ("messages[2].content", "assistant message", "-"),
    ]


def test_a_rewritten_message_is_one_change() -> None:
    assert told([SYSTEM, TICKET], [{"role": "system", "content": "Be brief."}, TICKET]) == [
        ("messages[0].content", "system message", "-+")
    ]


def test_a_message_of_another_role_is_the_same_message() -> None:
    developer = {**SYSTEM, "role": "developer"}
    assert told(CHAT, [developer, *CHAT[1:]]) == [("messages[0].role", "system", "developer")]
    assert told([ASK], [{**ASK, "role": "system"}, TICKET]) == [
        ("messages[0].role", "user", "system"),
        ("messages[1].content", "user message", "+"),
    ]


def test_of_two_roles_and_texts_one_goes_and_one_comes() -> None:
    for text in ("Topic: hardware", "You sort letters for people by urgency."):
        assert told([SYSTEM], [{"role": "assistant", "content": text}]) == [
            ("messages[0].content", "system message", "-"),
            ("messages[0].content", "assistant message", "+"),
        ]


def test_a_moved_message_is_told() -> None:
    assert len(told(CHAT, [SYSTEM, ANSWER, ASK, TICKET])) == 2


def test_a_name_is_a_value() -> None:
    assert told([ASK], [{**ASK, "name": "anna"}]) == [("messages[0].name", "None", "anna")]
    assert told([], [{**ASK, "name": "anna"}])[0] == ("messages[0].name", "None", "anna")


def test_parts_of_a_text() -> None:
    whole = {"role": "system", "content": ["You sort tickets.", "Be kind."]}
    assert told([whole], [{**whole, "content": ["Read first.", "You sort letters.", "Be kind."]}]) == [
        ("messages[0].content[0]", "system message, part 1", "+"),
        ("messages[0].content[1]", "system message, part 2", "-+"),
    ]


@pytest.mark.parametrize(("sign", "knowledge"), [(UNKNOWN, "unknown"), (SECRET, "secret")])
@pytest.mark.parametrize(
    "shape", [lambda text: {**SYSTEM, "content": text}, lambda text: {**SYSTEM, "content": [text]}]
)
def test_a_text_that_is_not_told(shape: Any, sign: str, knowledge: str) -> None:
    (change,) = message_changes([SYSTEM, ASK], [shape(sign), ASK])
    assert isinstance(change, TextChange)
    assert (change.before, change.after, change.rows) == ("known", knowledge, ())
    (again,) = message_changes([shape(sign)], [shape(sign)])
    assert isinstance(again, TextChange)
    assert (again.before, again.after) == (knowledge, knowledge)


def test_what_a_secret_becomes_is_shown() -> None:
    assert told([{**SYSTEM, "content": SECRET}], [SYSTEM]) == [("messages[0].content", "system message", "+")]
    (change,) = message_changes(SECRET, [SYSTEM])
    assert (change.path, change.before, change.after) == ("messages[0].content", "secret", "known")


def test_messages_that_are_not_told() -> None:
    assert [*message_changes(CHAT, UNKNOWN)] == [TextChange("messages", "messages", "known", "unknown")]
    assert [*message_changes(SECRET, ABSENT)] == [TextChange("messages", "messages", "secret", "absent")]
    assert [*message_changes(ABSENT, [UNKNOWN])] == [
        TextChange("messages[0].content", "message 1", "absent", "unknown")
    ]
    assert [*message_changes([ASK], [UNKNOWN])] == [
        TextChange("messages[0].content", "user message", "known", "absent", *rows_removed(ASK["content"])),
        TextChange("messages[0].content", "message 1", "absent", "unknown"),
    ]


def rows_removed(text: str) -> Any:
    (change,) = message_changes([{"role": "user", "content": text}], ABSENT)
    assert isinstance(change, TextChange)
    return (change.rows,)


def test_a_role_that_is_not_told() -> None:
    assert [*message_changes([ASK], [{**ASK, "role": UNKNOWN}])] == [
        ValueChange("messages[0].role", Side("known", "user"), Side("unknown"))
    ]
