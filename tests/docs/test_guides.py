"""The pages of docs: each block of code is used as a reader would use it."""

import re
import sys
from pathlib import Path

import pytest

from acceptance.stack import environment_of
from acceptance.tutorial import Reader, blocks_of
from docs.readme import DOCS, README
from fakes.bedrock import ACCOUNT, BedrockFake
from fakes.bedrock.fixtures import bedrock_fake  # noqa: F401 (fixture)
from github_actions.example import EXAMPLE as ACTIONS
from github_actions.example import run

WITH_TESTS_OF_THEIR_OWN = {"command-line.md", "promotion.md", "reading.md", "review.md"}
GUIDES = [page for page in DOCS.glob("*.md") if page.name not in WITH_TESTS_OF_THEIR_OWN]
FOLLOWED = sorted(page for page in GUIDES if any(block.words.get("run") == "yes" for block in blocks_of(page)))
PROVIDER = "".join(file.read_text() for file in (DOCS.parent / "provider").rglob("*.py"))
PROJECT = "name: support-prompts\nruntime: {name: python, options: {virtualenv: .venv}}\n"
USES = {"append", "file", "of", "run", "said", "shown"}
REGION = "pulumi config set --path prompts:backend.region us-east-1\n"


@pytest.mark.engine
@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: page.stem)
def test_a_reader_can_follow_it(tmp_path: Path, page: Path, bedrock_fake: BedrockFake) -> None:  # noqa: F811
    folder = tmp_path / "support-prompts"
    folder.mkdir()
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "Pulumi.yaml").write_text(PROJECT)
    endpoint = f"pulumi config set --path prompts:backend.endpoint_url {bedrock_fake.url}\n"
    env = {**environment_of(tmp_path), **bedrock_fake.environ()}
    assert run(["pulumi", "stack", "init", "dev"], folder, env).returncode == 0
    Reader(folder, env, {REGION: REGION + endpoint, "123456789012": ACCOUNT}).follow(page)


@pytest.mark.parametrize("page", [*GUIDES, README], ids=lambda page: page.stem)
def test_every_block_says_how_it_is_used(page: Path) -> None:
    assert [block.text for block in blocks_of(page) if not USES & block.words.keys()] == []


def test_a_part_of_a_file_stands_there() -> None:
    parts = [block for page in GUIDES for block in blocks_of(page) if "of" in block.words]
    assert parts
    assert [block.text for block in parts if block.text not in (DOCS.parent / block.words["of"]).read_text()] == []


@pytest.mark.parametrize("page", [README, ACTIONS / "README.md"], ids=lambda page: page.parent.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not _leads_somewhere(page, link)] == []


def _leads_somewhere(page: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = page.parent / name if name else page
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_messages_that_are_explained_are_said() -> None:
    headings = re.findall(r"^### `(.*)`$", (DOCS / "troubleshooting.md").read_text(), re.MULTILINE)
    assert headings
    assert [each for each in headings if each not in PROVIDER.replace("`", "'")] == []
