"""examples/policy over examples/promotion: a pack sees prompts with their arguments, and ends a preview."""

import shutil
import sys
from pathlib import Path

import pytest
import yaml

from acceptance.policy_pack import EXAMPLES, pack_in
from acceptance.stack import Stack
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content

NOT_ALLOWED = "template: Sort {{ticket}}.\nmodel: tiny\n"
DIGEST = digest_of(Content(template="Sort {{ticket}}.", model="tiny"))


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of examples/promotion, whose virtual environment is that of the tests."""
    ignored = shutil.ignore_patterns("*.db*", "__pycache__", "venv")
    shutil.copytree(EXAMPLES / "promotion", tmp_path / "examples" / "promotion", ignore=ignored)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path / "examples" / "promotion"


@pytest.fixture
def pack(example: Path) -> tuple[str, str]:
    """The options of a command that runs the pack."""
    return pack_in(example.parent / "policy")


def test_a_pack_refuses_what_a_platform_team_does_not_want(example: Path, pack: tuple[str, str]) -> None:
    production = Stack(example, "production")
    production.config_remove("support-desk:source")
    file = example / "prompts" / "production" / "triage.yaml"
    file.parent.mkdir()
    file.write_text(NOT_ALLOWED)
    said = production.preview(*pack, fails=True).text
    assert "triage: the model 'tiny' is not allowed; use one of gpt-4o, gpt-4o-mini" in said
    assert "triage: has no owner; add the tag `owner`" in said
    assert "triage: production takes promoted files alone" in said

    head = {"digest": DIGEST, "origin": {"stack": "organization/support-desk/staging"}, "at": "today"}
    allowed = {"promoted": head, "overrides": {"model": "gpt-4o"}, "tags": {"owner": "desk"}}
    file.write_text(f"{NOT_ALLOWED}{yaml.safe_dump(allowed)}")
    assert production.preview(*pack).steps == {"create Prompt triage", "create PromptVersion triage"}
