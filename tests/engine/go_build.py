"""Builds the engine from Go modules at the versions pinned in cli/go.mod and language/go.mod."""

import re
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from store import (
    CLI,
    LANGUAGE,
    NotHere,
    PassedOver,
    answer,
    built_engine,
    environment,
    made_once,
    oldest_go,
    pulumi_version,
    say,
)

CLI_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
LANGUAGE_PACKAGE = "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python"
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
SECONDS_BETWEEN_PROGRESS_LINES = 5.0


def numbers(version: str) -> tuple[int, ...]:
    major, minor, patch = re.findall(r"\d+", f"{version}.0")[:3]
    return int(major), int(minor), int(patch)


def go_command() -> str:
    go = shutil.which("go")
    if go is None:
        raise NotHere("no go on PATH")
    # Asked inside the module: an older Go may fetch the toolchain that go.mod names, and then is new enough.
    said = answer(go, "version", cwd=CLI)
    found = re.search(r"\bgo(\d+\.\d+(?:\.\d+)?)", said)
    if found is None or numbers(found[1]) < numbers(oldest_go()):
        raise PassedOver(f"`go version` answers {said!r}, and the build needs Go {oldest_go()} or later")
    return go


def follow(name: str, lines: Iterable[str]) -> list[str]:
    """Condenses Go's output to a progress line now and then; returns the last of what is no sign of progress."""
    started = told = time.monotonic()
    downloads = packages = 0
    rest: deque[str] = deque(maxlen=15)
    for line in map(str.rstrip, lines):
        if line.startswith("go: downloading "):
            downloads += 1
        elif re.fullmatch(r"[\w.~/-]+", line):
            packages += 1
        else:
            rest.append(line)
        if time.monotonic() - told > SECONDS_BETWEEN_PROGRESS_LINES:
            told = time.monotonic()
            say(f"{name}: {downloads} modules downloaded, {packages} packages compiled, {told - started:.0f} s")
    return list(rest)


def compile_package(go: str, module: Path, package: str, target: Path, *flags: str) -> None:
    # Without -buildvcs=false Go asks git about the clone, which fails where another user owns it.
    command = [go, "build", "-v", "-mod=readonly", "-buildvcs=false", "-o", str(target), *flags, package]
    with subprocess.Popen(
        command,
        cwd=module,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        rest = follow(target.name, process.stdout or ())
    if process.returncode:
        for line in rest:
            say(line)
        raise PassedOver(f"`go build` of {target.name} failed: {(rest or ['no output'])[-1].strip()}")


def copy_scripts(go: str, folder: Path) -> None:
    sdk = Path(answer(go, "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", SDK_MODULE, cwd=CLI))
    for script in (path for part in ("cmd", "dist") for path in (sdk / "python" / part).iterdir() if path.is_file()):
        shutil.copyfile(script, folder / script.name)
        (folder / script.name).chmod(0o755)


def build_into(go: str, folder: Path) -> None:
    version = f"{SDK_MODULE}/go/common/version.Version=v{pulumi_version()}"
    compile_package(go, CLI, CLI_PACKAGE, folder / "pulumi", "-ldflags", f"-s -w -X {version}")
    compile_package(go, LANGUAGE, LANGUAGE_PACKAGE, folder / "pulumi-language-python")
    copy_scripts(go, folder)


def build() -> Path:
    go = go_command()
    say(f"building Pulumi {pulumi_version()} from Go modules, once for this machine: some minutes")
    started = time.monotonic()
    folder = made_once(built_engine(), lambda engine: build_into(go, engine / "bin"))
    say(f"ready in {folder}, after {time.monotonic() - started:.0f} s")
    return folder
