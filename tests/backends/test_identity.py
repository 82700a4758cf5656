"""Which registry is meant, however it is spelled: a spelling must never replace a prompt."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.registries.base import Settings
from pulumi_prompts.registries.identity import identity, place
from pulumi_prompts.registries.kinds import backend_class

ADDRESSED: Mapping[str, Mapping[str, Any]] = {
    "mlflow": {},
    "truefoundry": {"ml_repo": "desk"},
    "humanloop": {},
    "langfuse": {},
}
ONE = "https://Registry.example.com/api"
SPELLINGS = (
    "https://registry.example.com/api",
    "https://registry.example.com/api/",
    "https://registry.example.com:443/api",
    "http://registry.example.com/api",
    "http://REGISTRY.EXAMPLE.COM:80/api",
)
OTHERS = (
    "https://registry.example.com",
    "https://registry.example.com/API",
    "https://registry.example.com:8443/api",
    "http://registry.example.com:443/api",
    "https://other.example.com/api",
)


def settings(kind: str, **given: Any) -> Settings:
    return backend_class(kind).settings.model_validate({"kind": kind, **given})


def addressed(kind: str, url: str) -> dict[str, Any]:
    return identity(settings(kind, url=url, **ADDRESSED[kind]))


@pytest.mark.parametrize("kind", ADDRESSED)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_address_has_many_spellings(kind: str, spelling: str) -> None:
    assert addressed(kind, spelling) == addressed(kind, ONE)


@pytest.mark.parametrize("kind", ADDRESSED)
@pytest.mark.parametrize("other", OTHERS)
def test_another_address_is_another_registry(kind: str, other: str) -> None:
    assert addressed(kind, other) != addressed(kind, ONE)


def test_one_file_has_many_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path)
    spellings = ("prompts.db", "./prompts.db", "x/../prompts.db", f"{tmp_path}/prompts.db", "link/prompts.db")
    assert len({identity(settings("local", path=path))["path"] for path in spellings}) == 1
    assert identity(settings("local", path="other.db")) != identity(settings("local"))


def test_messages_name_a_registry_as_the_program_does() -> None:
    assert place(settings("mlflow", url=ONE)) == {"kind": "mlflow", "url": ONE, "workspace": "default"}
