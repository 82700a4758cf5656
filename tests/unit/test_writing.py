"""Prompts written to files in every form, and read back as exactly what they were, or refused with the reason."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from pulumi_prompts.content.base import same_json
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.options import Options
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.forms import Form
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.markdown import NOT_THERE
from pulumi_prompts.files.schema import FILE
from pulumi_prompts.files.writing import AS_IT_STANDS, WINDOWS, WRITE_ANOTHER, declaration_of, written
from pulumi_prompts.registries.humanloop.options import HumanloopOptions
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.testing.samples import SAMPLES

ROOT = Path(__file__).parents[2]
CORPUS = [json.loads(line)["text"] for line in (ROOT / "benchmarks" / "prompts.jsonl").read_text().splitlines()]
EVERYTHING = (Form.YAML, Form.JSON)

ODD_TEXTS = [
    "a\r\nb\r\n",
    "a\rb",
    "\ta\n\t\tb",
    "blanks  \n  \nat the end  ",
    "\n\n\n",
    "\ufeffa",
    "👩🏽‍🚀 naïve 日本語 \u202e\u2028",
    "{ } {{ }} {{#if x}} {x} {{{y}}} {% raw %}",
    "---\nno: header\n---\n",
    "# yaml-language-server: $schema=x",
    "<user>\nHi\n</user>",
    "\x00\x07\x7f",
    "- a\n# b: c\n...\n",
]
texts = st.sampled_from(ODD_TEXTS) | st.text(st.characters(codec="utf-8")) | st.text("a-# :\n\r\t {}<>|\\\"'")
chats = st.lists(
    st.fixed_dictionaries(
        {"role": st.sampled_from(["system", "user"]), "content": texts | st.lists(texts, min_size=2, max_size=3)},
        optional={"name": st.sampled_from(["ada", "no"])},
    ),
    min_size=1,
    max_size=3,
)
values = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(texts, inner, min_size=1, max_size=3),
    max_leaves=6,
)
declared = st.fixed_dictionaries(
    {"name": texts, "model": texts},
    optional={
        "description": texts,
        "metadata": st.dictionaries(texts, values, min_size=1, max_size=3),
        "parameters": st.fixed_dictionaries(
            {"temperature": st.sampled_from([0, 0.9, 1e-7, 1])}, optional={"stop": st.lists(texts, min_size=1)}
        ),
        "tools": st.just([{"name": "find", "strict": False, "parameters": {"type": "object"}}]),
        "options": st.dictionaries(
            st.just("mlflow"), st.dictionaries(st.just("extra_params"), values, min_size=1), min_size=1
        ),
    },
)

for_humanloop = st.fixed_dictionaries(
    {"model": texts},
    optional={
        "parameters": st.fixed_dictionaries(
            {"temperature": st.floats(0, 2) | st.integers(0, 2)}, optional={"stop": st.lists(texts, min_size=1)}
        ),
        "options": st.just({"humanloop": {"other": {"Nested": {"list": [1, None, "null", "2024-01-01", "12:30"]}}}}),
    },
)

in_a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_back(form: Form, inputs: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    file = folder / f"a{form.suffix}"
    file.write_bytes(written(form, inputs).encode())
    return load(file)


def refusal(form: Form, inputs: Mapping[str, Any]) -> str:
    with pytest.raises(InputError) as refused:
        written(form, inputs)
    assert refused.value.remedy == WRITE_ANOTHER
    return refused.value.said.removeprefix(f"{form.noun} cannot hold ")


def is_refused(form: Form, inputs: Mapping[str, Any]) -> bool:
    try:
        return not written(form, inputs)
    except InputError:
        return True


@in_a_folder
@given(declared, texts | chats)
def test_yaml_and_json_hold_everything(tmp_path: Path, beside: dict[str, Any], text: Any) -> None:
    inputs = {**beside, "template" if isinstance(text, str) else "messages": text}
    for form in EVERYTHING:
        assert same_json(read_back(form, inputs, tmp_path), inputs)


@in_a_folder
@given(declared, texts)
@example({}, "---\nno: header\n---\n")
def test_markdown_holds_every_text_but_for_line_breaks_of_windows(
    tmp_path: Path, beside: dict[str, Any], text: str
) -> None:
    inputs = {**beside, "template": text}
    if "\r\n" in text:
        assert refusal(Form.MARKDOWN, inputs) == f"`template` {WINDOWS}"
    else:
        assert same_json(read_back(Form.MARKDOWN, inputs, tmp_path), inputs)


@in_a_folder
@given(for_humanloop, texts | chats)
def test_a_prompt_text_holds_what_can_be_told_from_its_form(tmp_path: Path, beside: dict[str, Any], text: Any) -> None:
    inputs = {**beside, **({"template": text, "endpoint": "complete"} if isinstance(text, str) else {"messages": text})}
    assume(not is_refused(Form.PROMPT, inputs))
    assert same_json(read_back(Form.PROMPT, inputs, tmp_path), inputs)


@in_a_folder
@given(texts.filter(bool), texts.filter(bool), chats)
def test_a_manifest_holds_every_chat(tmp_path: Path, name: str, model: str, chat: Any) -> None:
    inputs = {"name": name, "description": name, "metadata": {"a": name}, "model": model, "messages": chat}
    assert same_json(read_back(Form.TRUEFOUNDRY, inputs, tmp_path), inputs)


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("text", CORPUS)
def test_prompts_that_people_wrote_keep_their_digest(form: Form, text: str, tmp_path: Path) -> None:
    as_text = {"model": "m", "endpoint": "complete", "template": text}
    as_chat = {"model": "m", "messages": [{"role": "user", "content": text}]}
    content = content_from(as_chat if form is Form.TRUEFOUNDRY else as_text)
    found = content_from(read_back(form, declaration_of(content, Options(), {}), tmp_path))
    assert (digest_of(found), list(found.texts)) == (digest_of(content), [text])


@pytest.mark.parametrize("sample", SAMPLES)
def test_samples_keep_their_digest(sample: str, tmp_path: Path) -> None:
    content = content_from(SAMPLES[sample])
    inputs = declaration_of(content, Options(), {"name": "a"})
    for form in EVERYTHING:
        found = read_back(form, inputs, tmp_path)
        assert found.pop("name") == "a"
        assert digest_of(content_from(found)) == digest_of(content)


@pytest.mark.parametrize("form", Form)
def test_a_long_text_is_whole(form: Form, tmp_path: Path) -> None:
    text = "".join(f"{'word ' * 30}{{{{name}}}} 👍 {number}\t\n" for number in range(2500))
    inputs = {"model": "m", "messages": [{"role": "user", "content": text}]}
    if form is Form.MARKDOWN:
        inputs = {"model": "m", "template": text}
    assert len(text) > 400_000
    assert read_back(form, inputs, tmp_path) == inputs


FULL: dict[str, Any] = {
    "name": "triage",
    "description": "Sorts tickets",
    "model": "small",
    "parameters": {"temperature": 0, "top_k": 5, "seed": 7},
    "tools": [{"name": "find", "strict": False}],
    "tool_choice": {"name": "find"},
    "messages": [{"role": "system", "content": "You sort.\nBe brief.\n"}, {"role": "user", "content": "{{ticket}}"}],
}


def user(text: str) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": text}]}


class TestRefusals:
    """What a form has no words for is told by its property, and never left out."""

    @pytest.mark.parametrize(
        ("form", "inputs", "said"),
        [
            (Form.MARKDOWN, FULL, f"this prompt: `messages` {NOT_THERE}"),
            (Form.PROMPT, FULL, "`name`, `description`, `parameters.top_k`, `tool_choice`"),
            (Form.PROMPT, user("Say </user>."), "`messages`"),
            (
                Form.PROMPT,
                user(" a\n b"),
                f"`messages[0].content` {AS_IT_STANDS}",
            ),
            (Form.PROMPT, user("a\r\nb"), f"`messages[0].content` {WINDOWS}"),
            (Form.PROMPT, {"template": "<user>Hi</user>"}, f"`template` {AS_IT_STANDS}"),
            (Form.TRUEFOUNDRY, FULL, "`tools[0].strict`"),
            (Form.TRUEFOUNDRY, {"template": "Hi"}, "this prompt: cannot be declared: it has no messages"),
            (
                Form.TRUEFOUNDRY,
                {"tags": {"a": "b"}, "messages": FULL["messages"], "options": {"mlflow": {"extra_params": {"a": 1}}}},
                "`tags`, `options`",
            ),
        ],
    )
    def test_by_form(self, form: Form, inputs: Mapping[str, Any], said: str) -> None:
        assert refusal(form, inputs).startswith(said)


class TestLook:
    """What people read."""

    def test_of_yaml(self) -> None:
        content = content_from({**{k: v for k, v in FULL.items() if k not in ("name", "description")}})
        beside = {"name": "triage", "description": None, "tags": {}, "metadata": {"team": "a"}}
        assert written(Form.YAML, declaration_of(content, Options(), beside)) == (
            "name: triage\nmetadata:\n  team: a\nmodel: small\nparameters:\n  temperature: 0\n  top_k: 5\n  seed: 7\n"
            "tools:\n  - name: find\n    strict: false\ntool_choice:\n  name: find\n"
            "messages:\n  - role: system\n    content: |\n      You sort.\n      Be brief.\n"
            '  - role: user\n    content: "{{ticket}}"\n'
        )

    def test_of_markdown(self) -> None:
        inputs = {"model": "small", "template": "# Sort\n\n{{ticket}}\n"}
        assert written(Form.MARKDOWN, inputs) == "---\nmodel: small\n---\n# Sort\n\n{{ticket}}\n"

    def test_of_json(self) -> None:
        assert written(Form.JSON, {"template": "é\u2028"}) == '{\n  "template": "é\\u2028"\n}\n'

    def test_of_a_manifest(self) -> None:
        inputs = {"name": "triage", "model": "small", "messages": [{"role": "user", "content": "{{ticket}}"}]}
        assert written(Form.TRUEFOUNDRY, inputs) == (
            'type: chat_prompt\nname: triage\nmessages:\n  - role: user\n    content: "{{ticket}}"\n'
            'variables:\n  ticket: ""\nmodel_configuration:\n  model: small\n'
        )


def test_options_beside_the_content_are_declared_too() -> None:
    content = content_from({"template": "a", "options": {"humanloop": {"other": {"n": 1}, "readme": "R"}}})
    both = {"humanloop": {"other": {"n": 1}, "readme": "R"}}
    assert declaration_of(content, Options(), {})["options"] == both
    bare = content_from({"template": "a", "options": {"humanloop": {"other": {"n": 1}}}})
    assert declaration_of(bare, Options(HumanloopOptions(readme="R")), {})["options"] == both


class TestSchema:
    """What is written refers to the schema that lies beside it, or above it in the project."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "desk" / "prompts").mkdir(parents=True)
        (tmp_path / "desk" / "Pulumi.yaml").touch()
        return tmp_path / "desk" / "prompts"

    def test_of_a_file_in_yaml_or_json(self, folder: Path) -> None:
        (folder.parent / FILE).touch()
        inputs = {"template": "a"}
        assert written(Form.YAML, inputs, folder) == (
            "# yaml-language-server: $schema=../prompt.schema.json\ntemplate: a\n"
        )
        assert json.loads(written(Form.JSON, inputs, folder)) == {"$schema": "../prompt.schema.json", **inputs}
        assert written(Form.MARKDOWN, inputs, folder) == "---\n---\na"

    def test_none_outside_of_the_project(self, folder: Path) -> None:
        (folder.parents[1] / FILE).touch()
        assert written(Form.YAML, {"template": "a"}, folder) == "template: a\n"
