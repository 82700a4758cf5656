"""A prompt that stays a text or a chat for ever, and what a preview cannot compare: told before anything is sent."""

from typing import Any

import pytest

from protocol.client import UNKNOWN, Client
from protocol.engine import Engine
from pulumi_prompts.lifecycle.forms import keeps_form
from pulumi_prompts.registries.langfuse.support import REFERS

LANGFUSE = {"kind": "langfuse", "url": "https://langfuse.example.com"}
TONE = "@@@langfusePrompt:name=tone|label=production@@@"


@pytest.fixture
def text(inputs: dict[str, Any]) -> dict[str, Any]:
    return {**inputs, "template": "Sort {{ticket}}.", "backend": LANGFUSE}


@pytest.fixture
def chat(text: dict[str, Any]) -> dict[str, Any]:
    return {**text, "template": None, "messages": [{"role": "user", "content": "Sort {{ticket}}."}]}


def test_a_text_does_not_become_a_chat(prompts: Client, text: dict[str, Any], chat: dict[str, Any]) -> None:
    for before, after, (old, new) in (
        (text, chat, ("template", "messages")),
        (chat, text, ("messages", "template")),
    ):
        assert prompts.check(before, after).failures == [f"{new}: {keeps_form('langfuse', old)}"]


@pytest.mark.parametrize(
    "more",
    [
        {"name": "another"},
        {"name": UNKNOWN},
        {"backend": {**LANGFUSE, "url": "https://another.example.com"}},
        {"backend": {"kind": "local", "path": "prompts.db"}},
    ],
)
def test_another_prompt_may_be_one(
    prompts: Client, text: dict[str, Any], chat: dict[str, Any], more: dict[str, Any]
) -> None:
    assert prompts.check(text, {**chat, **more}).failures == []


def test_elsewhere_it_does(prompts: Client, inputs: dict[str, Any], chat: dict[str, Any]) -> None:
    local = {**chat, "backend": inputs["backend"]}
    assert prompts.check({**inputs, "template": "Sort {{ticket}}."}, local).failures == []


def test_what_a_text_takes_in_is_told_once(prompts: Client, text: dict[str, Any], engine: Engine) -> None:
    for _ in range(2):
        assert prompts.check({}, {**text, "template": f"{TONE} Sort. {TONE}"}).failures == []
    assert engine.warnings == [REFERS.format(count=2)]


def test_elsewhere_it_is_text(prompts: Client, inputs: dict[str, Any], engine: Engine) -> None:
    prompts.check({}, {**inputs, "template": TONE})
    assert engine.warnings == []
