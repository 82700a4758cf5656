"""Prompts on a real MLflow server, by a real engine; MLflow's own client is what an application would be."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from acceptance.programs import BE_BRIEF, BE_KIND, BE_STRICT, TRIAGE, program, prompt
from acceptance.stack import Stack
from mlflow_server.client import MlflowClient, MlflowError
from mlflow_server.fixtures import mlflow_client, mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import TEXT, MlflowRegistry, StoredVersion

MARKER = "organization/acme/dev/triage"
NAME = "support-triage"
LATEST = f"prompts:/{NAME}@latest"


@pytest.fixture
def registry(mlflow_registry: MlflowRegistry) -> MlflowRegistry:  # noqa: F811
    return mlflow_registry


@pytest.fixture
def application(mlflow_client: MlflowClient) -> MlflowClient:  # noqa: F811
    return mlflow_client


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A stack whose plugin finds a server in its environment that nobody means."""
    for name in [name for name in os.environ if name.startswith("MLFLOW_")]:
        monkeypatch.delenv(name)
    return Stack(tmp_path, env={"MLFLOW_TRACKING_URI": "http://127.0.0.1:1"})


def on(registry: MlflowRegistry, **more: Any) -> dict[str, Any]:
    return {"kind": "mlflow", "url": registry.url, **more}


def where(registry: MlflowRegistry) -> str:
    return f"mlflow {registry.url} default"


def texts(registry: MlflowRegistry) -> dict[str, str]:
    """What the versions of the only prompt say to the model."""
    return {version.version: text_of(version) for version in registry.only_prompt.versions}


def text_of(version: StoredVersion) -> str:
    return str(json.loads(version.text)[0]["content"])


def chat(text: str) -> list[dict[str, Any]]:
    return [{"role": "system", "content": text}, {"role": "user", "content": "Ticket: {{ticket}}"}]


def settled(stack: Stack) -> None:
    assert stack.preview().steps == set()
    assert stack.refresh().steps == set()
    assert stack.preview().steps == set()


def test_from_the_first_up_to_destroy(stack: Stack, registry: MlflowRegistry, application: MlflowClient) -> None:
    """The backend is in the stack's configuration: the program is one for all registries."""
    stack.config_set("prompts:backend", json.dumps(on(registry)))
    beside = {
        "description": "Sorts tickets",
        "tags": {"team": "support"},
        "parameters": {"temperature": 0.9, "max_tokens": 200},
        "response_format": {"type": "json_object"},
        "options": {"mlflow": {"extra_params": {"service_tier": "flex"}}, "bedrock": {"cache_points": ["messages[0]"]}},
    }
    stack.write(TRIAGE, prompt=prompt(BE_BRIEF, **beside), version={"description": "First", "keep": 5})
    assert stack.preview().steps == {"create Prompt triage", "create PromptVersion triage"}
    assert registry.prompts == []
    stack.up()
    assert application.load(LATEST) == {
        "name": NAME,
        "version": "1",
        "template": chat(BE_BRIEF),
        "variables": ["ticket"],
        "commit_message": "First",
        "tags": {"pulumi-prompts/marker": MARKER},
        "aliases": [],
        "response_format": {"type": "json_object"},
        "model_config": {"model_name": "small", "temperature": 0.9, "max_tokens": 200, "service_tier": "flex"},
        "uri": f"prompts:/{NAME}/1",
    }
    listed = application.search()[NAME]
    assert (listed["description"], listed["tags"]["team"]) == ("Sorts tickets", "support")
    settled(stack)

    stack.give(prompt=prompt(BE_KIND, **beside), version={"description": "Kinder", "keep": 5})
    preview = stack.preview("--diff")
    assert preview.diffs == {
        "Prompt triage": {"digest", "messages[0].content"},
        "PromptVersion triage": {"digest", "description"},
    }
    assert "- Be brief.\n" in preview.text
    assert "+ Be kind.\n" in preview.text
    assert texts(registry) == {"1": BE_BRIEF}
    stack.up()
    assert texts(registry) == {"1": BE_BRIEF, "2": BE_KIND}
    assert stack.outputs() == {"version": "2"}
    assert [version.description for version in registry.only_prompt.versions] == ["First", "Kinder"]
    settled(stack)

    stack.give(prompt=prompt(BE_BRIEF, **beside), version={"description": "Brief again", "keep": 5})
    assert stack.up().steps == {"update Prompt triage", "update PromptVersion triage"}
    assert texts(registry) == {"1": BE_BRIEF, "2": BE_KIND, "3": BE_BRIEF}
    assert stack.outputs() == {"version": "3"}
    assert application.load(LATEST)["template"] == chat(BE_BRIEF)
    settled(stack)

    assert stack.destroy().steps == {"delete Prompt triage", "delete PromptVersion triage"}
    assert registry.prompts == []
    assert stack.resources() == {}


