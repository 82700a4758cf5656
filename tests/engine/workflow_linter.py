"""Finds or builds actionlint, which checks GitHub's workflows, and prints its path: `make lint` runs it.

On PATH, else in the cache of the engine, else built from Go modules at the versions pinned in actionlint/go.mod.
Standard library only, as bootstrap.py.
"""

import shutil
import sys
from pathlib import Path

from go_build import compile_package, go_command
from store import HERE, NotHere, PassedOver, answer, cache, made_once, oldest_go, say

MODULE = HERE / "actionlint"
PACKAGE = "github.com/rhysd/actionlint/cmd/actionlint"
VERSION = "1.7.12"


def usable(folder: Path) -> Path:
    if not (folder / "actionlint").exists():
        raise NotHere(f"no actionlint in {folder}")
    answer(folder / "actionlint", "-version")
    return folder


def build_into(folder: Path) -> None:
    say(f"building actionlint {VERSION} from Go modules, once for this machine")
    compile_package(go_command(), MODULE, PACKAGE, folder / "bin" / "actionlint")


def linter() -> Path:
    if found := shutil.which("actionlint"):
        return Path(found)
    return made_once(cache() / f"actionlint-{VERSION}", build_into, usable) / "actionlint"


def main() -> int:
    try:
        print(linter())
    except (PassedOver, OSError) as why:
        say(f"no actionlint: {why}. Install actionlint {VERSION}, or Go {oldest_go()} or later, and run this again.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
