"""MLflow's own client is the witness: it reads what we wrote, and we understand what it wrote, field by field."""

from typing import Any

import pytest

from backends.mlflow_world import MARKER, World, declared, desired
from mlflow_server.client import MlflowClient, MlflowError
from mlflow_server.fixtures import mlflow_client, mlflow_registry, mlflow_server  # noqa: F401 (fixtures)
from mlflow_server.registry import MlflowRegistry
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.errors import AlreadyExistsError
from pulumi_prompts.registries.base import Change
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.mlflow import Mlflow
from pulumi_prompts.testing.base import delete, write

CONTENT = Change(frozenset({"content"}))
SCHEMA = {"title": "Answer", "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
MESSAGES = [{"role": "system", "content": "You sort «tickets»."}, {"role": "user", "content": "{{ ticket }}"}]
FULL: dict[str, Any] = {
    "messages": MESSAGES,
    "model": "gpt-4o",
    "provider": "openai",
    "parameters": {
        "temperature": 0.5,
        "top_p": 0.9,
        "top_k": 40,
        "max_tokens": 200,
        "stop": ["END", "\n\n"],
        "presence_penalty": -1,
        "frequency_penalty": 0.25,
        "seed": 7,
        "reasoning_effort": "low",
    },
    "tools": [{"name": "find", "description": "Finds a ticket.", "parameters": SCHEMA, "strict": True}],
    "tool_choice": {"name": "find"},
    "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True}},
    "options": {"mlflow": {"extra_params": {"metadata": {"team": "a"}}}},
}
FULL_CONFIG: dict[str, Any] = {
    "provider": "openai",
    "model_name": "gpt-4o",
    "temperature": 0.5,
    "top_p": 0.9,
    "top_k": 40,
    "max_tokens": 200,
    "stop_sequences": ["END", "\n\n"],
    "presence_penalty": -1.0,
    "frequency_penalty": 0.25,
    "seed": 7,
    "reasoning_effort": "low",
    "tools": [
        {
            "type": "function",
            "function": {"name": "find", "description": "Finds a ticket.", "parameters": SCHEMA, "strict": True},
        }
    ],
    "tool_choice": {"type": "function", "function": {"name": "find"}},
    "metadata": {"team": "a"},
}
KNOWN_TO_THE_CLIENT = (
    "provider",
    "model_name",
    "temperature",
    "top_p",
    "top_k",
    "max_tokens",
    "stop_sequences",
    "presence_penalty",
    "frequency_penalty",
)


@pytest.fixture
def backend(mlflow_registry: MlflowRegistry) -> Mlflow:  # noqa: F811
    return World(mlflow_registry).connect()


@pytest.fixture
def client(mlflow_client: MlflowClient) -> MlflowClient:  # noqa: F811
    return mlflow_client


# what we wrote


def test_it_loads_our_text(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(desired("Sort {{ticket}} for {{team}}."))
    assert client.load(ref.uri) == {
        "name": "triage",
        "version": "1",
        "template": "Sort {{ticket}} for {{team}}.",
        "variables": ["team", "ticket"],
        "commit_message": "",
        "tags": {"pulumi-prompts/marker": MARKER},
        "aliases": [],
        "response_format": None,
        "model_config": None,
        "uri": "prompts:/triage/1",
    }


def test_it_loads_our_chat_with_all_that_goes_with_it(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(declared(FULL))
    loaded = client.load(ref.uri)
    assert loaded["template"] == MESSAGES
    assert loaded["variables"] == ["ticket"]
    assert loaded["response_format"] == FULL["response_format"]
    assert loaded["model_config"] == FULL_CONFIG


def test_its_own_model_of_a_configuration_takes_ours(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(declared(FULL))
    known = {name: FULL_CONFIG[name] for name in KNOWN_TO_THE_CLIENT}
    extra = {name: value for name, value in FULL_CONFIG.items() if name not in KNOWN_TO_THE_CLIENT}
    assert client.call("parsed_model_config", uri=ref.uri) == {**known, "extra_params": extra}


def test_it_loads_our_schema_alone(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(declared({"template": "x", "options": {"mlflow": {"response_schema": SCHEMA}}}))
    assert client.load(ref.uri)["response_format"] == SCHEMA


def test_it_fills_our_variables_in(backend: Mlflow, client: MlflowClient) -> None:
    text, chat = backend.create(desired()), backend.create(declared(FULL, name="chat"))
    assert client.format(text.uri, ticket="No light") == "Sort No light."
    assert client.format(chat.uri, ticket="No light") == [MESSAGES[0], {"role": "user", "content": "No light"}]


NAMES = ("a", "A_1", "_a", "a.b", "a._b.c", "a-b", "1a", "a..b", "a.", "naïve", "a b", "#if a", "a.1", "")


def test_it_takes_for_variables_what_we_say_that_it_does(backend: Mlflow, client: MlflowClient) -> None:
    text = " ".join(f"{{{{ {name} }}}} {{{name}}}" for name in NAMES)
    loaded = client.load(backend.create(desired(text)).uri)
    assert loaded["template"] == text
    assert loaded["variables"] == sorted(Mlflow.support.variables.names_in([text]))
    assert len(loaded["variables"]) == 5


def test_it_leaves_in_the_text_what_is_no_variable(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(desired("{{interactsh-url}} {{ticket}}"))
    assert client.format(ref.uri, ticket="No light") == "{{interactsh-url}} No light"


def test_it_lists_our_prompt_with_description_and_tags(backend: Mlflow, client: MlflowClient) -> None:
    backend.create(desired(description="Sorts tickets", tags={"team": "support"}))
    (found,) = client.search().values()
    assert (found["name"], found["description"]) == ("triage", "Sorts tickets")
    assert found["tags"] == {"team": "support", "pulumi-prompts/marker": MARKER}


def test_it_reads_our_description_of_a_version_as_the_commit_message(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(desired())
    backend.describe_version(ref.id, "1", "Shorter", None)
    assert client.load("prompts:/triage/1")["commit_message"] == "Shorter"


def test_it_loads_each_of_our_versions_by_its_address(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(desired("One"))
    write(backend, ref, desired("Two"), CONTENT)
    uris = [version.uri for version in backend.versions(ref.id)]
    assert uris == ["prompts:/triage/1", "prompts:/triage/2"]
    assert [client.load(uri)["template"] for uri in (*uris, ref.uri)] == ["One", "Two", "Two"]


def test_its_alias_loads_and_pins_our_version(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(desired("One"))
    client.call("set_prompt_alias", name="triage", alias="production", version=1)
    write(backend, ref, desired("Two"), CONTENT)
    head = backend.read(ref.id)
    assert head.labels is not None
    assert (head.labels.pins, head.version) == ({"1": "alias 'production'"}, "2")
    loaded = client.load("prompts:/triage@production")
    assert (loaded["template"], loaded["aliases"]) == ("One", ["production"])


def test_what_we_deleted_is_gone_for_it(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(desired("One"))
    write(backend, ref, desired("Two"), CONTENT)
    backend.delete_version(ref.id, "1")
    with pytest.raises(MlflowError, match="version=1"):
        client.load("prompts:/triage/1")
    delete(backend, ref)
    assert client.search() == {}


def test_what_it_notes_when_it_loads_is_no_tag_and_no_drift(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(desired(tags={"team": "support"}))
    before = backend.read(ref.id)
    client.register("triage", "Sort {{ticket}}.")
    client.call("delete_prompt_version", name="triage", version="2")
    assert backend.read(ref.id) == before


# what it wrote


def test_we_read_its_text(backend: Mlflow, client: MlflowClient) -> None:
    client.register("triage", "Sort {{ticket}}.", commit_message="First", tags={"author": "Bob"})
    head = backend.find("triage")
    assert head is not None
    assert head.content == Content(template="Sort {{ticket}}.")
    assert (head.digest, head.obstacle, head.version) == (desired().digest, "", "1")
    assert (head.name, head.uri, head.description) == ("triage", "prompts:/triage@latest", "First")
    assert head.labels is not None
    assert (head.labels.tags, head.labels.marker) == ({"author": "Bob"}, None)
    (version,) = backend.versions("triage")
    assert (version.version, version.description, version.digest) == ("1", "First", desired().digest)


def test_we_read_its_chat_with_all_that_goes_with_it(backend: Mlflow, client: MlflowClient) -> None:
    config = {"model_config": FULL_CONFIG, "response_format": FULL["response_format"]}
    client.register("triage", MESSAGES, **config)
    assert backend.read("triage").content == content_from(FULL)


def test_we_read_what_its_own_model_of_a_configuration_writes(backend: Mlflow, client: MlflowClient) -> None:
    extra = {"anthropic_version": "2023-06-01"}
    config = {"model_name": "claude", "temperature": 0, "max_tokens": 10, **extra}
    client.register("triage", "Sort.", model_config=config)
    expected = {"template": "Sort.", "model": "claude", "parameters": {"temperature": 0, "max_tokens": 10}}
    options = {"mlflow": {"extra_params": extra}}
    assert backend.read("triage").content == content_from({**expected, "options": options})


def test_we_read_its_schema_of_a_class(backend: Mlflow, client: MlflowClient) -> None:
    client.register("triage", "Sort.", response_format=SCHEMA)
    expected = {"template": "Sort.", "options": {"mlflow": {"response_schema": SCHEMA}}}
    assert backend.read("triage").digest == digest_of(content_from(expected))


def test_its_new_version_is_the_head(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(desired())
    client.register("triage", "Sort {{ticket}} well.")
    assert backend.read(ref.id).content == Content(template="Sort {{ticket}} well.")
    assert [version.digest for version in backend.versions(ref.id)] == [
        desired().digest,
        desired("Sort {{ticket}} well.").digest,
    ]
    assert backend.versions(ref.id)[1].labels != backend.versions(ref.id)[0].labels


def test_its_change_of_our_configuration_is_seen(backend: Mlflow, client: MlflowClient) -> None:
    ref = backend.create(declared({"template": "Sort.", "model": "gpt-4o"}))
    client.call("set_prompt_model_config", name="triage", version=1, model_config={"model_name": "gpt-5"})
    assert backend.read(ref.id).content == Content(template="Sort.", model="gpt-5")
    client.call("delete_prompt_model_config", name="triage", version=1)
    assert backend.read(ref.id).content == Content(template="Sort.")


def test_what_we_cannot_say_of_its_chat_is_told(backend: Mlflow, client: MlflowClient) -> None:
    picture = {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}
    client.register("triage", [{"role": "user", "content": [picture]}])
    head = backend.read("triage")
    assert (head.content, head.digest, head.obstacle) == (None, "", "messages[0] has a part that is no text")


def test_its_models_are_no_prompts(backend: Mlflow, client: MlflowClient) -> None:
    client.call("create_registered_model", name="triage")
    assert backend.find("triage") is None
    with pytest.raises(AlreadyExistsError, match="the name is already taken by a registered model"):
        backend.create(desired())


def test_a_prompt_without_a_version_has_no_content(backend: Mlflow, client: MlflowClient) -> None:
    client.register("triage", "Sort.")
    client.call("delete_prompt_version", name="triage", version="1")
    head = backend.read("triage")
    assert (head.content, head.obstacle, head.version) == (None, "it has no version", None)
    assert backend.versions("triage") == []
