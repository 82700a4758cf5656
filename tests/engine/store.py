"""What both ways of making an engine share: the pinned versions, how commands run, what counts as usable, the cache."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLI = HERE / "cli"
LANGUAGE = HERE / "language"
SECONDS_FOR_A_COMMAND = 120.0


class PassedOver(Exception):
    """This way to an engine does not work here; the message says why."""


class NotHere(PassedOver):
    """There is nothing to pass over: not worth a line unless every other way fails too."""


class NoEngine(Exception):
    """Every way failed; the message says which, and what the person can do."""


def say(text: str) -> None:
    print(f"engine: {text}", file=sys.stderr, flush=True)


def pinned(pattern: str) -> str:
    found = re.search(pattern, (CLI / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise NoEngine(f"{CLI / 'go.mod'} has no line that matches {pattern}")
    return found[1]


def pulumi_version() -> str:
    return pinned(r"github\.com/pulumi/pulumi/pkg/v3 v(\S+)")


def oldest_go() -> str:
    return pinned(r"^go (\S+)$")


def modules_hash() -> str:
    texts = [(folder / "go.mod").read_bytes() for folder in (CLI, LANGUAGE)]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]


def cache() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home).absolute() / "pulumi-prompts" / "engine"


def installed_engine() -> Path:
    return cache() / f"{pulumi_version()}-official"


def built_engine() -> Path:
    return cache() / f"{pulumi_version()}-{modules_hash()}"


def environment() -> dict[str, str]:
    """A go.work above the clone must not decide what is built here; a version check must not go to the network."""
    return {**os.environ, "GOWORK": "off", "PULUMI_SKIP_UPDATE_CHECK": "1"}


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no output"])[-1]


def answer(*command: str | Path, cwd: Path | None = None) -> str:
    shown = " ".join([Path(command[0]).name, *map(str, command[1:])])
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS_FOR_A_COMMAND,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PassedOver(f"`{shown}` did not answer within {SECONDS_FOR_A_COMMAND:.0f} s") from None
    except OSError as error:
        raise PassedOver(f"`{shown}` does not run: {error.strerror}") from None
    if done.returncode:
        raise PassedOver(f"`{shown}` failed with exit code {done.returncode}: {last_line(done.stderr)}")
    return done.stdout.strip()


def has_language_host(folder: Path) -> bool:
    beside = (folder, (folder / "pulumi").resolve().parent)
    return any(shutil.which("pulumi-language-python", path=path) for path in (*map(str, beside), None))


def usable(folder: Path) -> Path:
    if not (folder / "pulumi").exists():
        raise NotHere(f"no pulumi in {folder}")
    version = answer(folder / "pulumi", "version")
    if not re.fullmatch(r"v?3\.\d+\.\d+\S*", version):
        raise PassedOver(
            f"{folder / 'pulumi'} answers {last_line(version)!r} to `pulumi version`, which is no Pulumi 3"
        )
    if not has_language_host(folder):
        raise PassedOver(f"{folder / 'pulumi'} has no pulumi-language-python beside it, and none is on PATH")
    return folder


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another run is getting the engine: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def made_once(engine: Path, make: Callable[[Path], None], checked: Callable[[Path], Path] = usable) -> Path:
    """The engine's `bin` folder, made by `make` unless another run has made it by the time that we hold the lock."""
    engine.parent.mkdir(parents=True, exist_ok=True)
    with locked(engine.with_name(f"{engine.name}.lock")):
        try:
            return checked(engine / "bin")
        except PassedOver:
            put_in_place(engine, make, checked)
    return engine / "bin"


def put_in_place(engine: Path, make: Callable[[Path], None], checked: Callable[[Path], Path]) -> None:
    partial = engine.with_name(f"{engine.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    try:
        (partial / "bin").mkdir(parents=True)
        make(partial)
        checked(partial / "bin")
        shutil.rmtree(engine, ignore_errors=True)
        partial.rename(engine)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
