"""How two chats differ: each message is compared with its former text."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pulumi_prompts.report.differing.lines import text_changes
from pulumi_prompts.report.differing.pairing import Scores, aligned
from pulumi_prompts.report.differing.sides import ABSENT, is_hidden
from pulumi_prompts.report.differing.structure import value_changes
from pulumi_prompts.report.differing.words import similarities
from pulumi_prompts.report.model import TextChange, ValueChange

_KIN: Final = 0.5
"""The weight of an equal role (an equal text has 1). A message may have had another role before, if this part of its
text is the same."""


class Message(NamedTuple):
    """A message: its texts, and its other properties with their names."""

    parts: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]

    @property
    def role(self) -> str:
        """Who speaks."""
        return dict(self.beside).get("role", "")


def message_changes(before: Any, after: Any) -> Iterator[TextChange | ValueChange]:
    """How two lists of messages differ; a hidden list is shown as one hidden text."""
    if is_hidden(after) or (is_hidden(before) and after is ABSENT):
        yield from text_changes("messages", "messages", before, after)
        return
    olds, news = messages_of(before), messages_of(after)
    old_labels, new_labels = _labels(olds), _labels(news)
    for old, new in aligned(olds, news, _scores):
        if new is not None:
            stood = before if is_hidden(before) else ABSENT
            yield from _changes(new, new_labels[new], None if old is None else olds[old], news[new], stood)
        elif old is not None:
            yield from _changes(old, old_labels[old], olds[old], None, ABSENT)


def messages_of(value: Any) -> list[Message]:
    """The messages of a list; none if it is hidden."""
    return [_message(each) for each in value] if isinstance(value, list) else []


def _message(value: Any) -> Message:
    if not isinstance(value, Mapping):
        return Message((value,), (("role", value),))
    content = value.get("content", "")
    parts = tuple(content) if isinstance(content, list) else (content,)
    return Message(parts, tuple((name, item) for name, item in value.items() if name != "content"))


def _scores(olds: Sequence[Message], news: Sequence[Message]) -> Scores:
    texts = similarities(*(["\n".join(each.parts) for each in messages] for messages in (olds, news)))
    return [
        [_score(old.role == new.role, text) for new, text in zip(news, row, strict=True)]
        for old, row in zip(olds, texts, strict=True)
    ]


def _score(same_role: bool, text: float) -> float:
    if same_role:
        return _KIN + text
    return text if text >= _KIN else 0.0


def _labels(messages: Sequence[Message]) -> list[str]:
    """What people call them; numbered by role, if a role has several."""
    totals, seen = Counter(message.role for message in messages), Counter[str]()
    labels = []
    for index, role in enumerate(message.role for message in messages):
        seen[role] += 1
        number = f" {seen[role]}" if totals[role] > 1 else ""
        labels.append(f"message {index + 1}" if is_hidden(role) or not role else f"{role} message{number}")
    return labels


def _changes(
    index: int, label: str, old: Message | None, new: Message | None, stood: Any
) -> Iterator[TextChange | ValueChange]:
    """The changes of one message. The label of a new or removed message has its role."""
    path = f"messages[{index}]"
    told = {"role"} if old is None or new is None else set()
    yield from value_changes(path, _without(old, told), _without(new, told))
    yield from _part_changes(f"{path}.content", label, old.parts if old else (), new.parts if new else (), stood)


def _without(message: Message | None, names: set[str]) -> dict[str, str]:
    return {name: value for name, value in message.beside if name not in names} if message else {}


def _part_changes(
    path: str, label: str, olds: Sequence[str], news: Sequence[str], stood: Any
) -> Iterator[TextChange | ValueChange]:
    are_several = max(len(olds), len(news)) > 1
    for old, new in aligned(olds, news, _scores_of_parts):
        index = old if new is None else new
        where = (f"{path}[{index}]", f"{label}, part {(index or 0) + 1}") if are_several else (path, label)
        yield from text_changes(*where, stood if old is None else olds[old], ABSENT if new is None else news[new])


def _scores_of_parts(olds: Sequence[str], news: Sequence[str]) -> Scores:
    return [[_score(True, text) for text in row] for row in similarities(olds, news)]
