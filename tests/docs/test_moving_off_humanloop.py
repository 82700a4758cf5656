"""What the README says of `.prompt` files on another registry: the lines that are to be taken out, and no others."""

import time
from pathlib import Path

import pytest

from fakes.humanloop import Registry
from pulumi_prompts.files.loading import load
from pulumi_prompts.lifecycle.declaration import Declaration

ELSEWHERE = {"endpoint", "parameters.max_tokens"}
ON_BEDROCK = {"provider", "parameters.presence_penalty", "parameters.frequency_penalty"}


BACKENDS: dict[str, dict[str, str]] = {
    "local": {},
    "bedrock": {"region": "us-east-1"},
    "mlflow": {"url": "https://mlflow.example.com"},
    "truefoundry": {"url": "https://truefoundry.example.com", "ml_repo": "desk"},
}


@pytest.mark.parametrize(
    ("kind", "refused"),
    [("bedrock", ELSEWHERE | ON_BEDROCK), ("local", set()), ("mlflow", ELSEWHERE), ("truefoundry", ELSEWHERE)],
)
def test_what_humanloop_writes_into_every_file(tmp_path: Path, kind: str, refused: set[str]) -> None:
    registry = Registry(time.time, deploys_first=False)
    registry.write("triage", model="gpt-4o", template=[{"role": "user", "content": "Sort {{ticket}}."}])
    file = tmp_path / "triage.prompt"
    file.write_text(registry.serialize(registry.prompt("triage").id), encoding="utf-8")
    inputs = {**load(file), "name": "triage", "backend": {"kind": kind, **BACKENDS[kind]}, "marker": "acme/desk/dev/x"}
    assert {failure.path for failure in Declaration.of(inputs).failures} == refused
