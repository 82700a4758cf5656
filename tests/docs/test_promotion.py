"""The programs of docs/promotion.md run as they stand there."""

import json
from pathlib import Path

import pytest

from acceptance.local_registry import LocalRegistry
from acceptance.stack import Stack
from acceptance.tutorial import blocks_of
from docs.readme import DOCS
from pulumi_prompts.files.promoted import FileHead, Origin, PromptFile, written
from pulumi_prompts.files.yaml import parse_yaml

DOCUMENT = DOCS / "promotion.md"
PROGRAMS = {block.words["file"]: block.text for block in blocks_of(DOCUMENT) if "file" in block.words}


def project(folder: Path, program: str) -> Path:
    (folder / "prompts").mkdir()
    (folder / "prompts" / "triage.yaml").write_text("template: Sort {{ticket}}.\n")
    (folder / "__main__.py").write_text(PROGRAMS[program])
    return folder


@pytest.mark.engine
def test_by_git(tmp_path: Path) -> None:
    staging = Stack(project(tmp_path, "git/__main__.py"), "staging")
    staging.up()
    staging.beside("production").up()
    names = [prompt.name for prompt in LocalRegistry(tmp_path / "prompts.db").prompts]
    assert names == ["triage-production", "triage-staging"]


@pytest.mark.engine
def test_by_alias(tmp_path: Path) -> None:
    stack = Stack(project(tmp_path, "alias/__main__.py"))
    stack.up()
    stack.config_set("production", "1")
    assert stack.up().steps == {"create PromptAlias production"}
    (tmp_path / "prompts" / "triage.yaml").write_text("template: Sort {{ticket}} now.\n")
    assert "update PromptAlias production" not in stack.up().steps
    stack.config_set("production", "2")
    assert stack.up().steps == {"update PromptAlias production"}


def test_every_program_is_run() -> None:
    assert PROGRAMS.keys() == {"git/__main__.py", "alias/__main__.py", "gates/__main__.py"}


def test_the_file_that_is_shown_is_one_that_a_promotion_keeps() -> None:
    shown = next(block.text for block in blocks_of(DOCUMENT) if block.language == "yaml")
    head = FileHead("sha256:new", Origin("acme/support-desk/staging", version="7"), "2026-12-01T09:00:00Z")
    after = written(shown.replace("messages: ...\n", ""), head, {"template": "a"}, {}, "f")
    found = PromptFile.of(parse_yaml(after, "f"), Path())
    assert found.promoted == head.entries
    assert (found.after, found.overrides) == ("staging", {"model": "gpt-4o", "parameters": {"seed": None}})
    assert "# a person writes these; each promotion keeps them" in after
    assert json.dumps(dict(found.inputs)) == '{"template": "a"}'
