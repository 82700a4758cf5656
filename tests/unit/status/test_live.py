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
from fakes.humanloop import KEY, OTHER_KEY, HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Session, Target
from pulumi_prompts.status.live import Live, live_of
from pulumi_prompts.status.model import Served
from pulumi_prompts.status.states import State, seen_in
from status.registered import deployed, point, published, write

__all__ = ["bedrock_fake", "humanloop_fake"]

OLD, NEW, OTHER = ({"template": f"Sort {word}."} for word in ("it", "{{ticket}}", "all"))
NOW = datetime(2026, 11, 29, 8, tzinfo=UTC)


def live(*resources: dict[str, Any]) -> list[Live]:
    return asked(*resources)[0]


def asked(*resources: dict[str, Any], key: str | None = None) -> tuple[list[Live], list[str]]:
    """What the registries have, and what a person was told meanwhile."""
    seen, told = seen_in([State("dev", state(*resources))]), list[str]()
    session = Session(Environment(variable=lambda _: key))
    return [*live_of(seen, session, told.append).values()], told


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


@pytest.mark.parametrize(("key", "is_gone"), [(KEY, True), (OTHER_KEY, False)])
def test_whoever_asks_with_the_key_of_others_does_not_hear_that_it_is_gone(
    humanloop_fake: HumanloopFake, key: str, is_gone: bool
) -> None:
    backend = {"kind": "humanloop", "url": humanloop_fake.url}
    of = {**prompt("dev", OLD, backend=backend), "id": "pr_0"}
    of["outputs"]["uri"] = f"humanloop:{humanloop_fake.registry().root}/triage"
    ((found,), _) = asked(of, key=key)
    assert (found == Live(), "belongs to another" in str(found.problem)) == (is_gone, not is_gone)


def test_a_registry_that_cannot_be_read_is_told_of_each_prompt_and_asked_once() -> None:
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


def test_a_list_with_digests_is_enough(humanloop_fake: HumanloopFake) -> None:
    backend = {"kind": "humanloop", "url": humanloop_fake.url}
    old, new = ({**each, "model": "gpt-4o"} for each in (OLD, NEW))
    session = Session(Environment(variable=lambda _: KEY))
    registry = session.connect(Target.of(backend))
    ref = published(registry, [old, new])
    first, second = (each.version for each in registry.versions(ref.id))
    point(registry, ref, "production", first)
    humanloop_fake.clear_calls()
    ((found,), _) = asked(*deployed(ref, new, second, backend, {"production": first}), key=KEY)
    assert (found.head, found.aliases) == (Served(second, digest(new)), {"production": Served(first, digest(old))})
    assert Counter(humanloop_fake.call_counts()) == {"list_directories": 1, "list_versions": 1}
