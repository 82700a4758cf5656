"""A version tells its provider which of its inputs are secret: the engine does not."""

import json
import subprocess
import sys

PROGRAM = """
import json, pulumi
from pulumi import Output
from pulumi.runtime import Mocks, set_mocks, test
from pulumi_prompts import Prompt, PromptVersion

secrets = {}

class Recorder(Mocks):
    def new_resource(self, args):
        secrets[args.name] = args.inputs.get("secret")
        return "id", args.inputs
    def call(self, args):
        return {}

set_mocks(Recorder(), project="shop", stack="dev")

@test
def program():
    prompt = Prompt("prompt", template="Hello")
    PromptVersion("both", prompt=prompt, description=Output.secret("A"), version_name=Output.secret("B"))
    PromptVersion("name", prompt=prompt, description=Output.from_input("A"), version_name=Output.secret("B"))
    PromptVersion("none", prompt=prompt, description="A", version_name=Output.from_input("B"))
program()
print(json.dumps(secrets))
"""


def test_the_secret_inputs_of_a_version_are_named() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "prompt": None,
        "both": ["description", "version_name"],
        "name": ["version_name"],
        "none": None,
    }
