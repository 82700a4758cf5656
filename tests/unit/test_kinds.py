"""Which registries there are, the installed packages say: ours is one of them."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from pulumi_prompts.registries.kinds import GROUP, KINDS, backend_class


@pytest.mark.parametrize("kind", KINDS)
def test_a_registry_has_one_name(kind: str) -> None:
    backend = backend_class(kind)
    assert backend.support.kind == kind
    assert get_args(backend.settings.model_fields["kind"].annotation) == (kind,)
    assert backend.options is None or backend.options.kind == kind


def test_the_embedded_registry_stands_first() -> None:
    first, *others = KINDS
    assert (first, others) == ("local", sorted(others))


def test_another_package_brings_a_registry(tmp_path: Path) -> None:
    metadata = tmp_path / "zinc_prompts-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: zinc-prompts\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{GROUP}]\nzinc = zinc_prompts:Zinc\n")
    (tmp_path / "zinc_prompts.py").write_text("from pulumi_prompts.registries.local import Local as Zinc\n")
    program = (
        "import sys; from pulumi_prompts.registries.session import Target\n"
        "print(*Target.of({'kind': 'zincc'}).failures); print('zinc_prompts' in sys.modules)\n"
        "print(Target.of({'kind': 'zinc'}).backend.__module__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": str(tmp_path)}
    )
    refused, was_loaded, module = done.stdout.splitlines()
    kinds = ", ".join([*KINDS, "zinc"])
    assert refused == f"backend.kind: must be one of {kinds}; did you mean `zinc`?"
    assert was_loaded == "False"
    assert module == "pulumi_prompts.registries.local.adapter"


def test_only_registries_that_options_name_are_loaded() -> None:
    program = (
        "import sys; from pulumi_prompts.registries.kinds import content_from\n"
        "content_from({'options': {'mlflow': {'extra_params': {'n': 1}}}})\n"
        "print(*(name for name in sys.modules if name.count('.') == 2 and '.registries.' in name))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {name.rpartition(".")[2] for name in done.stdout.split()} & {*KINDS} == {"mlflow"}
