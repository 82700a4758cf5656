"""A program's prompt on a real MLflow server, hook by hook: versions removed behind its back, aliases, other owners."""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from mlflow_server.fixtures import mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from protocol.client import Client, HookError
from protocol.lifecycle import Resource
from protocol.plugin import plugin_module, serve
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider

MARKER = "acme/shop/dev/triage"


class Program:
    """A program with a prompt and its versions."""

    def __init__(self, prompts: Client, versions: Client, url: str) -> None:
        self.prompt = Resource(prompts)
        self.version = Resource(versions)
        self._backend = {"kind": "mlflow", "url": url}

    def up(self, text: str, **version: Any) -> None:
        inputs = {"name": "triage", "marker": MARKER, "backend": self._backend, "template": text}
        self.prompt.up(inputs)
        digest = self.prompt.inputs["digest"]
        of_prompt = {"prompt_id": self.prompt.id, "digest": digest, "backend": self._backend, "prompt_marker": MARKER}
        self.version.up({**of_prompt, "marker": f"{MARKER}-published", **version})

    def refresh(self) -> tuple[bool, bool]:
        return self.prompt.refresh(), self.version.refresh()


@pytest.fixture
def program(mlflow_registry: MlflowRegistry, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:  # noqa: F811
    module = plugin_module()
    monkeypatch.setitem(sys.modules, "__main__", module)
    process.forget()
    with serve(module.DynamicResourceProviderServicer(), {}) as stub:
        yield Program(Client(stub, PromptProvider()), Client(stub, PromptVersionProvider()), mlflow_registry.url)
    process.forget()


@pytest.fixture
def registry(mlflow_registry: MlflowRegistry) -> MlflowRegistry:  # noqa: F811
    return mlflow_registry


def remove(registry: MlflowRegistry, version: str) -> None:
    registry.call("DELETE", "model-versions/delete", name="triage", version=version)


BOTH, THE_VERSION, NOTHING = (True, True), (False, True), (False, False)


@pytest.mark.parametrize(
    ("texts", "removed", "drifted", "mended"),
    [
        (["One."], "1", BOTH, {"2": "One."}),
        (["One.", "Two."], "2", BOTH, {"1": "One.", "3": "Two."}),
        (["One.", "Two.", "One."], "3", BOTH, {"1": "One.", "2": "Two.", "4": "One."}),
        (["One.", "Two.", "One."], "32", THE_VERSION, {"1": "One."}),
        (["One.", "Two."], "21", BOTH, {"3": "Two."}),
        (["One.", "Two."], "1", NOTHING, {"2": "Two."}),
    ],
)
def test_a_current_version_that_is_removed_is_drift_and_mended(
    program: Program,
    registry: MlflowRegistry,
    texts: list[str],
    removed: str,
    drifted: tuple[bool, bool],
    mended: dict[str, str],
) -> None:
    """The prompt has drifted as well, unless the version that is the head now says the same."""
    for text in texts:
        program.up(text)
    for version in removed:
        remove(registry, version)
    assert program.refresh() == drifted
    program.up(texts[-1])
    assert registry.only_prompt.texts == mended
    assert program.version.outputs["version"] == [number for number in mended if mended[number] == texts[-1]][-1]
    assert program.refresh() == NOTHING


def test_an_alias_goes_with_its_version_and_then_keeps_nothing(program: Program, registry: MlflowRegistry) -> None:
    for text in ("One.", "Two."):
        program.up(text)
    registry.add_alias("triage", "live", "1")
    with pytest.raises(HookError, match="version 1 is pinned by alias 'live'"):
        program.prompt.destroy()
    remove(registry, "1")
    program.prompt.destroy()
    assert registry.prompts == []


def test_what_somebody_else_owns_by_now_is_left(program: Program, registry: MlflowRegistry) -> None:
    program.up("One.")
    tag = {"name": "triage", "key": "pulumi-prompts/nonce", "value": "theirs"}
    registry.call("POST", "registered-models/set-tag", **tag)
    program.prompt.destroy()
    assert registry.only_prompt.texts == {"1": "One."}
