"""The marker names one resource of one stack, in characters that every registry keeps."""

import json
import re
import subprocess
import sys

from pulumi_prompts.program.markers import marker_for, spellings, stack_of

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
        desk = pulumi.ComponentResource("acme:desk:Desk", f"{name}-desk")
        parent = pulumi.ComponentResource("acme:desk:Drawer", name, opts=ResourceOptions(parent=desk))
        Prompt("triage", ResourceOptions(parent=parent), template="Hello")
    Prompt("50 % / größer ~", template="Hello")
    Prompt("x" * 300, template="Hello")
program()
print(json.dumps(markers))
"""


def test_markers() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    *short, long = sorted(json.loads(done.stdout), key=len)
    assert set(short) == {
        "organization/shop/dev/acme:desk:Desk=24acme:desk:Drawer::web:triage",
        "organization/shop/dev/acme:desk:Desk=24acme:desk:Drawer::mobile:triage",
        "organization/shop/dev/50 =25 =2F gr=C3=B6=C3=9Fer =7E",
    }
    assert len(long) == 256
    assert re.fullmatch(r"organization/shop/dev/x+=[0-9a-f]{16}", long)


def test_the_marker_of_the_first_release_is_another_spelling() -> None:
    """It named the parent without its types."""
    marker = marker_for("acme/shop/dev", "triage", "web", "acme:desk:Desk$acme:s3/bucket:Bucket")
    assert spellings(marker) == {marker, "acme/shop/dev/web:triage"}
    assert spellings("acme/shop/dev/web:triage") == {"acme/shop/dev/web:triage"}
    assert stack_of(marker) == "acme/shop/dev"
