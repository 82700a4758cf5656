"""Where actionlint comes from, tried with small shell scripts in its place and in that of go."""

import subprocess
import sys
from pathlib import Path

LINTER = Path(__file__).resolve().parents[1] / "engine" / "workflow_linter.py"
GO = """case "$1" in
  version) echo go version go1.99.0 linux/amd64 ;;
  build) while [ "$1" != -o ]; do shift; done; printf '#!/bin/sh\\necho 1.7.12\\n' > "$2"; chmod 755 "$2" ;;
esac"""


def linter(root: Path) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": str(root / "path"), "HOME": str(root), "XDG_CACHE_HOME": str(root / "cache")}
    return subprocess.run([sys.executable, str(LINTER)], env=env, capture_output=True, text=True, check=False)


def program(root: Path, name: str, body: str) -> Path:
    (folder := root / "path").mkdir(exist_ok=True)
    (file := folder / name).write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n")
    file.chmod(0o755)
    return file


def test_an_actionlint_on_path_is_used(tmp_path: Path) -> None:
    file = program(tmp_path, "actionlint", "exit 1")
    assert linter(tmp_path).stdout == f"{file}\n"


def test_one_is_built_into_the_cache_and_used_again(tmp_path: Path) -> None:
    go = program(tmp_path, "go", GO)
    built = tmp_path / "cache" / "pulumi-prompts" / "engine" / "actionlint-1.7.12" / "bin" / "actionlint"
    assert linter(tmp_path).stdout == f"{built}\n"
    go.unlink()
    again = linter(tmp_path)
    assert (again.stdout, again.stderr) == (f"{built}\n", "")


def test_without_go_it_says_what_to_do(tmp_path: Path) -> None:
    done = linter(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no go on PATH. Install actionlint 1.7.12, or Go 1." in done.stderr
