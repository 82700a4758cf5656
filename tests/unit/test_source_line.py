"""Of a resource of ours the state notes the line of the program that declares it, and no other frame of the stack."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pulumi.runtime import resource as registration

from pulumi_prompts.resources import source_line

BYTES_OF_A_TRACE = 200
"""More than one frame takes here, and less than two."""

PROGRAM = """
import json
import sys

import pulumi
from pulumi.dynamic import Resource, ResourceProvider
from pulumi.runtime import Mocks, set_mocks, test
from pulumi.runtime.mocks import MockMonitor
from pulumi_prompts import Prompt, PromptVersion

traces = {}


class Recorder(MockMonitor):
    def RegisterResource(self, request):
        note(request)
        return super().RegisterResource(request)

    def ReadResource(self, request):
        note(request)
        return super().ReadResource(request)


def note(request):
    frames = [(frame.pc.uri, frame.pc.line) for frame in request.stackTrace.frames]
    position = (request.sourcePosition.uri, request.sourcePosition.line)
    traces[request.name] = {"frames": frames, "position": position, "bytes": request.stackTrace.ByteSize()}


class Answers(Mocks):
    def new_resource(self, args):
        return "id", args.inputs

    def call(self, args):
        return {}


class Careful(Prompt):
    def __init__(self, name):
        super().__init__(name, template="Hello")  # careful


class Desk(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("acme:desk:Desk", name)
        Prompt("in-a-desk", pulumi.ResourceOptions(parent=self), template="Hello")  # in-a-desk


class Theirs(Resource):
    def __init__(self, name):
        super().__init__(ResourceProvider(), name, {})  # theirs


set_mocks(Answers(), monitor=Recorder(Answers()))


@test
def program():
    prompt = Prompt("direct", template="Hello")  # direct
    PromptVersion("published", prompt=prompt)  # published
    Prompt.from_file("in-a-file", "hello.txt")  # in-a-file
    Prompt.get("read", "an-id", backend={"kind": "local"})  # read
    Careful("careful")
    Desk("desk")
    Theirs("theirs")


program()
traces["limit"] = getattr(sys, "tracebacklimit", None)
print(json.dumps(traces))
"""


OURS = ("direct", "published", "in-a-file", "read", "careful", "in-a-desk")


def traces_of(folder: Path, preface: str = "") -> dict[str, Any]:
    """What the engine is told of each resource of the program, which runs with `preface` before it."""
    (folder / "program.py").write_text(PROGRAM)
    (folder / "hello.txt").write_text("Hello")
    run = f"{preface}\nimport runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__')"
    command = [sys.executable, "-c", run, str(folder / "program.py")]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    traces: dict[str, Any] = json.loads(done.stdout)
    return traces


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("program")


@pytest.fixture(scope="module")
def traces(folder: Path) -> dict[str, Any]:
    return traces_of(folder)


def line_of(name: str) -> int:
    """The line of the program that ends with the name as a comment."""
    (line,) = (number for number, text in enumerate(PROGRAM.splitlines(), 1) if text.endswith(f"  # {name}"))
    return line


@pytest.mark.parametrize("name", OURS)
def test_the_line_of_the_program_is_all_that_is_noted(traces: dict[str, Any], folder: Path, name: str) -> None:
    line = [(folder / "program.py").as_uri(), line_of(name)]
    assert traces[name]["frames"] == [line]
    assert traces[name]["position"] == line
    assert traces[name]["bytes"] <= BYTES_OF_A_TRACE


def test_a_resource_of_somebody_else_has_its_whole_trace(traces: dict[str, Any], folder: Path) -> None:
    """The first frame is in the caller of the SDK's constructor, the last in the interpreter that began it all."""
    assert traces["theirs"]["position"] == [(folder / "program.py").as_uri(), line_of("theirs")]
    assert len(traces["theirs"]["frames"]) > 5


def test_a_limit_that_the_program_set_stays(folder: Path) -> None:
    """It counts the frames of the SDK as well: so small a one leaves nothing of the program, with us as without."""
    traces = traces_of(folder, "import sys; sys.tracebacklimit = 4")
    assert traces["limit"] == 4
    assert [traces[name]["frames"] for name in (*OURS, "theirs")] == [[]] * (len(OURS) + 1)


def test_an_sdk_that_looks_different_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(registration, "_get_stack_trace")
    source_line.note_the_line_of_the_program.__wrapped__()
    assert not hasattr(registration, "_get_stack_trace")


def test_a_trace_that_looks_different_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration, "_get_stack_trace", lambda: "a trace")
    source_line.note_the_line_of_the_program.__wrapped__()
    assert registration._get_stack_trace() == "a trace"
