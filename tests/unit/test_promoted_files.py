"""The files that a promotion writes, and what it keeps in them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from backends.bedrock_contents import contents
from pulumi_prompts.content.digest import canonical, digest_of
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.errors import InputError
from pulumi_prompts.files import promoted
from pulumi_prompts.files.loading import load
from pulumi_prompts.files.promoted import LEFT_OUT, FileHead, Origin, PromptFile, merged, rendered, shown
from pulumi_prompts.registries.kinds import OPTIONS

STAGING = Origin(stack="acme/desk/staging", version="6")
HEAD = FileHead("sha256:ab", STAGING, "2026-11-30T09:00:00Z")
CHAT = {"messages": [{"role": "system", "content": "You sort.\nBe brief.\n"}], "model": "small"}


def write(file: Path, head: FileHead, content: Mapping[str, Any], beside: Mapping[str, Any]) -> None:
    promoted.write(file, rendered(file, head, content, beside))


NEW = """\
promoted:
  digest: sha256:ab
  origin:
    stack: acme/desk/staging
    version: "6"
  at: "2026-11-30T09:00:00Z"
name: support-triage
messages:
  - role: system
    content: |
      You sort.
      Be brief.
model: small
"""

KEPT = """\
# What the lawyers agreed to.
promoted: {digest: old, origin: {stack: acme/desk/staging}, at: then}

overrides:
  # The account in Frankfurt.
  model: arn-of-production
after: staging  # never from dev
template: Sort {{ticket}}.
tags: {owner: desk}
"""


def test_a_new_file_says_where_its_content_comes_from(tmp_path: Path) -> None:
    file = tmp_path / "prompts" / "production" / "triage.yaml"
    write(file, HEAD, CHAT, {"name": "support-triage"})
    assert file.read_text() == NEW
    found = PromptFile.of(load(file), file.parent)
    assert found == PromptFile({"name": "support-triage", **CHAT}, HEAD.entries)


def test_what_a_person_wrote_stays(tmp_path: Path) -> None:
    file = tmp_path / "triage.yaml"
    file.write_text(KEPT)
    write(file, HEAD, CHAT, {"name": "of a new file alone"})
    text = file.read_text()
    head, rest = text.split("\n\n", 1)
    assert head.startswith("# What the lawyers agreed to.\npromoted:\n  digest: sha256:ab\n")
    beside = KEPT.split("\n\n", 1)[1].replace("template: Sort {{ticket}}.\n", "")
    assert rest.startswith(beside)
    found = PromptFile.of(load(file), file.parent)
    assert (found.overrides, found.after) == ({"model": "arn-of-production"}, "staging")
    assert dict(found.inputs) == {"tags": {"owner": "desk"}, **CHAT}
    write(file, HEAD, CHAT, {})
    assert file.read_text() == text


def test_a_file_of_windows_keeps_its_line_breaks_and_its_mark(tmp_path: Path) -> None:
    file = tmp_path / "triage.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + KEPT.replace("\n", "\r\n").encode())
    write(file, HEAD, CHAT, {})
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf#")
    assert raw.count(b"\n") == raw.count(b"\r\n") > 10
    assert load(file)["messages"] == CHAT["messages"]


def test_a_file_that_cannot_be_read_or_kept_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "triage.yaml"
    file.write_bytes(b"name: \xff\n")
    with pytest.raises(InputError, match="is not UTF-8"):
        write(file, HEAD, CHAT, {})
    assert file.read_bytes() == b"name: \xff\n"
    with pytest.raises(InputError, match=r"inside\.yaml"):
        write(file / "inside.yaml", HEAD, CHAT, {})


@given(contents(), contents())
def test_a_content_that_is_written_over_another_has_its_own_digest(
    tmp_path_factory: pytest.TempPathFactory, before: dict[str, Any], after: dict[str, Any]
) -> None:
    file = tmp_path_factory.mktemp("prompts") / "triage.yaml"
    for tree in (before, after):
        content, _, _ = parse_content(tree, OPTIONS)
        write(file, FileHead(digest_of(content), STAGING, "now"), canonical(content), {})
        read, left_out, failures = parse_content(PromptFile.of(load(file), file.parent).inputs, OPTIONS)
        assert (left_out, failures, digest_of(read)) == (frozenset(), [], digest_of(content))


def test_a_path_of_evidence_starts_at_the_folder_of_the_file() -> None:
    found = PromptFile.of({"evidence": "../evals/triage.json"}, Path("prompts/production"))
    assert found.evidence == Path("prompts/production/../evals/triage.json")


CONTENT = {"model": "small", "parameters": {"temperature": 0, "top_p": 1}, "stop": ["a"]}


@pytest.mark.parametrize(
    ("override", "differs"),
    [
        ({}, {}),
        ({"model": "large"}, {"model": "large"}),
        ({"parameters": {"top_p": None}}, {"parameters": {"temperature": 0}}),
        (
            {"parameters": {"seed": 1}, "stop": ["b"]},
            {"parameters": {"temperature": 0, "top_p": 1, "seed": 1}, "stop": ["b"]},
        ),
        ({"tools": {"a": {"b": None, "c": 1}}}, {"tools": {"a": {"c": 1}}}),
        ({"parameters": 3}, {"parameters": 3}),
    ],
)
def test_overrides_are_merged_as_rfc_7396_says(override: dict[str, Any], differs: dict[str, Any]) -> None:
    assert merged(CONTENT, override) == {**CONTENT, **differs}


def test_an_override_leaves_out_what_it_says_is_null() -> None:
    assert merged(CONTENT, {"model": None, "tools": None}).keys() == {"parameters", "stop"}


def test_overrides_are_shown_with_what_they_leave_out() -> None:
    assert shown({"model": "m", "parameters": {"seed": None}, "tools": None}) == {
        "model": "m",
        "parameters": {"seed": LEFT_OUT},
        "tools": LEFT_OUT,
    }
