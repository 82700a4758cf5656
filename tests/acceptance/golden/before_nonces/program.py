"""Prompts of every form, some months after they were first declared. Recorded with the release; never changed."""

import json
from pathlib import Path

import pulumi
from pulumi import ComponentResource, Output, ResourceOptions

from pulumi_prompts import Prompt, PromptVersion

given = json.loads(Path("given.json").read_text())


class Desk(ComponentResource):
    """A prompt inside of a component."""

    def __init__(self, name: str) -> None:
        super().__init__("acme:llm:Desk", name)
        inside = ResourceOptions(parent=self)
        prompt = Prompt("greeting", inside, **given["greeting"]["prompt"])
        PromptVersion("greeting", inside, prompt=prompt, **given["greeting"]["version"])


for each in ("summary", "triage", "notes", "adopted"):
    declared = Prompt(each, **given[each]["prompt"])
    published = PromptVersion(each, prompt=declared, **given[each]["version"])
    pulumi.export(each, published.version)

Desk("desk")

content = {**given["confidential"]["prompt"]}
content["messages"] = Output.secret(content["messages"])
confidential = Prompt("confidential", **content)
described = {**given["confidential"]["version"]}
if "description" in described:
    described["description"] = Output.secret(described["description"])
PromptVersion("confidential", prompt=confidential, **described)

read = Prompt.get("read", given["read"]["id"], backend=given["read"]["backend"])
PromptVersion("read", prompt=read)
