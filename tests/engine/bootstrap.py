"""Finds, installs or builds a Pulumi engine, and prints the folder that must stand first on PATH.

    PATH="$(python tests/engine/bootstrap.py):$PATH" pulumi version

The ways, in this order; the first that works wins:

1. `pulumi` on PATH, then in the usual install folder (~/.pulumi/bin), then in the cache of this script;
2. the official installer, into the cache;
3. a build from Go modules at the versions pinned in cli/go.mod and language/go.mod beside this file, into the cache:
   for machines that reach package registries and nothing else.

The cache is ${XDG_CACHE_HOME:-~/.cache}/pulumi-prompts/engine. Stdout carries the folder only; all that is for people
goes to stderr. PULUMI_PROMPTS_ENGINE=build goes straight to 3 (an engine that was built before is re-used), to test it.

Standard library only: it runs before there is a virtual environment.
"""

import http.client
import os
import queue
import shutil
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable
from pathlib import Path

from go_build import build
from store import (
    NoEngine,
    NotHere,
    PassedOver,
    built_engine,
    installed_engine,
    made_once,
    oldest_go,
    pulumi_version,
    say,
    usable,
)

INSTALLER = "https://get.pulumi.com/install.sh"
HOW_TO_INSTALL = "https://www.pulumi.com/docs/install/"
SECONDS_FOR_A_DOWNLOAD = 15.0
SECONDS_FOR_THE_INSTALLER = 900.0

Way = Callable[[], Path]


def on_path() -> Path:
    pulumi = shutil.which("pulumi")
    if pulumi is None:
        raise NotHere("no pulumi on PATH")
    return usable(Path(pulumi).absolute().parent)


def fetch(address: str) -> bytes | Exception:
    try:
        with urllib.request.urlopen(address, timeout=SECONDS_FOR_A_DOWNLOAD) as response:
            content: bytes = response.read()
            return content
    except (OSError, http.client.HTTPException) as error:
        return error


def download(address: str) -> bytes:
    """In a thread that may be left behind: no socket timeout covers a name server that never answers."""
    results: queue.SimpleQueue[bytes | Exception] = queue.SimpleQueue()
    threading.Thread(target=lambda: results.put(fetch(address)), daemon=True).start()
    try:
        result = results.get(timeout=SECONDS_FOR_A_DOWNLOAD)
    except queue.Empty:
        raise PassedOver(f"{address} did not answer within {SECONDS_FOR_A_DOWNLOAD:.0f} s") from None
    if isinstance(result, Exception):
        raise PassedOver(f"{address} cannot be had: {result}")
    return result


def run_installer(script: bytes, root: Path) -> None:
    path = root / "install.sh"
    path.write_bytes(script)
    command = ["/bin/sh", str(path), "--no-edit-path", "--install-root", str(root), "--version", pulumi_version()]
    try:
        # Its own words go to stderr: stdout is for the folder.
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=2, timeout=SECONDS_FOR_THE_INSTALLER, check=True)
    except subprocess.CalledProcessError as error:
        raise PassedOver(f"the installer failed with exit code {error.returncode}") from None
    except subprocess.TimeoutExpired:
        raise PassedOver(f"the installer did not end within {SECONDS_FOR_THE_INSTALLER:.0f} s") from None


def install(address: str = INSTALLER) -> Path:
    """The same installer that `PulumiCommand.install()` of the Automation API runs."""
    say(f"no Pulumi on this machine: asking {address} for the official installer")
    script = download(address)
    if not script.startswith(b"#!"):
        raise PassedOver(f"{address} gave something that is no installer (a proxy's page?)")
    return made_once(installed_engine(), lambda root: run_installer(script, root))


def ways() -> list[tuple[str, Way]]:
    built: list[tuple[str, Way]] = [("cache", lambda: usable(built_engine() / "bin")), ("build", build)]
    match os.environ.get("PULUMI_PROMPTS_ENGINE", ""):
        case "build":
            return built
        case "":
            found: list[tuple[str, Way]] = [
                ("PATH", on_path),
                ("install folder", lambda: usable(Path.home() / ".pulumi" / "bin")),
                ("cache", lambda: usable(installed_engine() / "bin")),
            ]
            return [*found, built[0], ("official installer", install), built[1]]
        case other:
            raise NoEngine(f"PULUMI_PROMPTS_ENGINE is {other!r}: unset it, or set it to 'build'")


def engine() -> Path:
    tried = []
    for name, way in ways():
        try:
            return way()
        except (PassedOver, OSError) as why:
            tried.append(f"{name}: {why}")
            if not isinstance(why, NotHere):
                say(f"passed over: {why}")
    what_to_do = f"Install Pulumi ({HOW_TO_INSTALL}), or Go {oldest_go()} or later, and run this again."
    raise NoEngine(f"no Pulumi engine. Tried: {'; '.join(tried)}. {what_to_do}")


def main() -> int:
    try:
        print(engine())
    except NoEngine as why:
        say(str(why))
        return 1
    except KeyboardInterrupt:
        say("stopped; what is in the cache is whole")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
