"""A program's prompt on TrueFoundry, driven hook by hook: each step, what it leaves, and that nothing is left to do."""

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from backends.truefoundry_fixtures import fake
from fakes.truefoundry import (
    ML_REPO,
    OTHER_ML_REPO,
    OTHER_TOKEN,
    TOKEN,
    TrueFoundryFake,
    lose_answer,
    page,
)
from protocol.client import Client, HookError
from protocol.lifecycle import Resource, Step
from protocol.plugin import plugin_module, serve
from pulumi_prompts.lifecycle.ownership import IN_USE, published_by
from pulumi_prompts.lifecycle.publishing import note_is_lost
from pulumi_prompts.lifecycle.taking_over import of_another_content, of_another_stack
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider
from remedies import STRANGER

__all__ = ["fake"]

MARKER = "acme/shop/dev/triage"
THEIRS = "acme/other/dev/theirs"
PUT = "PUT /prompt-versions"


class Program:
    """A program with a prompt and its versions. `more` are further inputs of the prompt."""

    def __init__(self, prompts: Client, versions: Client, url: str) -> None:
        self.prompt = Resource(prompts)
        self.version = Resource(versions)
        self.more: dict[str, Any] = {"name": "triage"}
        self._backend = {"kind": "truefoundry", "url": url, "ml_repo": ML_REPO}

    def up(self, text: str, **version: Any) -> tuple[Step, Step]:
        steps = self.prompt.up(self.of_prompt(text)), self.version.up(self.of_version(**version))
        assert self.preview(text, **version) == ("same", "same")
        return steps

    def preview(self, text: str, **version: Any) -> tuple[Step, Step]:
        return self.prompt.preview(self.of_prompt(text)), self.version.preview(self.of_version(**version))

    def refresh(self) -> tuple[bool, bool]:
        return self.prompt.refresh(), self.version.refresh()

    def of_prompt(self, text: str) -> dict[str, Any]:
        return {"marker": MARKER, "backend": self._backend, "template": text, **self.more}

    def of_version(self, **more: Any) -> dict[str, Any]:
        digest, backend = self.prompt.inputs["digest"], self.prompt.outputs["backend"]
        fixed = {"prompt_id": self.prompt.id, "digest": digest, "backend": backend, "marker": f"{MARKER}-published"}
        return {**fixed, "prompt_marker": MARKER, **more}


