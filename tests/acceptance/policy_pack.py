"""examples/policy as an executable: the language host that is built from Go modules cannot run a pack."""

import shutil
from pathlib import Path

from venvs import Venv

EXAMPLES = Path(__file__).parents[2] / "examples"

_SDK = Venv("pulumi_policy", Path(__file__).parents[1] / "policy_pack" / "requirements.txt")

_BY_SCRIPT = """\
#!/bin/sh
cd "$(dirname "$0")" && exec venv/bin/python -u -m pulumi.policy "$1" .
"""


def pack_in(folder: Path) -> tuple[str, str]:
    """The options of a command that runs the pack, of which `folder` gets a copy."""
    shutil.copytree(EXAMPLES / "policy", folder, ignore=shutil.ignore_patterns("__pycache__", "venv"))
    (folder / "venv").symlink_to(_SDK.python().parents[1])
    script = folder / "pack"
    script.write_text(_BY_SCRIPT)
    script.chmod(0o755)
    return "--policy-pack", str(script)
