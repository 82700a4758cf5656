"""Two stacks at once on one prompt: some order of what both did explains what is there afterwards."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from backends.bedrock_world import log_in
from fakes.bedrock import REGION, BedrockFake
from fakes.bedrock.fixtures import bedrock_fake  # noqa: F401 (a fixture)
from fakes.humanloop import KEY, HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake  # noqa: F401 (a fixture)
from fakes.langfuse import PUBLIC_KEY, SECRET_KEY, LangfuseFake
from fakes.langfuse.fixtures import langfuse_fake  # noqa: F401 (a fixture)
from fakes.truefoundry import ML_REPO, TOKEN, TrueFoundryFake
from fakes.truefoundry.fixtures import truefoundry_fake  # noqa: F401 (a fixture)
from protocol.stacks_at_once import LIVE, Race, Report, registry_of, run_both, served

ANY_NAME = {"dev": "dev", "prod": "prod", LIVE: LIVE}
ENVIRONMENTS = {"dev": "development", "prod": "staging", LIVE: "production"}
ROUNDS = 200

EXPLAINED = {"DriftError", "OwnershipError", "AlreadyExistsError", "LostRaceError"}
GONE = re.compile(r".+: the prompt does not have version \w+; it has .+")


def prompt(backend: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "triage", "backend": backend, **more}


def assert_some_order_explains(race: Race, reports: Mapping[str, Report]) -> None:
    registry = registry_of(race.inputs)
    head = registry.find("triage")
    assert head is not None
    found, live = served(registry, head.id), race.aliases[LIVE]
    for stack, report in reports.items():
        assert report.lost == []
        assert [each for each in report.refusals if not _is_clear(race, *each)] == []
        assert found[race.aliases[stack]] == report.served[race.aliases[stack]]
        assert report.moves > race.rounds / 2
    assert found[live] in [report.served[live] for report in reports.values()]
    assert "" not in [digest for _, digest in found.values()]
    assert len(registry.versions(head.id)) < race.rounds / 2


def _is_clear(race: Race, kind: str, line: str) -> bool:
    """One line that says what was done, to what, and what to do; of a version that the other stack removed, too."""
    is_gone = (race.shared or race.takes_back) and kind == "InputError" and GONE.fullmatch(line) is not None
    begins = re.match(r"(creating|updating|publishing a version of|setting|moving) .+ on \w+ .+: .+; .+", line)
    return (is_gone or kind in EXPLAINED) and begins is not None and "\n" not in line


@pytest.mark.parametrize("shared", [False, True])
def test_local(tmp_path: Path, shared: bool) -> None:
    backend = {"kind": "local", "path": str(tmp_path / "prompts.db")}
    race = Race(prompt(backend), ANY_NAME, ROUNDS, shared=shared)
    assert_some_order_explains(race, run_both(race))


def test_bedrock(bedrock_fake: BedrockFake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # noqa: F811
    log_in(monkeypatch, tmp_path, bedrock_fake)
    backend = {"kind": "bedrock", "region": REGION, "endpoint_url": bedrock_fake.url}
    race = Race(prompt(backend), ANY_NAME, ROUNDS, takes_back=True)
    assert_some_order_explains(race, run_both(race))


def test_truefoundry(truefoundry_fake: TrueFoundryFake, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("TFY_API_KEY", TOKEN)
    backend = {"kind": "truefoundry", "url": truefoundry_fake.url, "ml_repo": ML_REPO}
    race = Race(prompt(backend), ANY_NAME, ROUNDS)
    assert_some_order_explains(race, run_both(race))


def test_langfuse(langfuse_fake: LangfuseFake, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("LANGFUSE_PUBLIC_KEY", PUBLIC_KEY)
    monkeypatch.setenv("LANGFUSE_SECRET_KEY", SECRET_KEY)
    race = Race(prompt({"kind": "langfuse", "url": langfuse_fake.url}), ANY_NAME, ROUNDS)
    assert_some_order_explains(race, run_both(race))


def test_humanloop(humanloop_fake: HumanloopFake, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.setenv("HUMANLOOP_API_KEY", KEY)
    backend = {"kind": "humanloop", "url": humanloop_fake.url}
    race = Race(prompt(backend, model="gpt-4o"), ENVIRONMENTS, ROUNDS)
    assert_some_order_explains(race, run_both(race))
