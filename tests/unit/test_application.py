"""What an application reads of the embedded registry."""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import pulumi_prompts
from backends.test_local import TestLocal as Suite
from pulumi_prompts import ServedPrompt
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.errors import ConfigurationError, InputError, NotFoundError, PromptsError, UnavailableError
from pulumi_prompts.registries.base import Alias, Change, Publication, Ref
from pulumi_prompts.registries.kinds import content_from
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.local.store import LATER
from pulumi_prompts.testing.base import write
from unit.local_writers import MARKER, desired
from unit.reading_while_writing import READERS, ROUNDS, readers, write_versions

GOLDEN = Path(__file__).parents[1] / "golden"
TEXTS = ("Sort {{ticket}}.", "Sort {{ticket}} in {{ language }}.")
DIGESTS = tuple(digest_of(Content(template=text)) for text in TEXTS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "prompts.db"


@pytest.fixture
def registry(file: Path) -> Local:
    return Local(str(file))


@pytest.fixture
def triage(registry: Local) -> Ref:
    """Two versions, of which `production` is the first and `staging` the second; the head is a third content."""
    ref = registry.create(desired("triage"))
    for number, text in enumerate(TEXTS, start=1):
        wanted = desired("triage", content=Content(template=text))
        write(registry, ref, wanted, Change(frozenset({"content"})))
        registry.publish(ref.id, Publication(wanted.digest, MARKER, MARKER, version_name=["stable", "2.0"][number - 1]))
    write(registry, ref, desired("triage", content=Content(template="Not published.")), Change(frozenset({"content"})))
    for alias, version in (("production", "1"), ("staging", "2")):
        registry.set_alias(ref.id, Alias(alias, version, MARKER, "n"), None)
    return ref


def line_of(kind: type[PromptsError], call: Callable[[], object]) -> str:
    with pytest.raises(kind) as raised:
        call()
    assert type(raised.value) is kind
    (line,) = str(raised.value).splitlines()
    return line


@pytest.mark.parametrize("sample", [*Suite.declare.contents])
def test_it_is_what_was_declared_in_plain_data(file: Path, registry: Local, sample: str) -> None:
    content = Suite.declare.contents[sample]
    registry.create(desired("triage", content=content))
    served = pulumi_prompts.read("triage", path=file)
    plain = {each.name: getattr(served, each.name) for each in fields(served)}
    assert (plain.pop("name"), plain.pop("version"), plain.pop("digest")) == ("triage", None, digest_of(content))
    said = {name: value for name, value in plain.items() if value not in (None, [], {})}
    assert digest_of(content_from(said)) == digest_of(content)
    assert served.variables == content.used_variables


def test_it_has_every_word_of_a_content() -> None:
    """So that a new sort of content is not left out here; nothing of it would be read."""
    names = {each.name for each in fields(ServedPrompt)}
    assert names == {"name", "version", "digest", *Content.model_fields}


@pytest.mark.parametrize(
    ("alias", "version", "number"),
    [
        ("production", None, "1"),
        ("staging", None, "2"),
        (None, "1", "1"),
        (None, "2", "2"),
        (None, "stable", "1"),
        (None, "2.0", "2"),
        (None, DIGESTS[0], "1"),
        (None, DIGESTS[1], "2"),
    ],
)
def test_which_version_is_meant(file: Path, triage: Ref, alias: str | None, version: str | None, number: str) -> None:
    served = pulumi_prompts.read("triage", alias=alias, version=version, path=str(file))
    index = int(number) - 1
    assert (served.version, served.template, served.digest) == (number, TEXTS[index], DIGESTS[index])


def test_without_both_it_is_the_head(file: Path, triage: Ref) -> None:
    served = pulumi_prompts.read("triage", path=file)
    assert (served.version, served.template) == (None, "Not published.")


def test_a_number_counts_more_than_a_name(file: Path, registry: Local, triage: Ref) -> None:
    registry.describe_version(triage.id, "2", None, "1")
    assert pulumi_prompts.read("triage", version="1", path=file).version == "1"


def test_the_newest_of_a_content_is_meant_by_its_digest(file: Path, registry: Local, triage: Ref) -> None:
    write(registry, triage, desired("triage", content=Content(template=TEXTS[0])), Change(frozenset({"content"})))
    registry.publish(triage.id, Publication(DIGESTS[0], MARKER, MARKER))
    assert pulumi_prompts.read("triage", version=DIGESTS[0], path=file).version == "3"


def test_the_file_is_that_of_the_working_directory(file: Path, triage: Ref, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    assert pulumi_prompts.read("triage", alias="production").version == "1"


# filling in


def prompt(**content: object) -> ServedPrompt:
    given = {"variables": ("ticket", "tone-of-voice"), "template": "{{ticket}} {{ tone-of-voice }} {{ticket}}"}
    return ServedPrompt("triage", "1", "sha256:x", **{**given, **content})  # type: ignore[arg-type]


def test_a_text_is_filled_in() -> None:
    filled = prompt().format(ticket="T", **{"tone-of-voice": "V"})
    assert (filled.template, filled.variables, filled.digest) == ("T V T", (), "sha256:x")
    assert filled.format() == filled


def test_a_chat_is_filled_in() -> None:
    messages = [
        {"role": "system", "content": "You have {{tone-of-voice}}.", "name": "house"},
        {"role": "user", "content": ["Ticket:", "{{ticket}}"]},
    ]
    before = prompt(template=None, messages=messages)
    filled = before.format(ticket="T", **{"tone-of-voice": "V"})
    assert filled.messages == [
        {"role": "system", "content": "You have V.", "name": "house"},
        {"role": "user", "content": ["Ticket:", "T"]},
    ]
    assert before.messages == messages, "the next request fills the same prompt in again"


def test_what_a_value_holds_is_no_variable() -> None:
    filled = prompt().format(ticket=r"{{tone-of-voice}} \1 {x}", **{"tone-of-voice": "V"})
    assert filled.template == r"{{tone-of-voice}} \1 {x} V {{tone-of-voice}} \1 {x}"
    assert filled.format().template == filled.template


def test_what_is_no_variable_stays() -> None:
    text = "{ticket} {{ }} {{#if x}} {{näme}} {{{ticket}}}"
    assert prompt(template=text, variables=("ticket",)).format(ticket="T").template == text.replace("{{ticket}}", "T")


def test_a_variable_may_have_any_name(file: Path, registry: Local) -> None:
    registry.create(desired("triage", content=Content(template="{{self}} {{name}} {{2nd}}")))
    served = pulumi_prompts.read("triage", path=file)
    assert served.format(**{"self": "a", "name": "b", "2nd": "c"}).template == "a b c"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "no value for `ticket`, `tone-of-voice`"),
        ({"ticket": "T"}, "no value for `tone-of-voice`"),
        ({"ticket": "T", "tone": "V"}, "no value for `tone-of-voice`; no variable of it is `tone`"),
        ({"ticket": "T", "tone-of-voice": "V", "x": "", "y": ""}, "no variable of it is `x`, `y`"),
        ({"ticket": 7, "tone-of-voice": None}, "no text for `ticket`, `tone-of-voice`"),
    ],
)
def test_values_must_be_those_of_the_variables(values: dict[str, str], said: str) -> None:
    line = line_of(InputError, lambda: prompt().format(**values))
    assert line == f"filling in the prompt 'triage': {said}; its variables are `ticket`, `tone-of-voice`"


