"""What a package with a registry of its own may rely on: the page says it, and the template uses nothing else."""

import ast
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adding-a-registry.md"
TEMPLATE = sorted((ROOT / "examples" / "registry-package").rglob("*.py"))
_ROW = re.compile(r"^\| `(pulumi_prompts\.[\w.]+)` \| (.+) \|$", re.MULTILINE)


def promised() -> Mapping[str, frozenset[str]]:
    """The public names of each module, as the page lists them; `all` are those of the module itself."""
    rows = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {name: _all_of(name) if said == "all" else frozenset(re.findall(r"`(\w+)`", said)) for name, said in rows}


def _all_of(name: str) -> frozenset[str]:
    module = import_module(name)
    return frozenset(getattr(module, "__all__", (each for each in vars(module) if not each.startswith("_"))))


def imported_by(file: Path) -> Iterator[tuple[str, str]]:
    """The names of ours that a file imports, each with its module."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("pulumi_prompts"):
            yield from ((node.module, alias.name) for alias in node.names)


@pytest.mark.parametrize("module", promised())
def test_what_is_promised_is_there(module: str) -> None:
    assert promised()[module] <= {*vars(import_module(module))}


@pytest.mark.parametrize("file", TEMPLATE, ids=lambda file: file.stem)
def test_the_template_needs_no_more_than_is_promised(file: Path) -> None:
    """Beside what programs import."""
    modules = promised()
    said = [(module, name) for module, name in imported_by(file) if module != "pulumi_prompts"]
    unpromised = {
        f"{module}.{name}"
        for module, name in said
        if name not in modules.get(module, ()) and f"{module}.{name}" not in modules
    }
    assert unpromised == set()
