"""What people of the project rely on beside the code: the release, the map of the house, the forms, the examples."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LINES_OF_A_SCREEN = 75
TUTORIALS = ("promotion",)
_RELEASE = re.compile(r"^## \[(?P<version>[^\]]+)\](?: - \d{4}-\d{2}-\d{2})?$", re.MULTILINE)


def test_the_changelog_ends_with_the_version_of_the_package() -> None:
    unreleased, newest, *_ = _RELEASE.finditer((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert (unreleased["version"], newest["version"]) == ("Unreleased", PROJECT["version"])
    assert newest[0] != f"## [{PROJECT['version']}]", "a release has a date"


def test_the_release_check_has_its_tools() -> None:
    recipe = re.search(r"^release-check:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
    needed = {re.split(r"[<>=\[]", each)[0] for each in PROJECT["optional-dependencies"]["dev"]}
    assert recipe
    assert all(tool in recipe[1] and tool in needed for tool in ("build", "twine", "pytest"))


def test_contributing_names_targets_that_there_are() -> None:
    named = set(re.findall(r"(?:^    |`)make ([a-z-]+)", CONTRIBUTING, re.MULTILINE))
    assert len(named) > 8
    assert named <= set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))


def test_the_map_of_the_house_has_each_package_and_no_folder_that_is_not_there() -> None:
    packages = folders_of_the_map("provider/pulumi_prompts")
    assert packages == {file.parent.name for file in (ROOT / "provider" / "pulumi_prompts").glob("*/__init__.py")}
    assert folders_of_the_map("tests") <= {folder.name for folder in (ROOT / "tests").iterdir()}


def folders_of_the_map(part: str) -> set[str]:
    block = re.search(rf"^    {part}/\n((?:      .*\n)+)", CONTRIBUTING, re.MULTILINE)
    assert block
    left = [re.split(r"\s{2,}", line.strip())[0] for line in block[1].splitlines()]
    return {word.rstrip("/") for names in left for word in names.split() if word.endswith("/")}


@pytest.mark.parametrize(
    "form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml")), ids=lambda form: form.stem
)
def test_a_form_for_issues_asks_each_question_once(form: Path) -> None:
    read = yaml.safe_load(form.read_text(encoding="utf-8"))
    questions = [each["id"] for each in read["body"] if each["type"] != "markdown"]
    assert read["name"]
    assert read["description"]
    assert len(questions) == len(set(questions)) > 0


def test_an_example_has_a_readme_of_a_screen() -> None:
    for example in (
        folder for folder in (ROOT / "examples").iterdir() if folder.is_dir() and folder.name[0] not in "._"
    ):
        lines = (example / "README.md").read_text(encoding="utf-8").splitlines()
        assert example.name in TUTORIALS or len(lines) <= LINES_OF_A_SCREEN, example.name