@pytest.fixture
def program(fake: TrueFoundryFake, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setenv("TFY_API_KEY", TOKEN)
    module = plugin_module()
    monkeypatch.setitem(sys.modules, "__main__", module)
    process.forget()
    with serve(module.DynamicResourceProviderServicer(), {}) as stub:
        yield Program(Client(stub, PromptProvider()), Client(stub, PromptVersionProvider()), fake.url)
    process.forget()


def current(program: Program) -> str:
    return str(program.version.outputs["version"])


def test_a_life(program: Program, fake: TrueFoundryFake) -> None:
    """Up, nothing, edit, edit back as this registry does it, describe, destroy: the versions go with their prompt."""
    numbers = fake.registry().numbers
    assert program.up("One.") == ("create", "create")
    assert (program.prompt.outputs["uri"], current(program)) == (f"chat_prompt:acme/{ML_REPO}/triage", "1")
    assert program.version.outputs["uri"] == f"chat_prompt:acme/{ML_REPO}/triage:1"
    assert program.up("One.") == ("same", "same")
    assert program.up("Two.") == ("update", "update")
    assert program.up("One.") == ("update", "update")
    assert (numbers("triage"), current(program)) == ([1, 2, 3], "3")
    program.more |= {"description": "Sorts.", "metadata": {"team": "support"}}
    assert program.up("One.") == ("update", "same")
    assert numbers("triage") == [1, 2, 3]
    assert program.refresh() == (False, False)
    fake.clear_calls()
    program.version.destroy()
    assert (numbers("triage"), fake.calls) == ([1, 2, 3], [])
    program.prompt.destroy()
    assert fake.registry().names() == []
    assert fake.call_counts() == {"GET /prompts/{id}": 1, "GET /prompt-versions": 2, "DELETE /prompts/{id}": 1}


def test_a_version_is_removed_by_force_but_for_the_head(program: Program, fake: TrueFoundryFake) -> None:
    for text in ("One.", "Two.", "Three."):
        program.up(text, force_destroy=True)
    program.version.destroy()
    assert fake.registry().numbers("triage") == [3]


def test_old_versions_are_pruned_but_pinned_ones(program: Program, fake: TrueFoundryFake) -> None:
    program.up("0.", keep=2)
    fake.registry().prompt("triage").latest.tags = ["production"]
    for number in range(1, 6):
        program.up(f"{number}.", keep=2)
    assert fake.registry().numbers("triage") == [1, 5, 6]


def test_drift_is_seen_and_mended(program: Program, fake: TrueFoundryFake) -> None:
    program.up("One.")
    latest = fake.registry().prompt("triage").latest
    latest.manifest["messages"][0]["content"] = "Altered."
    assert program.refresh() == (True, True)
    assert program.up("One.") == ("update", "update")
    assert fake.registry().numbers("triage") == [1, 2]


def test_a_version_that_is_gone_is_mended(program: Program, fake: TrueFoundryFake) -> None:
    program.up("One.")
    program.up("Two.")
    fake.registry().prompt("triage").versions.pop()
    assert program.refresh() == (True, True)
    assert program.up("Two.") == ("update", "update")
    assert (fake.registry().numbers("triage"), current(program)) == ([1, 3], "3")


def test_a_note_that_cannot_be_restored_is_no_drift_for_ever(
    program: Program, fake: TrueFoundryFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version is nobody's from then on."""
    said: list[str] = []
    monkeypatch.setattr(process, "warn", said.append)
    program.up("One.")
    prompt = fake.registry().prompt("triage")
    prompt.latest.manifest["messages"][0]["content"] = "Altered."
    program.prompt.refresh()
    program.prompt.up(program.of_prompt("One."))
    first = prompt.versions[0].manifest
    first["messages"][0]["content"], note = "One.", first["metadata"]["pulumi_prompts"]
    del note["published_by"]
    assert program.refresh() == (False, True)
    assert program.up("One.") == ("same", "update")
    assert (current(program), program.version.outputs["reused"]) == ("1", ["1"])
    assert said == [f"{note_is_lost('1')}: only the newest version can be written anew"]
    assert program.refresh() == (False, False)


def test_a_prompt_that_is_gone_is_made_anew(program: Program, fake: TrueFoundryFake) -> None:
    program.up("One.")
    fake.registry().prompts.clear()
    assert program.refresh() == (True, True)
    assert program.up("One.") == ("create", "create")


def test_a_rename_and_another_repo_replace(program: Program, fake: TrueFoundryFake) -> None:
    program.up("One.")
    program.more = {"name": "other"}
    assert program.prompt.up(program.of_prompt("One.")) == "replace"
    assert fake.registry().names() == ["other"]
    program.more = {"name": "other", "backend": {**program.of_prompt("")["backend"], "ml_repo": OTHER_ML_REPO}}
    assert program.prompt.up(program.of_prompt("One.")) == "replace"
    assert fake.registry().prompt("other").ml_repo == OTHER_ML_REPO


@pytest.mark.usefixtures("impatient")
def test_an_interrupted_creation_is_healed_without_a_version(program: Program, fake: TrueFoundryFake) -> None:
    """As it is left when the plugin dies between the PUT and its answer."""
    fake.inject(PUT, lose_answer())
    with pytest.raises(HookError):
        program.prompt.up(program.of_prompt("One."))
    assert fake.registry().numbers("triage") == [1]
    assert program.up("One.") == ("create", "create")
    assert fake.registry().numbers("triage") == [1]
    assert fake.call_counts()[PUT] == 2  # the second wrote its nonce into the same version


def test_adoption_asks_for_the_same_content(program: Program, fake: TrueFoundryFake) -> None:
    program.up("One.")
    process.forget()  # as the process of another stack would know nothing of this one
    program.prompt, program.more["marker"] = Resource(program.prompt.client), THEIRS
    with pytest.raises(HookError, match=f"{re.escape(str(of_another_stack(MARKER)))}$"):
        program.prompt.up(program.of_prompt("One."))
    program.more |= {"adopt": True, "take_over_from": MARKER}
    with pytest.raises(HookError, match=re.escape(of_another_content("").said)):
        program.prompt.up(program.of_prompt("Two."))
    assert program.prompt.up(program.of_prompt("One.")) == "create"
    assert fake.registry().numbers("triage") == [1]


def test_versions_of_others_are_not_taken_along(program: Program, fake: TrueFoundryFake) -> None:
    program.up("One.")
    latest = fake.registry().prompt("triage").latest
    note = latest.manifest["metadata"]["pulumi_prompts"]
    note["published_by"] = THEIRS
    with pytest.raises(HookError, match=f"version 1 {published_by(THEIRS)}; {re.escape(IN_USE)}"):
        program.prompt.destroy()
    latest.tags, note["published_by"] = ["production"], MARKER
    with pytest.raises(HookError, match="version 1 is pinned by tag 'production'; remove what relies on it"):
        program.prompt.destroy()


def test_a_wrong_key_and_a_page_of_somebody_else_drop_nothing(
    program: Program, fake: TrueFoundryFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.up("One.")
    fake.inject("GET /prompts/{id}", page(404, "<html>proxy</html>"))
    with pytest.raises(HookError) as refused:
        program.prompt.refresh()
    assert str(refused.value) == (
        f"reading triage on truefoundry {fake.url} {ML_REPO}: "
        f"{fake.url} answered 404 with a body of type text/html; {STRANGER}"
    )
    monkeypatch.setenv("TFY_API_KEY", OTHER_TOKEN)
    with pytest.raises(HookError, match="the API key belongs to tenant globex; use an API key of its tenant; nothing"):
        program.prompt.refresh()
    assert program.prompt.id
