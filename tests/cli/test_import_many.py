"""A thousand prompts are imported in as few calls as the protocols allow, of which many are under way at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fakes.humanloop import KEY, HumanloopFake
from fakes.humanloop.fixtures import humanloop_fake
from fakes.truefoundry import ML_REPO, TOKEN, TrueFoundryFake
from fakes.truefoundry.fixtures import truefoundry_fake
from fakes.truefoundry.manifest import ApplyRequest
from pulumi_prompts.cli.app import app
from pulumi_prompts.cli.exits import Exit

__all__ = ["humanloop_fake", "truefoundry_fake"]

MANY = 1000
NAMES = [f"prompt-{number:04}" for number in range(MANY)]


def imported(kind: str, settings: Mapping[str, str]) -> None:
    given = [word for name, value in settings.items() for word in ("--setting", f"{name}={value}")]
    done = CliRunner().invoke(app, ["import", "--all", "--registry", kind, *given])
    assert (done.exit_code, done.output) == (Exit.DONE, "wrote imported.py, and 1,000 files in prompts; left out 0\n")
    assert sorted(file.stem for file in Path("prompts").glob("*.yaml")) == NAMES


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HUMANLOOP_API_KEY", KEY)
    monkeypatch.setenv("TFY_API_KEY", TOKEN)


def test_truefoundry_tells_the_contents_with_the_list(truefoundry_fake: TrueFoundryFake) -> None:
    """The tags of the versions are apart: a call for each prompt."""
    for name in NAMES:
        truefoundry_fake.registry().apply(ApplyRequest.model_validate({"manifest": _manifest(name)}), "bob@acme")
    imported("truefoundry", {"url": truefoundry_fake.url, "ml_repo": ML_REPO})
    assert truefoundry_fake.call_counts() == {"GET /ml-repos": 1, "GET /prompts": 11, "GET /prompt-versions": MANY}


def _manifest(name: str) -> dict[str, Any]:
    return {
        "type": "chat_prompt",
        "name": name,
        "ml_repo": ML_REPO,
        "metadata": {},
        "messages": [{"role": "user", "content": f"Sort {{{{ticket}}}} as {name}."}],
        "variables": {"ticket": ""},
    }


def test_humanloop_tells_the_head_with_all_versions(humanloop_fake: HumanloopFake) -> None:
    """And where they are deployed: one list of versions for each prompt."""
    for name in NAMES:
        humanloop_fake.registry().write(
            name, model="gpt-4o", endpoint="complete", template=f"Sort {{{{ticket}}}} as {name}."
        )
    imported("humanloop", {"url": humanloop_fake.url})
    assert humanloop_fake.call_counts() == {"list_directories": 1, "list_prompts": 10, "list_versions": MANY}
