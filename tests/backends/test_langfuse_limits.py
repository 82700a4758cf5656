"""What Langfuse cannot express is refused before anything is sent, in words that help; and only what it does refuse."""

from collections.abc import Mapping
from typing import Any

import pytest

from backends.langfuse_world import World, declared
from fakes.langfuse import LangfuseFake
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (a fixture)
from pulumi_prompts.content.parsing import parse
from pulumi_prompts.lifecycle.declaration import Declaration
from pulumi_prompts.registries.langfuse.settings import LangfuseSettings
from pulumi_prompts.registries.langfuse.support import SUPPORT
from pulumi_prompts.testing.labels import LONGEST_MARKER

BACKEND = {"kind": "langfuse", "url": "https://cloud.langfuse.com"}
FORM_OF_NAME = (
    "a name such as 'folder/name', without `|`, `<...>` or spaces at its ends, and not a word of Langfuse's own pages"
)
CHAT = [{"role": "user", "content": "{{question}}"}]
LONGEST_MESSAGE = "🎉" * 100


def failures(**inputs: Any) -> list[str]:
    """What `check` says of a prompt."""
    text = {} if "messages" in inputs else {"template": "x"}
    return [
        str(failure) for failure in Declaration.of({"name": "triage", "backend": BACKEND, **text, **inputs}).failures
    ]


def langfuse(**options: Any) -> dict[str, Any]:
    return {"options": {"langfuse": options}}


def placeholder(name: str, position: Any) -> dict[str, Any]:
    return langfuse(placeholders=[{"name": name, "position": position}])


NAMES = ("a b/c", "a<b", "Grüße", "new/x", "news", "..a", "a.b:c#d", "n" * 255)
NO_NAMES = ("/a", "a/", "a//b", "a|b", "a<b>c", "new", "metrics", "prompt-detail", " a", "a ", ".", "..", "a\nb")
REFUSED: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    **{f"the name {name!r}": ({"name": name}, [f"name: must be {FORM_OF_NAME} (langfuse)"]) for name in NO_NAMES},
    "a long name": ({"name": "n" * 256}, ["name: must have at most 255 characters, has 256 (langfuse)"]),
    "no description": ({"description": ""}, ["description: must not be empty (langfuse)"]),
    "metadata": ({"metadata": {"a": "b"}}, ["metadata: langfuse cannot express this: put it into `tags`"]),
    "our tag": (
        {"tags": {"pulumi-prompts/marker": "x"}},
        ["tags[\"pulumi-prompts/marker\"]: keys that begin with 'pulumi-prompts/' are reserved (langfuse)"],
    ),
    "a message with a name": (
        {"messages": [{**CHAT[0], "name": "ada"}]},
        ["messages[0].name: langfuse cannot express this: say the name in the text: Langfuse drops it"],
    ),
    "a message of several texts": (
        {"messages": [{"role": "user", "content": ["a", "b"]}]},
        [
            f"messages[0].content[{index}]: langfuse cannot express this: join the texts, or write a message for each"
            for index in (0, 1)
        ],
    ),
    "an endpoint": (
        {"endpoint": "chat"},
        ["endpoint: langfuse cannot express this: it follows from `template` or `messages`"],
    ),
    "a placeholder in a text": (
        placeholder("history", 0),
        ["options.langfuse.placeholders[0]: goes with `messages`; leave it out of a text"],
    ),
    "a placeholder behind the end": (
        {"messages": CHAT, **placeholder("history", 2)},
        ["options.langfuse.placeholders[0].position: must be 0 to 1: there are so many messages"],
    ),
    "placeholders in another order": (
        {
            "messages": CHAT,
            **langfuse(placeholders=[{"name": "a", "position": 1}, {"name": "b", "position": 0}]),
        },
        ["options.langfuse.placeholders[1].position: must be 1 to 1: there are so many messages"],
    ),
    "a placeholder that is a variable": (
        {"messages": CHAT, **placeholder("question", 0)},
        ["options.langfuse.placeholders[0].name: is a variable of the text, too; rename one of the two `question`"],
    ),
    "a placeholder with a dash": (
        {"messages": CHAT, **placeholder("a-b", 0)},
        ["options.langfuse.placeholders[0].name: must be letters, digits and `_`, a letter first (langfuse)"],
    ),
    "a config that is a property": (
        langfuse(config={"model": "m", "tools": [], "n": 1}),
        [
            "options.langfuse.config.model: is a property of the prompt; say it there",
            "options.langfuse.config.tools: is a property of the prompt; say it there",
        ],
    ),
    "a form of tools without tools": (
        langfuse(tool_form="playground"),
        ["options.langfuse.tool_form: goes with `tools`; leave it out of a prompt without tools"],
    ),
    "a long commit message": (
        langfuse(commit_message="x" * 101),
        ["options.langfuse.commit_message: must have at most 100 characters, has 101 (langfuse)"],
    ),
    "a commit message of two lines": (
        langfuse(commit_message="a\nb"),
        ["options.langfuse.commit_message: must be one line, with no space at its ends (langfuse)"],
    ),
    "a NUL": ({"template": "a\0b"}, ["template: must not hold the character U+0000 (langfuse); leave it out"]),
    "a NUL in a key": (
        langfuse(config={"a": [{"\0": 1}]}),
        ["options: must not hold the character U+0000 (langfuse); leave it out"],
    ),
}


