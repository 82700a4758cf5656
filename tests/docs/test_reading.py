"""The code of `docs/reading.md`, as it stands there, reads what the backends wrote.

In each registry `production` points at the first version, and the code pins the second, whose text is another one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from acceptance.tutorial import blocks_of
from backends import bedrock_world, humanloop_world, langfuse_world, mlflow_world, phoenix_world, truefoundry_world
from backends.bedrock_world import declared
from clock import Time
from docs.readme import READING
from fakes.bedrock import BedrockFake
from fakes.bedrock.fixtures import bedrock_fake
from fakes.humanloop import KEY, HumanloopFake
from fakes.langfuse import LangfuseFake
from fakes.server import Server
from fakes.truefoundry import NEW_PREFIX, OLD_PREFIX, TOKEN, TrueFoundryFake
from fakes.wire import Reply, Request
from humanloop_sdk import client as humanloop_sdk
from humanloop_sdk.fixtures import humanloop_fake
from langfuse_sdk import client as langfuse_sdk
from langfuse_sdk.fixtures import langfuse_fake
from mlflow_server.fixtures import mlflow_registry, mlflow_server
from mlflow_server.registry import MlflowRegistry
from mlflow_server.server import VENV as MLFLOW
from phoenix_server.fixtures import phoenix_registry, phoenix_server
from phoenix_server.registry import PhoenixRegistry
from phoenix_server.server import VENV as PHOENIX
from pulumi_prompts.registries.base import Alias, Backend, Change, KeepsAliases, Ref
from pulumi_prompts.registries.kinds import KINDS
from pulumi_prompts.registries.local import Local
from pulumi_prompts.testing.base import published, write
from truefoundry_sdks.client import LAST_OLD, NEW, OLD, PREFIXES, venv

__all__ = [
    "bedrock_fake",
    "humanloop_fake",
    "langfuse_fake",
    "mlflow_registry",
    "mlflow_server",
    "phoenix_registry",
    "phoenix_server",
]

NAME = "support-triage"
SYSTEM = ("Answer with one word.", "Answer with two words.")
TICKET = "I was charged twice."
MARKER = "acme/shop/dev/live"


def content(system: str, **more: Any) -> dict[str, Any]:
    """As in the README."""
    chat = [{"role": "system", "content": system}, {"role": "user", "content": "Ticket: {{ticket}}"}]
    return {"model": "gpt-4o", "messages": chat, **more}


@dataclass(frozen=True)
class Written:
    uri: str
    versions: tuple[str, str]


def up(backend: Backend, **more: Any) -> Written:
    """Two versions of a prompt, and the alias on the first one."""
    assert isinstance(backend, KeepsAliases)
    first, second = (declared(content(system, **more), name=NAME) for system in SYSTEM)
    ref: Ref = backend.create(first)
    one = published(backend, ref, first).version
    write(backend, ref, second, Change(frozenset({"content"})))
    two = published(backend, ref, second).version
    backend.set_alias(ref.id, Alias("production", one, MARKER, "n"), None)
    return Written(ref.uri, (one, two))


@dataclass(frozen=True)
class Application:
    """A process in which the code of the document runs, in an environment of its own.

    Attributes:
        python: The interpreter of the vendor's client.
        folder: Where it runs, and its home.
    """

    python: Path
    folder: Path

    def answers(self, kind: str, then: str, **environ: str) -> Any:
        """What `then`, an expression, is after the code."""
        (code,) = [block.text for block in blocks_of(READING) if block.words.get("registry") == kind]
        # without the end of a process, which waits for what a client has in the background
        program = f"{code}\nimport json, os\nprint(json.dumps({then}), flush=True)\nos._exit(0)"
        done = subprocess.run(
            [str(self.python), "-P", "-c", program],
            cwd=self.folder,
            env={"PATH": os.defpath, "HOME": str(self.folder), "DO_NOT_TRACK": "true", **environ},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def in_ours(tmp_path: Path) -> Application:
    return Application(Path(sys.executable), tmp_path)


def ours() -> dict[str, str]:
    """Where this package is imported from in the tests, which may be no installed one."""
    return {"PYTHONPATH": os.pathsep.join(sys.path)}


def test_each_registry_has_its_code() -> None:
    found = [block.words.get("registry") for block in blocks_of(READING)]
    assert sorted(map(str, found)) == sorted(KINDS)
    assert max(len([line for line in block.commands if line]) for block in blocks_of(READING)) <= 10


def test_local(in_ours: Application) -> None:
    up(Local(str(in_ours.folder / "prompts.db")))
    then = "[live.version, pinned.version, pinned.messages[0]['content'], messages]"
    messages = [{"role": "system", "content": SYSTEM[0]}, {"role": "user", "content": f"Ticket: {TICKET}"}]
    assert in_ours.answers("local", then, **ours()) == ["1", "2", SYSTEM[1], messages]


def test_bedrock(in_ours: Application, bedrock_fake: BedrockFake, monkeypatch: pytest.MonkeyPatch) -> None:
    bedrock_world.log_in(monkeypatch, in_ours.folder, bedrock_fake)
    written = up(bedrock_world.World(bedrock_fake, Time()).connect())
    with runtime() as (url, asked):
        environ = {**bedrock_fake.environ(), "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": url, "TRIAGE_URI": written.uri}
        answer = in_ours.answers("bedrock", BEDROCK, **environ)
    assert answer == ["billing", *SYSTEM]
    assert asked == [(f"/model/{written.uri}:1/converse", {"promptVariables": {"ticket": {"text": TICKET}}})]


BEDROCK = """[
    answer["output"]["message"]["content"][0]["text"],
    *(boto3.client("bedrock-agent").get_prompt(promptIdentifier=arn, promptVersion=each.removeprefix(arn)[1:])
      ["variants"][0]["templateConfiguration"]["chat"]["system"][0]["text"] for each in (live, pinned)),
]"""
"""What was answered, and the texts of the versions that `live` and `pinned` name."""


@contextmanager
def runtime() -> Iterator[tuple[str, list[tuple[str, Any]]]]:
    """Bedrock's runtime, of which only the answer's form is known here, and what it was asked."""
    asked: list[tuple[str, Any]] = []

    def answer(request: Request) -> Reply:
        asked.append((unquote(request.path), json.loads(request.body)))
        message = {"role": "assistant", "content": [{"text": "billing"}]}
        said = {"output": {"message": message}, "stopReason": "end_turn", "metrics": {"latencyMs": 1}}
        usage = {"inputTokens": 1, "outputTokens": 1, "totalTokens": 2}
        return Reply(200, json.dumps({**said, "usage": usage}).encode(), {"Content-Type": "application/json"})

    server = Server(answer)
    server.start()
    try:
        yield server.url, asked
    finally:
        server.stop()


def test_langfuse(tmp_path: Path, langfuse_fake: LangfuseFake) -> None:
    written = up(langfuse_world.World(langfuse_fake).connect())
    then = "[live.version, pinned.version, pinned.prompt[0]['content'], live.config, messages]"
    environ = {**langfuse_world.KEYS, "LANGFUSE_BASE_URL": langfuse_fake.url, "TRIAGE_VERSION": written.versions[1]}
    answer = Application(langfuse_sdk.VENV.python(), tmp_path).answers("langfuse", then, **environ)
    messages = [{"role": "system", "content": SYSTEM[0]}, {"role": "user", "content": f"Ticket: {TICKET}"}]
    assert answer == [1, 2, SYSTEM[1], {"model": "gpt-4o"}, messages]


def test_mlflow(tmp_path: Path, mlflow_registry: MlflowRegistry) -> None:
    up(mlflow_world.World(mlflow_registry).connect())
    then = "[str(live.version), str(pinned.version), pinned.template[0]['content'], live.model_config, messages]"
    application = Application(MLFLOW.python(), tmp_path)
    answer = application.answers("mlflow", then, MLFLOW_TRACKING_URI=mlflow_registry.url)
    messages = [{"role": "system", "content": SYSTEM[0]}, {"role": "user", "content": f"Ticket: {TICKET}"}]
    assert answer == ["1", "2", SYSTEM[1], {"model_name": "gpt-4o"}, messages]


def test_phoenix(tmp_path: Path, phoenix_registry: PhoenixRegistry) -> None:
    written = up(phoenix_world.World(phoenix_registry).connect(), provider="openai")
    text = "pinned.format(variables={'ticket': ''}).messages[0]['content']"
    then = f"[live.id, pinned.id, {text}, formatted.kwargs['model'], formatted.messages]"
    environ = {"PHOENIX_BASE_URL": phoenix_registry.url, "TRIAGE_VERSION": written.versions[1]}
    answer = Application(PHOENIX.python(), tmp_path).answers("phoenix", then, **environ)
    messages = [{"role": "system", "content": SYSTEM[0]}, {"role": "user", "content": f"Ticket: {TICKET}"}]
    assert answer == [*written.versions, SYSTEM[1], "gpt-4o", messages]


@pytest.mark.parametrize("version", [OLD, LAST_OLD, NEW])
def test_truefoundry(tmp_path: Path, version: str) -> None:
    with TrueFoundryFake(NEW_PREFIX if PREFIXES[version] == NEW_PREFIX else OLD_PREFIX) as fake:
        written = up(truefoundry_world.World(fake).connect(), provider="openai-main")
        then = (
            "[live.manifest.version, pinned.manifest.version, pinned.manifest.messages[0].content, "
            "live.manifest.model_configuration.model, texts]"
        )
        environ = {"TFY_HOST": fake.url, "TFY_API_KEY": TOKEN, "TRIAGE_URI": written.uri}
        answer = Application(venv(version).python(), tmp_path).answers("truefoundry", then, **environ)
        assert fake.faults == []
    assert answer == [1, 2, SYSTEM[1], "gpt-4o", [SYSTEM[0], f"Ticket: {TICKET}"]]


def test_humanloop(tmp_path: Path, humanloop_fake: HumanloopFake) -> None:
    written = up(humanloop_world.World(humanloop_fake).connect(), endpoint="chat")
    then = "[live.version_id, pinned.version_id, pinned.dict()['template'][0]['content'], live.model, messages]"
    environ = {"HUMANLOOP_URL": humanloop_fake.url, "HUMANLOOP_API_KEY": KEY, "TRIAGE_VERSION": written.versions[1]}
    answer = Application(humanloop_sdk.VENV.python(), tmp_path).answers("humanloop", then, **environ)
    messages = [{"role": "system", "content": SYSTEM[0]}, {"role": "user", "content": f"Ticket: {TICKET}"}]
    assert answer == [*written.versions, SYSTEM[1], "gpt-4o", messages]
