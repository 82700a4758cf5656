"""Texts of other files in a prompt: as they stand, or with what they include."""

from pathlib import Path

import pytest

from pulumi_prompts.errors import FileError
from pulumi_prompts.files.fragments import OUTSIDE, TOO_MANY
from pulumi_prompts.files.loading import load


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("Pulumi.yaml").touch()
    return folder


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text.encode())


def template(named: str) -> str:
    write("prompts/a.yaml", f"template: {named}\n")
    text: str = load("prompts/a.yaml")["template"]
    return text


def refused(named: str) -> FileError:
    with pytest.raises(FileError) as caught:
        template(named)
    return caught.value


def test_an_included_text_takes_the_place_of_its_name_without_its_last_line_break() -> None:
    write("prompts/a.txt", "Sort.\n\n{{> ../shared/style.md}}\n{{ticket}} by {{>../shared/company.txt }}.\n")
    write("shared/style.md", "Be brief.\n{{> more/tone.md}}\n\n")
    write("shared/more/tone.md", "Be kind.")
    write("shared/company.txt", "Acme\n")
    text = "Sort.\n\nBe brief.\nBe kind.\n\n{{ticket}} by Acme.\n"
    assert template("{include: a.txt}") == text
    write(
        "prompts/b.yaml",
        "messages:\n- role: user\n  content: {include: a.txt}\n- {role: user, content: '{{> a.txt}}'}\n",
    )
    assert [each["content"] for each in load("prompts/b.yaml")["messages"]] == [text, "{{> a.txt}}"]


def test_one_may_be_included_twice() -> None:
    write("prompts/a.txt", "{{> b.txt}}{{> b.txt}}")
    write("prompts/b.txt", "b")
    assert template("{include: a.txt}") == "bb"


def test_a_file_that_is_taken_as_it_stands_includes_nothing() -> None:
    write("prompts/a.txt", "{{> b.txt}}\n")
    assert template("{file: a.txt}") == "{{> b.txt}}\n"


@pytest.mark.parametrize("text", ["{{>\nb.txt}}", "{{> {b} }}", "{ {> b.txt}}", "{{b}}", "{{> b.txt}"])
def test_what_only_looks_like_an_include_is_text(text: str) -> None:
    write("prompts/a.txt", text)
    assert template("{include: a.txt}") == text


def test_a_cycle_is_told_in_a_line_with_its_place() -> None:
    write("prompts/a.txt", "a\n{{> b.txt}}")
    write("prompts/b.txt", "b {{> ../prompts/a.txt}}")
    error = refused("{include: a.txt}")
    assert str(error) == (
        "prompts/b.txt, line 1, column 3: includes itself: prompts/a.txt -> prompts/b.txt -> prompts/../prompts/a.txt"
    )


def test_what_includes_itself_is_one() -> None:
    write("prompts/a.txt", "{{> a.txt}}")
    assert refused("{include: a.txt}").what == "includes itself: prompts/a.txt -> prompts/a.txt"


def test_what_doubles_without_an_end_is_refused() -> None:
    for number in range(60):
        write(f"prompts/{number}.txt", f"{{{{> {number + 1}.txt}}}}{{{{> {number + 1}.txt}}}}")
    write("prompts/60.txt", "a")
    assert refused("{include: 0.txt}").what == f"prompts/0.txt: {TOO_MANY}"


@pytest.mark.parametrize("key", ["file", "include"])
@pytest.mark.parametrize("path", ["../../secret.txt", "link.txt", "{absolute}"])
def test_a_path_out_of_the_project_is_refused(key: str, path: str, project: Path) -> None:
    secret = project.parent / "secret.txt"
    secret.write_text("secret")
    Path("prompts").mkdir()
    Path("prompts/link.txt").symlink_to(secret)
    named = path.format(absolute=secret)
    error = refused(f"{{{key}: {named}}}")
    assert (error.file, error.line) == ("prompts/a.yaml", 1)
    assert error.what == f"{Path('prompts') / named}: {OUTSIDE} {project}"


def test_one_that_is_included_is_told_where_it_is_named(project: Path) -> None:
    write("prompts/a.txt", "a\nb {{> ../../secret.txt}}")
    error = refused("{include: a.txt}")
    assert (error.file, error.line, error.column) == ("prompts/a.txt", 2, 3)
    assert error.what == f"prompts/../../secret.txt: {OUTSIDE} {project}"
    write("prompts/a.txt", "a\nb {{> none.txt}}")
    error = refused("{include: a.txt}")
    assert (error.what, error.line, error.column) == ("prompts/none.txt: No such file or directory", 2, 3)


def test_without_a_project_the_working_folder_is_one(project: Path) -> None:
    Path("Pulumi.yaml").unlink()
    write("shared/b.txt", "b")
    assert template("{file: ../shared/b.txt}") == "b"
    assert refused("{file: ../../b.txt}").what == f"prompts/../../b.txt: {OUTSIDE} {project}"


def test_that_of_a_file_elsewhere_is_its_own_project(tmp_path: Path, project: Path) -> None:
    write(str(tmp_path / "other" / "Pulumi.yaml"), "")
    write(str(tmp_path / "other" / "shared" / "b.txt"), "b")
    write(str(tmp_path / "other" / "prompts" / "a.yaml"), "template: {file: ../shared/b.txt}\n")
    assert load(tmp_path / "other" / "prompts" / "a.yaml") == {"template": "b"}