@pytest.mark.parametrize(("inputs", "said"), REFUSED.values(), ids=REFUSED)
def test_what_it_cannot_express_is_refused_in_words_that_help(inputs: dict[str, Any], said: list[str]) -> None:
    assert failures(**inputs) == said


@pytest.mark.parametrize("name", NAMES)
def test_the_server_takes_the_names_that_the_gate_takes(langfuse_fake: LangfuseFake, name: str) -> None:  # noqa: F811
    assert failures(name=name) == []
    World(langfuse_fake).connect().create(declared({"template": "x"}, name=name))
    assert [*langfuse_fake.registry().prompts] == [name]


def test_the_longest_commit_message_has_room_beside_the_longest_note(langfuse_fake: LangfuseFake) -> None:  # noqa: F811
    """The server counts as JavaScript does: two for an emoji."""
    said = langfuse(commit_message=LONGEST_MESSAGE)
    assert failures(**said) == []
    prompt = declared({"template": "x", **said}, marker=LONGEST_MARKER, nonce="0123456789abcdef")
    backend = World(langfuse_fake).connect()
    assert backend.read(backend.create(prompt).id).options == prompt.options


ALIASES = {"a" * 36: None, "v1.0_rc-2": None, "a" * 37: "at most 36", "Production": "small letters", "a/b": "small"}


@pytest.mark.parametrize("name", ALIASES)
def test_a_label_is_named_as_the_server_wants_it(name: str) -> None:
    said = " ".join(map(str, SUPPORT.alias_failures(name)))
    assert (ALIASES[name] or "") in said
    assert bool(said) == bool(ALIASES[name])


SETTINGS: Mapping[str, tuple[dict[str, Any], list[str]]] = {
    "no address": (
        {},
        [
            "url: is required; set the address of Langfuse, such as 'https://cloud.langfuse.com'; "
            "`LANGFUSE_BASE_URL` is not read"
        ],
    ),
    "no URL": (
        {"url": "cloud.langfuse.com"},
        ["url: must be the URL of Langfuse, such as 'https://cloud.langfuse.com'"],
    ),
    "keys": (
        {"url": "https://pk:sk@cloud.langfuse.com"},
        ["url: must not hold credentials; set LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY"],
    ),
}


@pytest.mark.parametrize(("given", "said"), SETTINGS.values(), ids=SETTINGS)
def test_settings_say_where_it_is(given: dict[str, Any], said: list[str]) -> None:
    _, _, found = parse(LangfuseSettings, {"kind": "langfuse", **given})
    assert [str(each) for each in found] == said
