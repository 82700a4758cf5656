"""What registries have of the prompts that states name."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from backends.bedrock_world import log_in
from cli.project import digest, prompt, state
from fakes.bedrock import REGION, BedrockFake
from fakes.bedrock.fixtures import bedrock_fake
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Session
from pulumi_prompts.status.live import Live, live_of
from pulumi_prompts.status.model import Served
from pulumi_prompts.status.states import State, seen_in
from status.registered import deployed, point, published, write

__all__ = ["bedrock_fake"]

OLD, NEW, OTHER = ({"template": f"Sort {word}."} for word in ("it", "{{ticket}}", "all"))
NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)


def live(*resources: dict[str, Any]) -> list[Live]:
    return asked(*resources)[0]


def asked(*resources: dict[str, Any]) -> tuple[list[Live], list[str]]:
    """What the registries have, and what a person was told meanwhile."""
    seen, told = seen_in([State("dev", state(*resources))]), list[str]()
    return [*live_of(seen, Session(Environment()), told.append).values()], told


@pytest.fixture
def backend(tmp_path: Path) -> dict[str, str]:
    return {"kind": "local", "path": str(tmp_path / "prompts.db")}


@pytest.fixture
def registry(backend: dict[str, str]) -> Local:
    return Local(backend["path"], lambda: NOW)


def test_head_versions_and_aliases(registry: Local, backend: dict[str, str]) -> None:
    ref = published(registry, [OLD, NEW])
    point(registry, ref, "live", "1")
    (found,) = live(*deployed(ref, NEW, "2", backend, {"live": "1"}))
    assert found == Live(Served("2", digest(NEW)), {"live": Served("1", digest(OLD))}, {"1": NOW, "2": NOW})


def test_a_head_that_no_version_has(registry: Local, backend: dict[str, str]) -> None:
    ref = published(registry, [OLD])
    write(registry, ref, NEW)
    (found,) = live(*deployed(ref, OLD, "1", backend, {}))
    assert found.head == Served(None, digest(NEW))


def test_an_alias_whose_version_is_gone_serves_nothing(registry: Local, backend: dict[str, str]) -> None:
    ref = published(registry, [OLD, NEW])
    point(registry, ref, "live", "1")
    registry.delete_version(ref.id, "1")
    (found,) = live(*deployed(ref, NEW, "2", backend, {"live": "1"}))
    assert found.aliases == {"live": None}


def test_a_prompt_that_is_gone(registry: Local, backend: dict[str, str]) -> None:
    published(registry, [OLD])
    assert live({**prompt("dev", OLD, backend=backend), "id": "nobody"}) == [Live()]


def test_a_registry_that_cannot_be_read_is_told_of_each_prompt_and_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUMANLOOP_API_KEY", raising=False)
    elsewhere = {"kind": "humanloop"}
    found, told = asked(*({**prompt("dev", OLD, name, elsewhere), "id": name} for name in ("triage", "reply")))
    assert told[-1] == "asking the registries: 2 of 2 prompts"
    assert len({each.problem for each in found}) == 1
    assert "HUMANLOOP_API_KEY" in str(found[0].problem)


def test_a_list_without_digests_asks_for_the_versions_of_aliases_alone(
    bedrock_fake: BedrockFake,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log_in(monkeypatch, tmp_path, bedrock_fake)
    backend = {"kind": "bedrock", "region": REGION, "endpoint_url": bedrock_fake.url}
    seen = seen_in([State("dev", state(prompt("dev", OLD, backend=backend)))])
    registry = Session(Environment()).connect(seen[0].target)
    ref = published(registry, [OLD, NEW, OTHER])
    point(registry, ref, "live", "1")
    resources = deployed(ref, OTHER, "3", backend, {"live": "1"})
    bedrock_fake.clear_calls()
    (found,) = live(*resources)
    assert (found.head, found.aliases) == (Served("3", digest(OTHER)), {"live": Served("1", digest(OLD))})
    assert Counter(bedrock_fake.call_counts()) == {"GetPrompt": 2, "ListPrompts": 1, "ListTagsForResource": 1}