@pytest.fixture
def deployed(stack: Stack, registry: MlflowRegistry) -> Stack:
    stack.write(TRIAGE, prompt=declared(registry), version={"description": "First"})
    stack.up()
    return stack


def declared(registry: MlflowRegistry, text: str = BE_BRIEF, **more: Any) -> dict[str, Any]:
    return prompt(text, **{"backend": on(registry), "description": "Sorts", "tags": {"team": "support"}, **more})


def test_what_is_not_content_makes_no_version(deployed: Stack, registry: MlflowRegistry) -> None:
    deployed.give(
        prompt=declared(registry, description="Sorts tickets", tags={"owner": "ada"}), version={"description": "One"}
    )
    assert deployed.up().diffs == {
        "Prompt triage": {"description", "tags.team", "tags.owner"},
        "PromptVersion triage": {"description"},
    }
    stored = registry.only_prompt
    assert (stored.description, stored.tags.get("owner"), "team" in stored.tags) == ("Sorts tickets", "ada", False)
    assert [(version.version, version.description) for version in stored.versions] == [("1", "One")]
    settled(deployed)


DRIFTS: dict[str, tuple[Callable[[MlflowRegistry], object], dict[str, set[str]], dict[str, str]]] = {
    "another version": (
        lambda registry: registry.add_version(
            NAME,
            **{
                "mlflow.prompt.is_prompt": "true",
                "_mlflow_prompt_type": "chat",
                TEXT: json.dumps(chat(BE_STRICT)),
                "_mlflow_prompt_model_config": '{"model_name": "small"}',
            },
        ),
        {"Prompt triage": {"digest", "messages[0].content"}},
        {"1": BE_BRIEF, "2": BE_STRICT, "3": BE_BRIEF},
    ),
    "an overwritten version": (
        lambda registry: registry.overwrite(NAME, "1", TEXT, json.dumps(chat(BE_STRICT))),
        {"Prompt triage": {"digest", "messages[0].content"}, "PromptVersion triage": {"digest"}},
        {"1": BE_STRICT, "2": BE_BRIEF},
    ),
    "a description": (
        lambda registry: registry.call("PATCH", "registered-models/update", name=NAME, description="Another"),
        {"Prompt triage": {"description"}},
        {"1": BE_BRIEF},
    ),
    "a tag": (
        lambda registry: registry.call("POST", "registered-models/set-tag", name=NAME, key="team", value="sales"),
        {"Prompt triage": {"tags.team"}},
        {"1": BE_BRIEF},
    ),
    "a commit message": (
        lambda registry: registry.call("PATCH", "model-versions/update", name=NAME, version="1", description="Another"),
        {"PromptVersion triage": {"description"}},
        {"1": BE_BRIEF},
    ),
}


@pytest.mark.parametrize(("change", "diffs", "after"), DRIFTS.values(), ids=DRIFTS)
def test_drift_is_seen_and_mended(
    deployed: Stack,
    registry: MlflowRegistry,
    change: Callable[[MlflowRegistry], object],
    diffs: dict[str, set[str]],
    after: dict[str, str],
) -> None:
    before = registry.only_prompt
    change(registry)
    assert deployed.refresh().diffs == diffs
    deployed.up()
    mended = registry.only_prompt
    assert texts(registry) == after
    assert (mended.description, mended.tags) == (before.description, before.tags)
    current = deployed.outputs()["version"]
    assert [each.description for each in mended.versions if each.version == current] == ["First"]
    settled(deployed)


def test_what_its_client_notes_is_no_drift(
    deployed: Stack, registry: MlflowRegistry, application: MlflowClient
) -> None:
    application.load(LATEST)
    application.call("set_prompt_tag", name=NAME, key="cost-centre", value="42")
    application.call("set_prompt_version_tag", name=NAME, version="1", key="reviewed", value="yes")
    registry.call("POST", "registered-models/set-tag", name=NAME, key="_mlflow_experiment_ids", value=",0,")
    settled(deployed)
    deployed.give(prompt=declared(registry, BE_KIND), version={"description": "First"})
    deployed.up()
    assert registry.only_prompt.tags["cost-centre"] == "42"