def test_a_prompt_without_variables_takes_none() -> None:
    line = line_of(InputError, lambda: prompt(variables=(), template="Hi").format(x="y"))
    assert line == "filling in the prompt 'triage': no variable of it is `x`; it has no variables"


def test_it_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        prompt().template = "Other"  # type: ignore[misc]


# what is not there


def test_what_is_not_there_is_told_with_what_is(file: Path, registry: Local, triage: Ref) -> None:
    registry.create(desired("faq"))
    start = f"reading the prompt 'triage' in {file}: "
    today = re.compile(r", \d{4}-\d\d-\d\d\)")
    known = f"it has 2 ({DIGESTS[1]}), 1 ({DIGESTS[0]})"
    for arguments, said in (
        ({"alias": "live"}, "it has no alias 'live'; it has 'production' (version 1), 'staging' (version 2)"),
        ({"version": "9"}, f"it has no version '9'; {known}"),
        ({"version": "sha256:9"}, f"it has no version 'sha256:9'; {known}"),
        ({"version": ""}, f"it has no version ''; {known}"),
    ):
        line = line_of(NotFoundError, lambda arguments=arguments: pulumi_prompts.read("triage", path=file, **arguments))  # type: ignore[misc]
        assert today.sub(")", line) == start + said
    assert line_of(NotFoundError, lambda: pulumi_prompts.read("x", path=file)) == (
        f"reading the prompt 'x' in {file}: there is no such prompt; the file has 'faq', 'triage'"
    )


def test_a_prompt_without_versions_and_aliases_says_so(file: Path, registry: Local) -> None:
    registry.create(desired("triage"))
    for arguments in ({"alias": "live"}, {"version": "1"}):
        line = line_of(NotFoundError, lambda arguments=arguments: pulumi_prompts.read("triage", path=file, **arguments))  # type: ignore[misc]
        assert line.endswith("; it has none yet")


def test_an_alias_that_dangles_is_told(file: Path, registry: Local, triage: Ref) -> None:
    registry.delete_version(triage.id, "2")
    line = line_of(NotFoundError, lambda: pulumi_prompts.read("triage", alias="staging", path=file))
    assert "its alias 'staging' points at version 2, which is gone; it has 1 (sha256:" in line


