"""Each registry is a folder that imports no other one: whichever there are, nobody lists them."""

import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import grimp
import pytest
import yaml

from pulumi_prompts.registries.kinds import GROUP, KINDS

REGISTRIES = "pulumi_prompts.registries"
ROOT = Path(__file__).parents[2]
EACH_HAS = (
    "docs/quickstart/{}.md",
    "examples/registries/Pulumi.{}.yaml",
    "tests/acceptance/registries/{}.py",
    "tests/backends/test_{}.py",
)


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("pulumi_prompts", cache_dir=None)


def folders(graph: grimp.ImportGraph) -> frozenset[str]:
    """Those with an adapter."""
    return frozenset(module for module in graph.find_children(REGISTRIES) if f"{module}.adapter" in graph.modules)


def test_each_folder_has_an_entry_point(graph: grimp.ImportGraph) -> None:
    installed = {entry.module for entry in entry_points(group=GROUP) if entry.module.startswith(REGISTRIES)}
    assert folders(graph) == installed


def test_none_imports_another_and_all_stand_on_what_they_share(graph: grimp.ImportGraph) -> None:
    shared = graph.find_children(REGISTRIES) - folders(graph)
    layers = [grimp.Layer(*folders(graph), independent=True), grimp.Layer(*shared, independent=False)]
    assert not graph.find_illegal_dependencies_for_layers(layers)


def test_what_they_share_has_a_layer(graph: grimp.ImportGraph) -> None:
    """The order of the layers is in pyproject.toml."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (layers,) = (each["layers"] for each in contracts if each.get("containers") == [REGISTRIES])
    ordered = {f"{REGISTRIES}.{name}" for layer in layers for name in layer.split(" | ")}
    assert graph.find_children(REGISTRIES) - folders(graph) == ordered


@pytest.mark.parametrize("kind", KINDS)
def test_each_has_what_the_others_have(kind: str) -> None:
    """A page, a stack of the example, a world for programs on the engine, and the conformance suite."""
    assert [path for path in EACH_HAS if not (ROOT / path.format(kind)).exists()] == []


def test_each_can_be_named_in_a_report_of_a_bug() -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "bug.yml").read_text())
    (registry,) = (field["attributes"]["options"] for field in form["body"] if field.get("id") == "registry")
    assert registry == [*KINDS, "one of another package"]
