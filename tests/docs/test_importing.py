"""Each page on taking over what a registry has is followed, on what the vendor's own client has written there."""

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from acceptance.stack import environment_of
from acceptance.tutorial import Reader
from acceptance.vendors.bedrock import *  # noqa: F403 (fixtures)
from acceptance.vendors.humanloop import *  # noqa: F403 (fixtures)
from acceptance.vendors.langfuse import *  # noqa: F403 (fixtures)
from acceptance.vendors.local import *  # noqa: F403 (fixtures)
from acceptance.vendors.mlflow import *  # noqa: F403 (fixtures)
from acceptance.vendors.phoenix import *  # noqa: F403 (fixtures)
from acceptance.vendors.truefoundry import *  # noqa: F403 (fixtures)
from acceptance.vendors.vendor import NAMES, Vendor
from docs.readme import DOCS
from fakes.humanloop import KEY
from fakes.langfuse import PUBLIC_KEY, SECRET_KEY
from fakes.truefoundry import ML_REPO, TOKEN
from github_actions.example import run

FOLDER = DOCS / "importing"
PAGES = sorted(page.stem for page in FOLDER.glob("*.md"))
PROJECT = "name: support-prompts\nruntime: {name: python, options: {virtualenv: .venv}}\n"
_ADOPTED = r"""sed -i -E 's/, adopt=True(, take_over_from="[^"]*")?//' imported.py"""
WITHOUT_ADOPT = [_ADOPTED, "pulumi preview --expect-no-changes", "pulumi refresh --yes"]


def instead_of_examples(kind: str, address: str | None) -> Mapping[str, str]:
    """What a reader puts in the place of addresses and keys."""
    url = str(address)
    return {
        "local": {},
        "bedrock": {"region=us-east-1": f"region=us-east-1 --setting endpoint_url={url}"},
        "langfuse": {
            "https://langfuse.example.com": url,
            "your-public-key": PUBLIC_KEY,
            "your-secret-key": SECRET_KEY,
        },
        "phoenix": {"http://127.0.0.1:6006": url},
        "humanloop": {"https://humanloop.example.com/v5": url, "your-key": KEY},
        "mlflow": {"http://127.0.0.1:5000": url},
        "truefoundry": {
            "https://acme.truefoundry.cloud": url,
            "ml_repo=support": f"ml_repo={ML_REPO}",
            "your-key": TOKEN,
        },
    }[kind]


@pytest.fixture(params=PAGES)
def vendor(request: pytest.FixtureRequest) -> Vendor:
    found: Vendor = request.getfixturevalue(f"{request.param}_vendor")
    return found


@pytest.mark.engine
def test_the_first_up_writes_no_content_and_then_there_is_nothing_to_do(tmp_path: Path, vendor: Vendor) -> None:
    vendor.fill()
    before = vendor.contents
    folder = tmp_path / "support-prompts"
    folder.mkdir()
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "Pulumi.yaml").write_text(PROJECT)
    env = {**environment_of(tmp_path), **vendor.world.variables}
    assert run(["pulumi", "stack", "init", "dev"], folder, env).returncode == 0
    kind = vendor.world.kind
    reader = Reader(folder, env, instead_of_examples(kind, vendor.world.address))
    reader.follow(FOLDER / f"{kind}.md")
    assert len([*(folder / "prompts").glob("*.yaml")]) == len(NAMES)
    assert vendor.contents == before
    for command in WITHOUT_ADOPT:
        assert run(["sh", "-c", command], folder, reader.env).returncode == 0, command
    assert vendor.contents == before
