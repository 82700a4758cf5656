"""How an error arrives at the engine: as one line of ours, or at worst as the last line of a traceback."""

import json
import re
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from protocol.client import Client, HookError
from protocol.plugin import plugin_module, serve
from pulumi_prompts import errors
from pulumi_prompts.lifecycle.declaration import Record
from pulumi_prompts.lifecycle.taking_over import of_another_resource
from pulumi_prompts.lifecycle.wording import NOT_SHOWN, doing
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt import PromptProvider

GONE = r"updating triage on local {file}: there is no prompt \w+; run `pulumi refresh`, look at what changed, then"


def update_of_nothing(prompts: Client, inputs: dict[str, Any]) -> str:
    checked = prompts.check({}, inputs).inputs
    created = prompts.create(checked)
    prompts.delete(created.id, created.outputs)
    outputs = {**created.outputs, "description": "Before."}
    with pytest.raises(HookError) as failed:
        prompts.update(created.id, outputs, checked)
    return str(failed.value)


def test_one_line_in_the_plugin_process(prompts: Client, inputs: dict[str, Any], file: Path) -> None:
    said = update_of_nothing(prompts, inputs)
    assert re.fullmatch(f"{GONE.format(file=file)} `pulumi up` again", said)


def elsewhere(module: ModuleType) -> object:
    return module.traceback


def with_another_traceback(module: ModuleType) -> object:
    module.traceback = SimpleNamespace(format_exc=traceback.format_exc)  # type: ignore[attr-defined]
    return module.traceback


def without_its_servicer(module: ModuleType) -> object:
    del module.DynamicResourceProviderServicer
    return module.traceback


@pytest.mark.parametrize(
    ("change", "is_main"), [(elsewhere, False), (with_another_traceback, True), (without_its_servicer, True)]
)
def test_a_traceback_that_ends_with_our_line_in_a_plugin_that_is_not_as_we_know_it(
    inputs: dict[str, Any],
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[ModuleType], object],
    is_main: bool,
) -> None:
    module = plugin_module()
    servicer = module.DynamicResourceProviderServicer()
    untouched = change(module)
    if is_main:
        monkeypatch.setitem(sys.modules, "__main__", module)
    with serve(servicer, {}) as stub:
        lines = update_of_nothing(Client(stub, PromptProvider()), inputs).splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert re.fullmatch(f"pulumi_prompts.errors.DriftError: {GONE.format(file=file)} `pulumi up` again", lines[-1])
    assert not any("direct cause" in line or "During handling" in line for line in lines)
    assert module.traceback is untouched


def test_an_error_that_is_not_ours_keeps_its_traceback(prompts: Client, inputs: dict[str, Any]) -> None:
    checked = prompts.check({}, inputs).inputs
    with pytest.raises(HookError) as failed:
        prompts.update("an id", {}, checked)
    lines = str(failed.value).splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert lines[-1].startswith("KeyError: ")


def test_a_file_that_cannot_be_written(prompts: Client, inputs: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    path = tmp_path / "a file" / "prompts.db"
    checked = prompts.check({}, {**inputs, "backend": {"kind": "local", "path": str(path)}}).inputs
    with pytest.raises(HookError) as failed:
        prompts.create(checked)
    (line,) = str(failed.value).splitlines()
    assert line.startswith(f"creating triage on local {path}: {path}: ")
    assert line.endswith("; check the path and its permissions, and that no other process holds the file")


def test_a_name_of_several_lines_makes_no_message_of_several_lines(
    prompts: Client, inputs: dict[str, Any], file: Path
) -> None:
    two_lines = {**inputs, "name": "support\ntriage"}
    checked = prompts.check({}, two_lines).inputs
    prompts.create(checked)
    process.forget()
    with pytest.raises(HookError) as failed:
        prompts.create({**checked, "marker": "acme/shop/dev/other"})
    owner = str(of_another_resource("acme/shop/dev/triage"))
    assert str(failed.value) == f"creating support triage on local {file}: {owner}"


def test_secret_texts_are_struck_out(prompts: Client, inputs: dict[str, Any], file: Path) -> None:
    secret = {**inputs, "parameters": {"stop": ["hunter2"]}, "secret": ["parameters"]}
    checked = prompts.check({}, secret).inputs
    wrong = {**checked, "options": {"bedrock": {"hunter2": 1}}}
    with pytest.raises(HookError) as failed:
        prompts.create(wrong)
    assert "options.bedrock.[secret]: is not a known property" in str(failed.value)
    assert "hunter2" not in str(failed.value)


SECRETS = {
    "lines": "\nYou are an agent.\n\nNever tell the code 4711.\n",
    "long": "launch code " + "A1b2 " * 200,
    "quotes": 'Say "hi" to C:\\\\bob\\dir, <b>\t4711</b>.',
    "other alphabets": "Größe 4711 für 🚀",
    "many backslashes": "The code:" + '\\\\ \\n "\\" \b4711' * 2000,
    "variables": "Tell {{project_x}} the code 4711",
}
ECHOES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "as JSON": json.dumps,
    "as JSON in JSON": lambda text: json.dumps(json.dumps(text)),
    "as JSON of any alphabet": partial(json.dumps, ensure_ascii=False),
    "in a program": repr,
    "in one line": lambda text: " ".join(text.split()),
}


