"""The ways to an engine, tried with small shell scripts in the place of pulumi, go and the official installer."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ENGINE = Path(__file__).resolve().parents[1] / "engine"
BOOTSTRAP = ENGINE / "bootstrap.py"
A_VERSION = "echo v3.274.1"
NOBODY_LISTENS = "http://127.0.0.1:9"


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n")
    path.chmod(0o755)
    return path


def pulumi_in(folder: Path, body: str = A_VERSION, *, language_host: bool = True) -> Path:
    script(folder / "pulumi", body)
    if language_host:
        script(folder / "pulumi-language-python", "exit 0")
    return folder


@dataclass
class Machine:
    """A home, a cache and a PATH that hold only what a test puts there; nobody answers for the official installer."""

    root: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.root / "path"

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def cache(self) -> Path:
        return self.root / "cache" / "pulumi-prompts" / "engine"

    def environment(self) -> dict[str, str]:
        places = {"PATH": str(self.path), "HOME": str(self.home), "XDG_CACHE_HOME": str(self.root / "cache")}
        return {**places, "https_proxy": NOBODY_LISTENS, **self.settings}

    def start(self, code: str | None = None) -> subprocess.Popen[str]:
        command = [sys.executable, *(["-c", code] if code else [str(BOOTSTRAP)])]
        return subprocess.Popen(
            command, cwd=ENGINE, env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def run(self, code: str | None = None) -> "Ended":
        process = self.start(code)
        out, err = process.communicate(timeout=60)
        return Ended(process.returncode, out, err)

    def has_go(self, *, version: str = "go1.26.8", build: str = "", sdk: bool = True) -> None:
        """A go that "builds" an engine which answers, and counts its builds in the file `builds`."""
        made = script(self.root / "made", A_VERSION)
        if sdk:
            script(self.root / "sdk/python/cmd/pulumi-language-python-exec", "exit 0")
            script(self.root / "sdk/python/dist/pulumi-resource-pulumi-python", "exit 0")
        script(
            self.path / "go",
            f"""
            case "$1" in
            version) echo "go version {version} linux/amd64" ;;
            list) echo "{self.root / "sdk"}" ;;
            build)
              echo "go: downloading example.invalid/module v1.0.0" >&2
              echo "example.invalid/module/package" >&2
              echo built >> "{self.root / "builds"}"
              {build}
              while [ "$1" != -o ]; do shift; done
              cp "{made}" "$2" ;;
            esac""",
        )

    def builds(self) -> int:
        builds = self.root / "builds"
        return len(builds.read_text().splitlines()) if builds.exists() else 0


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str

    @property
    def last_word(self) -> str:
        return self.err.splitlines()[-1]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    machine = Machine(tmp_path)
    machine.path.mkdir()
    machine.home.mkdir()
    return machine


def test_a_user_who_has_pulumi_on_path_never_notices(machine: Machine) -> None:
    pulumi_in(machine.path)

    assert machine.run() == Ended(0, f"{machine.path}\n", "")


def test_the_usual_install_folder_is_found_without_a_word(machine: Machine) -> None:
    folder = pulumi_in(machine.home / ".pulumi" / "bin")

    assert machine.run() == Ended(0, f"{folder}\n", "")


def test_path_comes_before_the_install_folder(machine: Machine) -> None:
    pulumi_in(machine.path)
    pulumi_in(machine.home / ".pulumi" / "bin")

    assert machine.run().out == f"{machine.path}\n"


def test_a_language_host_elsewhere_on_path_is_enough(machine: Machine) -> None:
    folder = pulumi_in(machine.home / ".pulumi" / "bin", language_host=False)
    script(machine.path / "pulumi-language-python", "exit 0")

    assert machine.run() == Ended(0, f"{folder}\n", "")


def test_a_language_host_beside_the_target_of_a_link_is_enough(machine: Machine) -> None:
    real = pulumi_in(machine.root / "opt")
    (machine.path / "pulumi").symlink_to(real / "pulumi")

    assert machine.run() == Ended(0, f"{machine.path}\n", "")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("echo 'cannot open shared object' >&2; exit 3", "failed with exit code 3: cannot open shared object"),
        ("echo hello", "answers 'hello' to `pulumi version`, which is no Pulumi 3"),
        ("echo v2.25.2", "answers 'v2.25.2' to `pulumi version`, which is no Pulumi 3"),
    ],
)
def test_a_pulumi_that_does_not_work_is_passed_over_and_the_person_told_why(
    machine: Machine, body: str, why: str
) -> None:
    pulumi_in(machine.path, body)
    folder = pulumi_in(machine.home / ".pulumi" / "bin")

    ended = machine.run()

    assert (ended.code, ended.out) == (0, f"{folder}\n")
    assert ended.err.startswith("engine: passed over: ")
    assert why in ended.last_word


def test_a_pulumi_of_another_kind_of_machine_is_passed_over(machine: Machine) -> None:
    (machine.path / "pulumi").write_bytes(b"\x7fELF of another world")
    (machine.path / "pulumi").chmod(0o755)
    pulumi_in(machine.home / ".pulumi" / "bin")

    assert machine.run().last_word == "engine: passed over: `pulumi version` does not run: Exec format error"


def test_a_pulumi_without_its_python_language_host_is_passed_over(machine: Machine) -> None:
    pulumi_in(machine.path, language_host=False)
    machine.has_go()

    ended = machine.run()

    assert ended.code == 0
    assert ended.err.splitlines()[0] == (
        f"engine: passed over: {machine.path / 'pulumi'} has no pulumi-language-python beside it, and none is on PATH"
    )


def test_where_nothing_works_the_last_line_says_what_was_tried_and_what_to_do(machine: Machine) -> None:
    ended = machine.run()

    assert (ended.code, ended.out) == (1, "")
    said = ended.last_word
    assert said.startswith("engine: no Pulumi engine. Tried: PATH: no pulumi on PATH; install folder: no pulumi in ")
    assert "official installer: https://get.pulumi.com/install.sh cannot be had: " in said
    assert "build: no go on PATH" in said
    assert said.endswith(
        "Install Pulumi (https://www.pulumi.com/docs/install/), or Go 1.26.6 or later, and run this again."
    )


def test_an_unreachable_installer_gives_way_to_the_build(machine: Machine) -> None:
    machine.has_go()

    ended = machine.run()

    (pulumi,) = machine.cache.glob("*/bin/pulumi")
    assert (ended.code, ended.out) == (0, f"{pulumi.parent}\n")
    assert [line.split(":")[1].split(",")[0].strip() for line in ended.err.splitlines()] == [
        "no Pulumi on this machine",
        "passed over",
        "building Pulumi 3.274.1 from Go modules",
        f"ready in {pulumi.parent}",
    ]


def test_a_built_engine_is_whole_and_executable(machine: Machine) -> None:
    machine.has_go()
    machine.settings["PULUMI_PROMPTS_ENGINE"] = "build"

    folder = Path(machine.run().out.strip())

    assert sorted(path.name for path in folder.iterdir()) == [
        "pulumi",
        "pulumi-language-python",
        "pulumi-language-python-exec",
        "pulumi-resource-pulumi-python",
    ]
    assert all(os.access(path, os.X_OK) for path in folder.iterdir())


def test_a_built_engine_is_used_again_without_a_word(machine: Machine) -> None:
    machine.has_go()
    first = machine.run()
    (machine.path / "go").unlink()

    assert machine.run() == Ended(0, first.out, "")
    assert machine.builds() == 2


def test_build_can_be_forced_past_an_engine_on_path(machine: Machine) -> None:
    pulumi_in(machine.path)
    machine.has_go()
    machine.settings["PULUMI_PROMPTS_ENGINE"] = "build"

    ended = machine.run()

    assert Path(ended.out.strip()).is_relative_to(machine.cache)
    assert "installer" not in ended.err


def test_another_value_of_the_setting_is_refused(machine: Machine) -> None:
    pulumi_in(machine.path)
    machine.settings["PULUMI_PROMPTS_ENGINE"] = "yes"

    assert machine.run() == Ended(1, "", "engine: PULUMI_PROMPTS_ENGINE is 'yes': unset it, or set it to 'build'\n")


@pytest.mark.parametrize("version", ["go1.9.7", "go1.19", "go1.26.5"])
def test_a_go_that_is_too_old_is_passed_over(machine: Machine, version: str) -> None:
    machine.has_go(version=version)

    ended = machine.run()

    assert ended.code == 1
    assert (
        f"`go version` answers 'go version {version} linux/amd64', and the build needs Go 1.26.6 or later"
        in ended.last_word
    )
    assert machine.builds() == 0


@pytest.mark.parametrize("version", ["go1.26.6", "go1.27", "go1.28rc1", "devel go1.29-0a1b2c3"])
def test_a_go_that_is_new_enough_builds(machine: Machine, version: str) -> None:
    machine.has_go(version=version)

    assert machine.run().code == 0


def test_a_build_that_fails_shows_what_go_said_and_leaves_nothing(machine: Machine) -> None:
    machine.has_go(build="echo 'dial tcp: lookup failed' >&2; exit 1")

    ended = machine.run()

    assert ended.code == 1
    assert "engine: dial tcp: lookup failed" in ended.err.splitlines()
    assert "build: `go build` of pulumi failed: dial tcp: lookup failed. Install Pulumi" in ended.last_word
    assert [path.suffix for path in machine.cache.iterdir()] == [".lock"]


def test_a_cache_that_cannot_be_written_is_a_reason_and_no_traceback(machine: Machine) -> None:
    machine.has_go()
    (machine.root / "cache").write_text("a file where the folder should be")

    ended = machine.run()

    assert ended.code == 1
    assert "Traceback" not in ended.err
    assert "build: [Errno 20] Not a directory" in ended.last_word


def test_what_a_killed_run_left_behind_is_no_engine(machine: Machine) -> None:
    machine.has_go()
    whole = Path(machine.run().out.strip()).parent
    whole.rename(whole.with_name(f"{whole.name}.partial"))

    assert machine.run().out == f"{whole / 'bin'}\n"
    assert machine.builds() == 4


def test_a_cached_engine_that_broke_is_built_again(machine: Machine) -> None:
    machine.has_go()
    folder = Path(machine.run().out.strip())
    script(folder / "pulumi", "exit 1")

    ended = machine.run()

    assert ended.out == f"{folder}\n"
    assert "passed over: `pulumi version` failed with exit code 1: no output" in ended.err
    assert machine.builds() == 4


def test_two_runs_at_once_build_once(machine: Machine) -> None:
    go_on = machine.root / "go-on"
    machine.has_go(build=f'until [ -e "{go_on}" ]; do sleep 0.02; done')
    machine.settings["PULUMI_PROMPTS_ENGINE"] = "build"

    first = machine.start()
    while not machine.builds():
        assert first.poll() is None
    second = machine.start()
    assert second.stderr is not None
    said = [second.stderr.readline() for _ in range(2)]
    go_on.touch()

    assert first.communicate(timeout=60)[0] == second.communicate(timeout=60)[0] != ""
    assert said[1] == "engine: another run is getting the engine: waiting for it\n"
    assert machine.builds() == 2


@contextmanager
def served(content: bytes) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/install.sh"
        server.shutdown()


INSTALLER = b"""#!/bin/sh
PATH=/usr/bin:/bin
echo "installing $*"
[ "$1 $2" = "--no-edit-path --install-root" ] && [ "$4 $5" = "--version 3.274.1" ] || exit 9
mkdir -p "$3/bin"
printf '#!/bin/sh\\necho v3.274.1\\n' > "$3/bin/pulumi"
cp "$3/bin/pulumi" "$3/bin/pulumi-language-python"
chmod +x "$3/bin/pulumi" "$3/bin/pulumi-language-python"
"""


def install_from(address: str) -> str:
    return f"import bootstrap; print(bootstrap.install({address!r}))"


def test_the_official_installer_puts_the_pinned_version_into_the_cache(machine: Machine) -> None:
    with served(INSTALLER) as address:
        ended = machine.run(install_from(address))

    folder = machine.cache / "3.274.1-official" / "bin"
    assert (ended.code, ended.out) == (0, f"{folder}\n")
    assert "installing --no-edit-path --install-root" in ended.err
    assert machine.run() == Ended(0, f"{folder}\n", "")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<html>Please log in</html>", "gave something that is no installer (a proxy's page?)"),
        (b"#!/bin/sh\nexit 4\n", "the installer failed with exit code 4"),
        (b"#!/bin/sh\nexit 0\n", "no pulumi in "),
    ],
)
def test_an_installer_that_installs_nothing_is_a_reason(machine: Machine, content: bytes, why: str) -> None:
    with served(content) as address:
        ended = machine.run(install_from(address))

    assert ended.code == 1
    assert why in ended.last_word
    assert not list(machine.cache.glob("*/bin"))
