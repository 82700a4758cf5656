"""The small examples: each README is followed to the letter, and what it says beside its commands holds."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from acceptance.stack import Stack, environment_of
from acceptance.tutorial import Reader
from fakes.bedrock import REGION, BedrockFake
from fakes.bedrock.fixtures import bedrock_fake  # noqa: F401 (fixture)

EXAMPLES = Path(__file__).parents[2] / "examples"


def copy_of(name: str, folder: Path) -> Path:
    """An example in a clone whose virtual environment is that of the tests."""
    ignored = shutil.ignore_patterns("*.db*", "__pycache__", ".venv")
    (folder / ".venv").symlink_to(sys.prefix)
    return shutil.copytree(EXAMPLES / name, folder / "examples" / name, ignore=ignored)


@pytest.mark.parametrize("name", ["component", "folder", "outputs"])
def test_the_readme_can_be_followed_to_the_letter(name: str, tmp_path: Path) -> None:
    reader = Reader(copy_of(name, tmp_path), environment_of(tmp_path / "engine"))
    reader.follow(EXAMPLES / name / "README.md")
    assert reader.done[-1].startswith("pulumi stack rm --yes dev")


def test_a_component_protects_its_prompt_and_holds_production(tmp_path: Path) -> None:
    stack = Stack(copy_of("component", tmp_path))
    program = stack.folder / "__main__.py"
    stack.config_set("triage-in-production", "1")
    stack.up()
    edited = program.read_text().replace("one word", "a word")
    protected = edited.replace("parameters=", "opts=pulumi.ResourceOptions(protect=True),\n    parameters=")
    program.write_text(protected)
    changed = {"Prompt triage", "PromptVersion triage", "PromptAlias triage-staging"}
    assert {f"update {key}" for key in changed} <= stack.up().steps
    versions = {key: each["outputs"]["version"] for key, each in stack.resources().items() if "triage-" in key}
    assert versions == {"PromptAlias triage-staging": "2", "PromptAlias triage-production": "1"}
    assert all(each.get("protect") for key, each in stack.resources().items() if "triage" in key)


def test_an_application_gets_a_policy_for_exactly_its_prompt(
    tmp_path: Path,
    bedrock_fake: BedrockFake,  # noqa: F811
) -> None:
    """Without the role beside it, which needs AWS."""
    folder = copy_of("bedrock", tmp_path)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "__main__.py").write_text("import desk\n")
    stack = Stack(folder, "dev", bedrock_fake.environ())
    stack.config_set("prompts:backend.endpoint_url", bedrock_fake.url, "--path")
    stack.up()
    outputs = stack.outputs()
    (prompt,) = bedrock_fake.registry(region=REGION).prompts.values()
    assert outputs["uri"] == prompt.arn
    reads, renders, invokes = json.loads(outputs["policy"])["Statement"]
    assert reads["Resource"] == prompt.arn
    assert renders["Resource"] == [prompt.arn, f"{prompt.arn}:*"]
    model = prompt.draft.fields["variants"][0]["modelId"]
    assert invokes["Resource"] == f"arn:aws:bedrock:{REGION}::foundation-model/{model}"
    stack.destroy()


def test_the_role_beside_it_is_python() -> None:
    compile((EXAMPLES / "bedrock" / "__main__.py").read_text(), "__main__.py", "exec")