def test_of_many_things_some_are_told(file: Path, registry: Local) -> None:
    for number in range(13):
        registry.create(desired(f"prompt-{number:02}"))
    line = line_of(NotFoundError, lambda: pulumi_prompts.read("x", path=file))
    assert line.endswith("the file has " + ", ".join(f"'prompt-{number:02}'" for number in range(10)) + ", 3 more")


def test_an_alias_and_a_version_exclude_each_other(file: Path, triage: Ref) -> None:
    line = line_of(InputError, lambda: pulumi_prompts.read("triage", alias="staging", version="1", path=file))
    assert line == f"reading the prompt 'triage' in {file}: an alias and a version are given; give one of them"


# the file


def test_a_file_that_is_not_there_is_not_made(file: Path) -> None:
    line = line_of(NotFoundError, lambda: pulumi_prompts.read("triage", path=file))
    said = "there is no such file; `path` is that of the stack's backend"
    assert line == f"reading the prompt 'triage' in {file}: {said}"
    assert not file.exists()


def test_a_file_of_something_else_is_told(file: Path) -> None:
    file.write_text("This is a text, and long enough to be looked at." * 20)
    line = line_of(UnavailableError, lambda: pulumi_prompts.read("triage", path=file))
    assert line.startswith(f"reading the prompt 'triage' in {file}: {file}: file is not a database; check the path")


def test_a_file_that_is_only_being_made_has_no_prompts(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.execute("CREATE TABLE registry (id TEXT NOT NULL)")
    line = line_of(NotFoundError, lambda: pulumi_prompts.read("triage", path=file))
    assert line.endswith("there is no such prompt; the file has none yet")


@pytest.mark.parametrize("form", ["local_first_form.sql", "local_second_form.sql"])
def test_a_file_of_an_earlier_release_is_read_and_left_as_it_is(file: Path, form: str) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.executescript((GOLDEN / form).read_text(encoding="utf-8"))
    before = file.read_bytes()
    assert pulumi_prompts.read("triage", version="stable", path=file).version in ("1", "2")
    line = line_of(NotFoundError, lambda: pulumi_prompts.read("triage", alias="production", path=file))
    assert line.endswith("it has no alias 'production'; it has none yet")
    assert file.read_bytes() == before


def test_what_a_later_release_wrote_is_told(file: Path, triage: Ref) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE prompts SET content = ?", ('{"template": "x", "sound": "y"}',))
    line = line_of(ConfigurationError, lambda: pulumi_prompts.read("triage", path=file))
    assert line.endswith(f"a later release wrote its content; {LATER}")
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA user_version = 1000")
    line = line_of(ConfigurationError, lambda: pulumi_prompts.read("triage", path=file))
    assert line.endswith(f"a later release made the file; {LATER}")


def test_reading_waits_for_no_writer_and_makes_none_wait(file: Path, triage: Ref) -> None:
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE aliases SET version = 2")
        assert pulumi_prompts.read("triage", alias="production", path=file).version == "1"
        writer.execute("COMMIT")
    assert pulumi_prompts.read("triage", alias="production", path=file).version == "2"


def test_a_file_in_a_folder_that_cannot_be_written_to(
    file: Path, registry: Local, triage: Ref, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the image of a container, for example; nothing is put beside it then."""
    with closing(sqlite3.connect(file)) as db:
        copy = file.parent / "image" / "prompts?#% .db"
        copy.parent.mkdir()
        db.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as db:
        db.execute("PRAGMA journal_mode = WAL")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    opened: list[str] = []
    connect = sqlite3.connect

    def hear(address: str, *arguments: object, **more: object) -> sqlite3.Connection:
        opened.append(address)
        return connect(address, *arguments, **more)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", hear)
    assert pulumi_prompts.read("triage", alias="production", path=copy).version == "1"
    assert pulumi_prompts.read("triage", alias="production", path=file).version == "1"
    assert [address.partition("?")[2] for address in opened] == ["immutable=1", "mode=ro"]
    assert [*copy.parent.iterdir()] == [copy]


def test_applications_read_while_up_writes(file: Path, tmp_path: Path) -> None:
    """Whatever they read was there at one moment: the text of the version that the alias had."""
    with readers(str(file), tmp_path) as reports:
        write_versions(str(file))
    assert len(reports) == READERS
    for report in reports:
        read = [line.split() for line in report.read_text(encoding="utf-8").splitlines()]
        numbers = [int(version) for version, _ in read]
        assert all(version == text for version, text in read)
        assert numbers == sorted(numbers)
        assert (len(set(numbers)) > 1, numbers[-1]) == (True, ROUNDS)
