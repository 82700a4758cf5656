"""A text with the line breaks of Windows is declared with plain ones, but for what stands in a state with its own."""

from typing import Any

import pytest

from protocol.client import UNKNOWN, Client
from protocol.lifecycle import Resource
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.files.promoted import PromptFile
from pulumi_prompts.resources.prompt_files import DECIDING

PLAIN, WINDOWS = "Sort\nit.\n", "Sort\r\nit.\r\n"
BARE = {"parameters": None}


def chat(*contents: Any) -> dict[str, Any]:
    return {"template": None, "messages": [{"role": "user", "content": content} for content in contents]}


@pytest.fixture
def inherited(prompts: Client, inputs: dict[str, Any]) -> Resource:
    """A prompt of a release that took line breaks as they were."""
    prompt = Resource(prompts)
    prompt.up({**inputs, **BARE, "template": PLAIN})
    digest = digest_of(Content(template=WINDOWS))
    prompt.inputs |= {"template": WINDOWS, "digest": digest}
    prompt.outputs |= {"digest": digest}
    return prompt


@pytest.mark.parametrize(
    ("windows", "plain"),
    [
        ({"template": WINDOWS}, {"template": PLAIN}),
        (chat(WINDOWS, ["x", WINDOWS]), chat(PLAIN, ["x", PLAIN])),
        (chat(WINDOWS, UNKNOWN), chat(PLAIN, UNKNOWN)),
        (chat([WINDOWS, UNKNOWN]), chat([PLAIN, UNKNOWN])),
    ],
)
def test_line_breaks_are_made_plain(
    prompts: Client, inputs: dict[str, Any], windows: dict[str, Any], plain: dict[str, Any]
) -> None:
    checked = prompts.check({}, {**inputs, **windows})
    assert checked.failures == []
    assert checked.inputs == prompts.check({}, {**inputs, **plain}).inputs


def test_other_texts_and_other_line_breaks_stay(prompts: Client, inputs: dict[str, Any]) -> None:
    given = {"template": "a\rb\n\rc", "description": WINDOWS, "metadata": {"a": WINDOWS}, "tags": {"a": WINDOWS}}
    checked = prompts.check({}, {**inputs, **given}).inputs
    assert {name: checked[name] for name in given} == given


def test_both_ways_to_write_a_text_are_one_content(prompts: Client, inputs: dict[str, Any]) -> None:
    prompt = Resource(prompts)
    assert prompt.up({**inputs, "template": WINDOWS}) == "create"
    assert prompt.up({**inputs, "template": PLAIN}) == "same"
    assert prompt.up({**inputs, "template": WINDOWS}) == "same"
    assert not prompt.refresh()


def test_what_stands_in_a_state_with_its_line_breaks_stays(inherited: Resource, inputs: dict[str, Any]) -> None:
    given = {**inputs, **BARE, "template": WINDOWS}
    before = inherited.inputs["digest"]
    assert inherited.preview(given) == "same"
    assert inherited.preview({**given, "description": "New."}) == "update"
    checked = inherited.client.check(inherited.inputs, {**given, "model": UNKNOWN}).inputs
    assert checked["template"] == WINDOWS
    assert inherited.client.check(inherited.inputs, given).inputs["digest"] == before


def test_an_edit_makes_them_plain(inherited: Resource, inputs: dict[str, Any]) -> None:
    checked = inherited.client.check(inherited.inputs, {**inputs, **BARE, "template": f"{WINDOWS}Now.\r\n"}).inputs
    assert checked["template"] == f"{PLAIN}Now.\n"


def test_a_text_that_stands_in_a_message_stays_where_others_are_added(prompts: Client, inputs: dict[str, Any]) -> None:
    olds = {**inputs, **chat("x", ["y", WINDOWS])}
    checked = prompts.check(olds, {**inputs, **chat(WINDOWS, "new\r\n", "x")}).inputs
    assert [message["content"] for message in checked["messages"]] == [WINDOWS, "new\n", "x"]


class TestFiles:
    """What a file says by escapes in quotes stands: the line breaks of the file itself are plain by then."""

    @pytest.mark.parametrize("said", [{"template": WINDOWS}, chat("x", ["y", WINDOWS])])
    def test_a_file_that_says_so_keeps_them(
        self, prompts: Client, inputs: dict[str, Any], said: dict[str, Any]
    ) -> None:
        prompt, bare = Resource(prompts), {**inputs, "template": None}
        of_file = PromptFile({**bare, **said}).declared({}, DECIDING)
        assert prompt.up(of_file) == "create"
        assert {name: prompt.inputs.get(name) for name in said} == said
        assert not prompt.refresh()
        assert prompt.up(of_file) == "same"
        assert prompt.up(PromptFile({**bare, "template": PLAIN}).declared({}, DECIDING)) == "update"
        assert prompt.up({**bare, "template": WINDOWS}) == "same"

    def test_a_text_of_the_program_over_it_is_made_plain(self, prompts: Client, inputs: dict[str, Any]) -> None:
        file = PromptFile({**inputs, "template": WINDOWS})
        assert prompts.check({}, file.declared({"template": WINDOWS}, DECIDING)).inputs["template"] == PLAIN