def test_what_is_gone_is_created_again(deployed: Stack, registry: MlflowRegistry, application: MlflowClient) -> None:
    application.call("delete_prompt", name=NAME)
    assert deployed.refresh().steps == {"delete Prompt triage", "delete PromptVersion triage"}
    deployed.up()
    assert texts(registry) == {"1": BE_BRIEF}
    settled(deployed)


def test_versions_that_are_gone_are_written_again(deployed: Stack, registry: MlflowRegistry) -> None:
    registry.call("DELETE", "model-versions/delete", name=NAME, version="1")
    deployed.refresh()
    deployed.up()
    assert texts(registry) == {"2": BE_BRIEF}
    settled(deployed)


def test_the_same_content_is_adopted(stack: Stack, registry: MlflowRegistry, application: MlflowClient) -> None:
    config = {"model_config": {"model_name": "small"}}
    application.register(NAME, chat(BE_BRIEF), commit_message="Theirs", tags={"author": "Bob"}, **config)
    stack.write(TRIAGE, prompt=prompt(backend=on(registry)), version={})
    assert stack.up(fails=True).diagnostics("Prompt triage") == [
        f"creating {NAME} on {where(registry)}: it exists already; set adopt=True to take it over, or use another name"
    ]
    stack.give(prompt=prompt(backend=on(registry), adopt=True), version={})
    stack.up()
    assert texts(registry) == {"1": BE_BRIEF}
    assert registry.only_prompt.tags["pulumi-prompts/marker"] == MARKER
    assert registry.only_prompt.tags["author"] == "Bob"
    assert registry.only_prompt.versions[0].description == "Theirs"
    settled(stack)
    assert stack.destroy(fails=True).diagnostics("Prompt triage") == [
        f"deleting {NAME} on {where(registry)}: version 1 was published by somebody else; "
        "remove what relies on it, or set force_destroy=True and run `pulumi up` before you destroy it"
    ]
    stack.give(prompt=prompt(backend=on(registry), adopt=True, force_destroy=True), version={})
    stack.up()
    stack.destroy()
    assert registry.prompts == []


def test_another_content_is_adopted_only_on_demand(
    stack: Stack, registry: MlflowRegistry, application: MlflowClient
) -> None:
    application.register(NAME, chat(BE_KIND), model_config={"model_name": "small", "temperature": 0.5})
    stack.write(TRIAGE, prompt=prompt(BE_BRIEF, backend=on(registry), adopt=True), version={})
    (message,) = stack.up(fails=True).diagnostics("Prompt triage")
    lines = message.splitlines()
    assert "-    Be kind." in lines
    assert "+    Be brief." in lines
    assert "-parameters.temperature: 0.5" in lines
    assert lines[-1] == (
        f"creating {NAME} on {where(registry)}: it exists with another content, so it is not adopted; "
        "make the program say the same, or set adopt='overwrite' to replace what the registry has"
    )
    assert texts(registry) == {"1": BE_KIND}
    stack.give(prompt=prompt(BE_BRIEF, backend=on(registry), adopt="overwrite"), version={})
    stack.up()
    assert texts(registry) == {"1": BE_KIND, "2": BE_BRIEF}
    settled(stack)


def test_a_model_of_that_name_is_in_the_way(stack: Stack, registry: MlflowRegistry, application: MlflowClient) -> None:
    application.call("create_registered_model", name=NAME)
    stack.write(TRIAGE, prompt=prompt(backend=on(registry), adopt="overwrite"), version={})
    (message,) = stack.up(fails=True).diagnostics("Prompt triage")
    assert message.startswith(f"creating {NAME} on {where(registry)}: 400: RESOURCE_ALREADY_EXISTS: ")
    assert "the name is already taken by a registered model" in message
    assert message.endswith("use another name")


def test_a_rename_is_another_prompt(deployed: Stack, registry: MlflowRegistry) -> None:
    """Its name is all that MLflow and its applications know a prompt by."""
    deployed.give(prompt={**declared(registry), "name": "sorting"}, version={"description": "First"})
    deployed.up()
    assert (registry.only_prompt.name, texts(registry)) == ("sorting", {"1": BE_BRIEF})
    settled(deployed)