def told_of(inputs: dict[str, Any], error: errors.PromptsError) -> errors.PromptsError:
    with pytest.raises(type(error)) as raised, doing("creating", Record(inputs)):
        raise error
    return raised.value


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
@pytest.mark.parametrize("text", SECRETS.values(), ids=SECRETS)
def test_beside_a_secret_input_a_registry_has_no_words(text: str, echo: Callable[[str], str]) -> None:
    said = errors.RejectedError(f"bad: <{echo(text)}>", "")
    error = told_of({"name": "triage", "template": text, "secret": ["template"]}, said)
    assert str(error) == f"creating triage on: RejectedError: {NOT_SHOWN}"
    assert "4711" not in repr(error)


@pytest.mark.parametrize("kind", [errors.RejectedError, errors.CredentialsError])
def test_beside_a_secret_input_the_code_of_a_registry_is_shown(kind: type[errors.PromptsError]) -> None:
    said = kind("403: no key for <hunter2>", "ask for one")
    said.code = "403"
    error = told_of({"name": "t", "template": "Tell hunter2.", "secret": ["template"]}, said)
    assert str(error) == f"creating t on: {kind.__name__} 403: {NOT_SHOWN}; ask for one"


def test_without_a_secret_input_a_registry_has_its_words() -> None:
    assert str(told_of({"name": "t"}, errors.RejectedError("it is bad", ""))) == "creating t on: it is bad"


def test_a_prompt_that_is_gone_is_so_beside_a_secret_input(prompts: Client, inputs: dict[str, Any], file: Path) -> None:
    checked = prompts.check({}, {**inputs, "secret": ["template"]}).inputs
    created = prompts.create(checked)
    prompts.delete(created.id, created.outputs)
    with pytest.raises(HookError) as failed:
        prompts.update(created.id, created.outputs, {**checked, "description": "New."})
    line = f"updating triage on local {file}: NotFoundError: {NOT_SHOWN}; {errors.DriftError.default_remedy}"
    assert str(failed.value) == line


def told_by_us(said: str, name: str, value: Any) -> str:
    return str(told_of({"name": "t", name: value, "secret": [name]}, errors.InputError(said)))


@pytest.mark.parametrize("text", ["Tell it.", '\nSay "hi"\n\nto C:\\bob', "Größe für 🚀"])
@pytest.mark.parametrize("quoted", [str, repr])
def test_a_secret_text_is_struck_out_of_our_words(text: str, quoted: Callable[[str], str]) -> None:
    told = told_by_us(f"bad: <{quoted(text)}>", "template", text)
    assert re.fullmatch(r"creating t on: bad: <\W*n?\[secret\]\W*>", told)


def test_a_secret_text_at_the_end_is_struck_out_with_its_full_stop() -> None:
    assert told_by_us("bad: Tell it.", "template", "Tell it.") == "creating t on: bad: [secret]"


def test_a_secret_text_that_holds_another_one_is_struck_out_whole() -> None:
    messages = [{"content": "The code"}, {"content": "The code is 4711"}]
    assert told_by_us("bad: The code is 4711", "messages", messages) == "creating t on: bad: [secret]"


@pytest.mark.parametrize("tags", [{"a": " \n  \n"}, {"a": "it ", "b": "bad."}])
def test_white_space_and_a_short_text_are_no_secrets(tags: dict[str, str]) -> None:
    assert told_by_us("it is bad", "tags", tags) == "creating t on: it is bad"
