"""The embedded registry: one file that several processes use at once."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from multiprocessing.pool import Pool
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.errors import AlreadyExistsError, ConfigurationError, DriftError, NotFoundError, UnavailableError
from pulumi_prompts.registries.base import Alias, Change, Head, Labels, Publication, Ref
from pulumi_prompts.registries.bedrock.options import BedrockOptions
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.local import Local
from pulumi_prompts.testing.base import delete, write
from remedies import ANOTHER_NAME
from unit.local_writers import PROCESSES, create, desired, move, other_processes, publish, publish_and_delete

MARKER = "acme/shop/dev/version"
FIRST_FORM = Path(__file__).parents[1] / "golden" / "local_first_form.sql"
"""A file as the releases made it that kept no schema version (of commit 1a1aa15)."""
SECOND_FORM = FIRST_FORM.with_name("local_second_form.sql")
"""As they made it that kept no aliases (of commit 7a29a7c)."""
TODAY = 2
"""The schema version."""
TAKEN = f"the name 'triage' is taken; {ANOTHER_NAME}"
CHECK = "; check the path and its permissions, and that no other process holds the file"


@pytest.fixture(scope="module")
def processes() -> Iterator[Pool]:
    with other_processes() as pool:
        yield pool


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "prompts.db"


@pytest.fixture
def registry(file: Path) -> Local:
    return Local(str(file))


def publication(head: Head, version_name: str | None = None) -> Publication:
    return Publication(head.digest, MARKER, MARKER, version_name=version_name)


def published(registry: Local, prompt_id: str, times: int = 1) -> list[str]:
    head = registry.read(prompt_id)
    return [registry.publish(prompt_id, publication(head)).version for _ in range(times)]


def test_one_of_several_processes_gets_a_name(processes: Pool, tmp_path: Path) -> None:
    for number in range(25):
        path = str(tmp_path / f"{number % 5}.db")
        Local(path).find("triage")
        name = f"triage {number}"
        answers = processes.starmap(create, [(path, name)] * PROCESSES, chunksize=1)
        made = Local(path).find(name)
        assert made is not None
        assert sorted(answers) == sorted([made.id, *[f"the name {name!r} is taken; {ANOTHER_NAME}"] * 3])


def test_several_processes_may_be_the_first(processes: Pool, tmp_path: Path) -> None:
    for number in range(60):
        path = str(tmp_path / f"new folder {number}" / "prompts.db")
        tasks = [(path, f"prompt {n}") for n in range(PROCESSES)]
        made = processes.starmap(create, tasks, chunksize=1)
        found = [Local(path).find(name) for _, name in tasks]
        assert made == [head.id if head else None for head in found]


def test_versions_of_several_processes_are_consecutive(processes: Pool, file: Path, registry: Local) -> None:
    prompt_id = registry.create(desired("triage")).id
    numbers = processes.starmap(publish, [(str(file), prompt_id, 25)] * PROCESSES, chunksize=1)
    flat = [int(number) for of_one in numbers for number in of_one]
    assert sorted(flat) == list(range(1, 25 * PROCESSES + 1))
    assert all(list(of_one) == sorted(of_one, key=int) for of_one in numbers)
    assert [version.version for version in registry.versions(prompt_id)] == [str(n) for n in sorted(flat)]


def test_numbers_are_never_used_again(processes: Pool, file: Path, registry: Local) -> None:
    prompt_id = registry.create(desired("triage")).id
    numbers = processes.starmap(publish_and_delete, [(str(file), prompt_id, 10)] * PROCESSES, chunksize=1)
    assert sorted(int(number) for of_one in numbers for number in of_one) == list(range(1, 10 * PROCESSES + 1))
    assert registry.versions(prompt_id) == []
    assert published(registry, prompt_id) == [str(10 * PROCESSES + 1)]


def test_what_one_process_writes_another_sees(processes: Pool, file: Path, registry: Local) -> None:
    assert registry.find("prompt 0") is None
    made = processes.starmap(create, [(str(file), f"prompt {n}") for n in range(PROCESSES)], chunksize=1)
    assert [registry.read(id_).name for id_ in made] == [f"prompt {n}" for n in range(PROCESSES)]


def test_a_deleted_prompt_frees_its_name_and_takes_its_versions_along(file: Path, registry: Local) -> None:
    ref = registry.create(desired("triage"))
    first = ref.id
    published(registry, first, 2)
    delete(registry, ref)
    second = registry.create(desired("triage")).id
    assert first != second
    assert registry.versions(second) == []
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("SELECT count(*) FROM versions").fetchone() == (0,)
    with pytest.raises(NotFoundError, match=f"^there is no prompt {first}$"):
        registry.versions(first)


def test_names_that_are_taken(registry: Local) -> None:
    registry.create(desired("triage"))
    other = registry.create(desired("other"))
    with pytest.raises(AlreadyExistsError) as failed:
        registry.create(desired("triage"))
    assert str(failed.value) == TAKEN
    with pytest.raises(AlreadyExistsError) as failed:
        write(registry, other, desired("triage"), Change(frozenset({"name"})))
    assert str(failed.value) == TAKEN
    assert registry.read(other.id).name == "other"


def test_names_of_versions_are_unique_in_a_prompt(registry: Local) -> None:
    first, second = registry.create(desired("first")).id, registry.create(desired("second")).id
    registry.publish(first, publication(registry.read(first), "stable"))
    registry.publish(second, publication(registry.read(second), "stable"))
    with pytest.raises(AlreadyExistsError, match=rf"^the name 'stable' is taken; {ANOTHER_NAME}$"):
        registry.publish(first, publication(registry.read(first), "stable"))
    assert published(registry, first) == ["2"], "a publication that failed leaves no version and no gap"
    with pytest.raises(AlreadyExistsError, match=rf"^the name 'stable' is taken; {ANOTHER_NAME}$"):
        registry.describe_version(first, "2", None, "stable")


def test_another_head_than_expected_is_not_published(registry: Local) -> None:
    prompt_id = registry.create(desired("triage")).id
    with pytest.raises(DriftError, match=r"^the prompt's content in the registry is not the one that this program"):
        registry.publish(prompt_id, Publication("sha256:another", MARKER, MARKER))
    assert registry.versions(prompt_id) == []


def test_what_is_not_there_is_said_in_one_line(registry: Local) -> None:
    prompt_id = registry.create(desired("triage")).id
    nowhere = Ref("nowhere", "local:nowhere")
    for call in (
        lambda: registry.read("nowhere"),
        lambda: write(registry, nowhere, desired("x"), Change(frozenset())),
        lambda: registry.delete("nowhere", Labels()),
        lambda: registry.versions("nowhere"),
        lambda: registry.publish("nowhere", Publication("", MARKER, MARKER)),
    ):
        with pytest.raises(NotFoundError, match=r"^there is no prompt nowhere$"):
            call()
    for call in (
        lambda: registry.read_version(prompt_id, "7"),
        lambda: registry.delete_version(prompt_id, "7"),
        lambda: registry.describe_version(prompt_id, "latest", None, None),
    ):
        with pytest.raises(NotFoundError, match=rf"^the prompt {prompt_id} has no version (7|latest)$"):
            call()


@pytest.mark.parametrize("inside", ["a file/prompts.db", "a folder", "no database"])
def test_a_path_that_does_not_work_is_one_clear_line(tmp_path: Path, inside: str) -> None:
    (tmp_path / "a file").write_text("")
    (tmp_path / "a folder").mkdir()
    (tmp_path / "no database").write_text("This is a text, and long enough to be looked at." * 20)
    registry = Local(str(tmp_path / inside))
    for _ in range(2):
        with pytest.raises(UnavailableError) as failed:
            registry.create(desired("triage"))
        (line,) = str(failed.value).splitlines()
        assert line.startswith(f"{tmp_path / inside}: ")
        assert line.endswith(CHECK)


def test_a_file_of_another_program_is_not_touched(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE prompts (text TEXT)")
    with pytest.raises(UnavailableError) as failed:
        Local(str(file)).create(desired("triage"))
    assert str(failed.value) == f"{file}: table prompts has no column named id{CHECK}"


def test_a_failed_write_leaves_the_file_usable(registry: Local) -> None:
    registry.create(desired("triage"))
    with pytest.raises(AlreadyExistsError):
        registry.create(desired("triage"))
    registry.create(desired("another"))
    assert registry.find("another") is not None


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
documents = st.dictionaries(texts, texts | st.integers(-(2**53) + 1, 2**53 - 1) | st.booleans() | st.lists(texts))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=50)
@given(template=texts, description=texts | st.none(), tags=st.dictionaries(texts, texts), metadata=documents)
def test_everything_comes_back_as_it_was_written(
    registry: Local, template: str, description: str | None, tags: dict[str, str], metadata: dict[str, object]
) -> None:
    content = content_from(
        {
            "template": template,
            "tools": [{"name": template, "parameters": metadata}],
            "parameters": {"temperature": 0.1, "stop": [template]},
            "options": {"bedrock": {"agent": template, "kms_key_arn": template}},
        }
    )
    wanted = desired("triage", content=content, description=description, tags=tags, metadata=metadata)
    ref = registry.create(wanted)
    head = registry.read(ref.id)
    delete(registry, ref)
    assert head.digest == digest_of(content)
    assert (head.name, head.description, head.metadata) == ("triage", description, metadata)
    assert head.labels is not None
    assert (head.labels.tags, head.labels.marker) == (tags, wanted.marker)
    assert head.options.of(BedrockOptions).kms_key_arn == template
    assert ref == (head.id, head.uri)


def test_an_update_leaves_the_tags_of_others(registry: Local) -> None:
    ref = registry.create(desired("triage", tags={"theirs": "1", "ours": "1", "old": "1"}))
    write(registry, ref, desired("triage", tags={"ours": "2"}), Change(frozenset({"tags"}), frozenset({"old"})))
    labels = registry.read(ref.id).labels
    assert labels is not None
    assert labels.tags == {"theirs": "1", "ours": "2"}


def test_what_was_taken_over_meanwhile_is_neither_written_nor_deleted(registry: Local) -> None:
    """Compared in the same transaction."""
    head = registry.read(registry.create(desired("triage", nonce="before")).id)
    seen = head.labels
    assert seen is not None
    write(registry, head.ref, desired("triage", nonce="after", marker="acme/other/dev/theirs"), Change(frozenset()))
    for call in (
        lambda: registry.update(head, desired("triage", nonce="before"), Change(frozenset())),
        lambda: registry.delete(head.id, seen),
    ):
        with pytest.raises(DriftError, match=r"^the prompt was taken over meanwhile, by acme/other/dev/theirs; run"):
            call()
    assert registry.read(head.id).labels == replace(seen, nonce="after", marker="acme/other/dev/theirs")


def test_a_file_of_the_first_form_is_brought_to_todays(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.executescript(FIRST_FORM.read_text(encoding="utf-8"))
    registry = Local(str(file))
    head = registry.find("triage")
    assert head is not None
    assert (head.uri, head.description, head.metadata) == (
        "local:d0e39575/1c35e196b1b1",
        "Sorts tickets.",
        {"owner": {"since": 2024}},
    )
    assert head.digest == "sha256:510492828acc7a9ff643ea176905b38c6cd1d3ed903cd5a68c98850a89377a0f"
    assert head.labels == Labels({"team": "desk"}, "acme/shop/dev/triage", None)
    first, second = registry.versions(head.id)
    assert (first.version, first.description, first.version_name) == ("1", "The first.", "stable")
    assert first.digest == "sha256:3a6b076531c860722b1007acb4acb6e95b5aa5e14048ecde4b7f15bb63dcb873"
    assert second.digest == head.digest
    assert first.labels == second.labels == Labels(marker="acme/shop/dev/published")
    write(registry, head.ref, desired("triage", nonce="new"), Change(frozenset()))
    assert published(Local(str(file)), head.id) == ["3"]
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (TODAY,)


def test_a_file_of_the_second_form_gets_aliases(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.executescript(SECOND_FORM.read_text(encoding="utf-8"))
    registry = Local(str(file))
    head = registry.find("triage")
    assert head is not None
    assert head.labels == Labels({"team": "desk"}, "acme/shop/dev/triage", "0123456789abcdef")
    assert [*registry.aliases(head.id)] == []
    alias = Alias("production", "2", MARKER, "n1")
    registry.set_alias(head.id, alias, None)
    assert [*Local(str(file)).aliases(head.id)] == [alias]
    assert [version.version_name for version in registry.versions(head.id)] == [None, "stable"]
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (TODAY,)


def test_moves_of_several_processes_are_one_after_the_other(processes: Pool, file: Path, registry: Local) -> None:
    """Each saw what the one before wrote: none is lost."""
    prompt_id = registry.create(desired("triage")).id
    published(registry, prompt_id, 2)
    tasks = [(str(file), prompt_id, f"p{process}-", 100) for process in range(PROCESSES)]
    moves = [each for made in processes.starmap(move, tasks, chunksize=1) for each in made]
    after = dict(moves)
    assert len(after) == len(moves) > PROCESSES
    last: str | None = None
    for _ in moves:
        last = after[last]
    (alias,) = registry.aliases(prompt_id)
    assert alias.nonce == last


def test_a_file_of_a_later_release_is_left_alone(file: Path, registry: Local) -> None:
    registry.create(desired("triage"))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA user_version = 1000")
    with pytest.raises(ConfigurationError, match=r"^a later release made the file; install that release or a later"):
        Local(str(file)).find("triage")


def test_a_content_of_a_newer_release_is_an_obstacle_and_no_crash(file: Path, registry: Local) -> None:
    prompt_id = registry.create(desired("triage")).id
    published(registry, prompt_id)
    with closing(sqlite3.connect(file)) as db, db:
        for table in ("prompts", "versions"):
            db.execute(f"UPDATE {table} SET content = ?", ('{"template": "x", "sound": "y"}',))
    head = registry.read(prompt_id)
    assert (head.content, head.digest) == (None, "")
    assert head.obstacle == "1 of its values are not among those that this package knows"
    assert registry.read_version(prompt_id, "1").digest == ""


def test_the_default_is_a_file_beside_the_program() -> None:
    assert Local.settings.model_validate({"kind": "local"}).model_dump() == {"kind": "local", "path": "prompts.db"}