def test_a_replacement_that_was_asked_for_starts_anew(deployed: Stack, registry: MlflowRegistry) -> None:
    """Its versions with it: those of the new prompt begin at 1 again."""
    deployed.give(prompt=declared(registry, BE_KIND), version={"description": "First"})
    deployed.up()
    deployed.up("--replace", deployed.urn("Prompt triage"))
    assert (texts(registry), deployed.outputs()) == ({"1": BE_KIND}, {"version": "1"})
    settled(deployed)


def test_a_later_prompt_of_that_name_is_not_taken(
    deployed: Stack, registry: MlflowRegistry, application: MlflowClient
) -> None:
    application.call("delete_prompt", name=NAME)
    application.register(NAME, chat(BE_BRIEF), model_config={"model_name": "small"})
    deployed.give(prompt=declared(registry, BE_KIND), version={"description": "First"})
    assert deployed.up(fails=True).diagnostics("Prompt triage") == [
        f"updating {NAME} on {where(registry)}: it was deleted; {NAME!r} is another prompt of that name, made later; "
        "run `pulumi refresh`, look at what changed, then `pulumi up` again"
    ]
    assert "delete Prompt triage" in deployed.refresh().steps
    deployed.up(fails=True)
    assert texts(registry) == {"1": BE_BRIEF}
    deployed.give(prompt=declared(registry, BE_KIND, adopt="overwrite"), version={"description": "First"})
    deployed.up()
    assert (texts(registry), deployed.outputs()) == ({"1": BE_BRIEF, "2": BE_KIND}, {"version": "2"})
    settled(deployed)


GET = program("""
    triage = Prompt.get("triage", given["id"], backend=given["backend"])
    for name in ("name", "uri", "digest", "variables"):
        pulumi.export(name, getattr(triage, name))
""")


def test_a_prompt_of_others_is_read_by_its_name(
    stack: Stack, registry: MlflowRegistry, application: MlflowClient
) -> None:
    application.register(NAME, chat(BE_BRIEF), model_config={"model_name": "small"})
    stack.write(GET, id=NAME, backend=on(registry))
    stack.up()
    outputs = stack.outputs()
    assert (outputs["name"], outputs["uri"], outputs["variables"]) == (NAME, LATEST, ["ticket"])
    stack.destroy()
    assert texts(registry) == {"1": BE_BRIEF}


def test_another_server_is_another_prompt(deployed: Stack, registry: MlflowRegistry) -> None:
    other = on(registry, url=registry.url.replace("127.0.0.1", "localhost"))
    made = registry.only_prompt.versions[0].created
    deployed.give(prompt=declared(registry, backend=other), version={"description": "First"})
    assert deployed.up().diffs["Prompt triage"] >= {"backend.url"}
    assert registry.only_prompt.versions[0].created > made
    settled(deployed)


def test_settings_that_name_the_same_server_replace_nothing(deployed: Stack, registry: MlflowRegistry) -> None:
    before = registry.only_prompt.versions
    same = on(registry, url=f"{registry.url}/", workspace="default", timeout=60)
    deployed.give(prompt=declared(registry, backend=same), version={"description": "First"})
    assert deployed.up().steps == {"update Prompt triage", "update PromptVersion triage"}
    assert registry.only_prompt.versions == before
    settled(deployed)


def test_bad_input_is_told_at_preview_all_at_once(stack: Stack, registry: MlflowRegistry) -> None:
    bad = declared(registry, parameters={"max_tokens": 0}, metadata={"a": "b"}, endpoint="chat")
    stack.write(TRIAGE, prompt={**bad, "name": "support triage"}, version={"version_name": "v1"})
    run = stack.preview(fails=True)
    said = "\n".join(run.diagnostics("Prompt triage"))
    for line in (
        "name: must be letters, digits, `_`, `-` and `.`, and not begin with `..` (mlflow)",
        "metadata: mlflow cannot express this: put it into `tags`",
        "endpoint: mlflow cannot express this: it follows from `template` or `messages`",
        "parameters.max_tokens: must be at least 1 (mlflow)",
    ):
        assert line in said
    assert registry.prompts == []


def test_the_address_is_asked_of_nobody_else(stack: Stack) -> None:
    stack.write(TRIAGE, prompt=prompt(backend={"kind": "mlflow"}), version={})
    said = "\n".join(stack.preview(fails=True).diagnostics("Prompt triage"))
    assert "backend.url: is required; set the address of the MLflow server; the environment is not asked for it" in said


