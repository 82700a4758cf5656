"""Aliases of the embedded registry: what one transaction decides."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from pulumi_prompts.errors import DriftError, NotFoundError
from pulumi_prompts.registries.base import Alias, Publication, Ref
from pulumi_prompts.registries.local import Local
from unit.local_writers import desired

OURS = Alias("production", "1", "acme/shop/dev/live", "n1")


@pytest.fixture
def local(tmp_path: Path) -> Local:
    return Local(str(tmp_path / "prompts.db"))


@pytest.fixture
def ref(local: Local) -> Ref:
    """A prompt with two versions."""
    prompt = desired("triage")
    ref = local.create(prompt)
    for _ in range(2):
        local.publish(ref.id, Publication(prompt.digest, "m", "m"))
    return ref


def test_each_operation_is_one_transaction(local: Local, ref: Ref, tmp_path: Path) -> None:
    """Others may write before and after it, never within."""
    began: list[str] = []

    def hear(statement: str) -> None:
        if statement.startswith("BEGIN"):
            began.append(statement)

    with local._store.transaction() as db:
        db.set_trace_callback(hear)
    moved = replace(OURS, version="2")
    for act in (
        partial(local.set_alias, ref.id, OURS, None),
        partial(local.set_alias, ref.id, moved, OURS),
        partial(local.aliases, ref.id),
        partial(local.remove_alias, ref.id, moved),
    ):
        began.clear()
        act()
        assert began == ["BEGIN IMMEDIATE"]


def test_any_name_is_taken(local: Local, ref: Ref) -> None:
    for name in ("production", "a b/c", "ä", "latest", "v1"):
        assert [*Local.support.alias_failures(name)] == []
        alias = replace(OURS, name=name)
        local.set_alias(ref.id, alias, None)
        assert alias in local.aliases(ref.id)
    assert [str(failure) for failure in Local.support.alias_failures("")] == ["alias: must not be empty (local)"]


def test_an_alias_whose_version_is_gone_is_told_as_it_stands(local: Local, ref: Ref) -> None:
    local.set_alias(ref.id, OURS, None)
    local.delete_version(ref.id, "1")
    assert [*local.aliases(ref.id)] == [OURS]
    local.set_alias(ref.id, replace(OURS, version="2"), OURS)
    assert [*local.aliases(ref.id)] == [replace(OURS, version="2")]


def test_a_version_that_an_alias_holds_is_not_removed_as_a_free_one(local: Local, ref: Ref) -> None:
    local.set_alias(ref.id, OURS, None)
    with pytest.raises(DriftError, match="the alias 'production' points at version 1"):
        local.delete_unheld_version(ref.id, "1")
    local.delete_unheld_version(ref.id, "2")
    assert [each.version for each in local.versions(ref.id)] == ["1"]


def test_aliases_go_with_their_prompt(local: Local, ref: Ref, tmp_path: Path) -> None:
    local.set_alias(ref.id, OURS, None)
    head = local.read(ref.id)
    assert head.labels is not None
    local.delete(ref.id, head.labels)
    with closing(sqlite3.connect(tmp_path / "prompts.db")) as db:
        assert db.execute("SELECT * FROM aliases").fetchall() == []


def test_what_is_refused_is_told_in_one_line(local: Local, ref: Ref) -> None:
    local.set_alias(ref.id, OURS, None)
    with pytest.raises(DriftError) as drift:
        local.set_alias(ref.id, replace(OURS, nonce="n2"), None)
    assert str(drift.value) == (
        "the alias 'production' is that of acme/shop/dev/live, at version 1; "
        "run `pulumi refresh`, look at what changed, then `pulumi up` again"
    )
    with pytest.raises(NotFoundError) as gone:
        local.set_alias(ref.id, replace(OURS, version="7"), OURS)
    assert str(gone.value) == f"the prompt {ref.id} has no version 7"
