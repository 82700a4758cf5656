"""Each registry is a folder that imports no other one: whichever there are, nobody lists them."""

import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import grimp
import pytest

from pulumi_prompts.registries.kinds import GROUP

REGISTRIES = "pulumi_prompts.registries"
ROOT = Path(__file__).parents[2]


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