def test_only_so_many_versions_are_kept_and_none_that_an_alias_names(
    deployed: Stack, registry: MlflowRegistry, application: MlflowClient
) -> None:
    application.call("set_prompt_alias", name=NAME, alias="production", version=1)
    for text in (BE_KIND, BE_STRICT, BE_KIND):
        deployed.give(prompt=declared(registry, text), version={"description": "First", "keep": 1})
        deployed.up()
    assert texts(registry) == {"1": BE_BRIEF, "3": BE_STRICT, "4": BE_KIND}
    settled(deployed)
    assert deployed.destroy(fails=True).diagnostics("Prompt triage") == [
        f"deleting {NAME} on {where(registry)}: version 1 is pinned by alias 'production'; "
        "remove what relies on it, or set force_destroy=True and run `pulumi up` before you destroy it"
    ]
    application.call("delete_prompt_alias", name=NAME, alias="production")
    deployed.destroy()
    assert registry.prompts == []


def test_a_prompt_whose_versions_are_no_longer_declared_keeps_its_content(
    deployed: Stack, registry: MlflowRegistry, application: MlflowClient
) -> None:
    deployed.give(prompt=declared(registry, BE_KIND), version={"description": "First"})
    deployed.up()
    deployed.give(prompt=declared(registry, BE_KIND))
    assert deployed.up().steps == {"delete PromptVersion triage"}
    assert texts(registry) == {"2": BE_KIND}
    with pytest.raises(MlflowError, match="version=1"):
        application.load(f"prompts:/{NAME}/1")
    settled(deployed)
    deployed.destroy()
    assert registry.prompts == []


_INJECTOR = '''\
"""Kills this process with SIGKILL, once, when the server has carried this request out.

Python imports `sitecustomize` in every process at its start; only the plugin ever calls the method.
"""

import os
import signal
from pathlib import Path

from pulumi_prompts.backends.mlflow.client import MlflowClient

original = MlflowClient.{method}


def killed_once_carried_out(self, *arguments):
    original(self, *arguments)
    flag = Path("killed")
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)


MlflowClient.{method} = killed_once_carried_out
'''


def killing(folder: Path, method: str) -> dict[str, str]:
    """The environment in which the plugin dies after this request."""
    place = folder / "injector"
    place.mkdir()
    (place / "sitecustomize.py").write_text(_INJECTOR.format(method=method))
    return {"PYTHONPATH": os.pathsep.join([str(place), os.environ.get("PYTHONPATH", "")])}


@pytest.mark.parametrize(
    ("method", "left"),
    [("create_prompt", {}), ("create_version", {"1": BE_BRIEF}), ("describe_version", {"1": BE_BRIEF})],
)
def test_killed_while_creating(stack: Stack, registry: MlflowRegistry, method: str, left: dict[str, str]) -> None:
    stack.write(TRIAGE, prompt=prompt(backend=on(registry)), version={"description": "First"})
    stack.up(fails=True, env=killing(stack.folder, method))
    assert texts(registry) == left
    stack.up()
    assert texts(registry) == {"1": BE_BRIEF}
    assert registry.only_prompt.versions[0].description == "First"
    settled(stack)
    stack.destroy()
    assert registry.prompts == []


@pytest.mark.parametrize("method", ["create_version", "describe_prompt", "tag_prompt", "untag_prompt"])
def test_killed_while_updating(deployed: Stack, registry: MlflowRegistry, method: str) -> None:
    after = declared(registry, BE_KIND, description="Sorts tickets", tags={"owner": "ada"})
    deployed.give(prompt=after, version={"description": "First"})
    deployed.up(fails=True, env=killing(deployed.folder, method))
    deployed.up()
    stored = registry.only_prompt
    assert texts(registry) == {"1": BE_BRIEF, "2": BE_KIND}
    assert (stored.description, stored.tags.get("owner"), stored.tags.get("team")) == ("Sorts tickets", "ada", None)
    settled(deployed)


def test_killed_while_deleting(deployed: Stack, registry: MlflowRegistry) -> None:
    deployed.destroy(fails=True, env=killing(deployed.folder, "delete_prompt"))
    assert registry.prompts == []
    deployed.destroy()
    assert deployed.resources() == {}
