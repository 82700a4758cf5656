"""The marker names one resource of one stack, in characters that every registry keeps."""

import json
import re
import subprocess
import sys

PROGRAM = """
import json, pulumi
from pulumi import ResourceOptions
from pulumi.runtime import Mocks, set_mocks, test
from pulumi_prompts import Prompt

markers = []

class Recorder(Mocks):
    def new_resource(self, args):
        if "marker" in args.inputs:
            markers.append(args.inputs["marker"])
        return "id", args.inputs
    def call(self, args):
        return {}

set_mocks(Recorder(), project="shop", stack="dev")

@test
def program():
    for name in ("web", "mobile"):
        parent = pulumi.ComponentResource("acme:desk:Desk", name)
        Prompt("triage", ResourceOptions(parent=parent), template="Hello")
    Prompt("50 % / größer", template="Hello")
    Prompt("x" * 300, template="Hello")
program()
print(json.dumps(markers))
"""


def test_markers() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    *short, long = sorted(json.loads(done.stdout), key=len)
    assert set(short) == {
        "organization/shop/dev/web:triage",
        "organization/shop/dev/mobile:triage",
        "organization/shop/dev/50 =25 =2F gr=C3=B6=C3=9Fer",
    }
    assert len(long) == 256
    assert re.fullmatch(r"organization/shop/dev/x+=[0-9a-f]{16}", long)
