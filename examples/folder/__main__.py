"""Each file in prompts/ is a prompt of its own: who writes prompts edits no program."""

from pathlib import Path

import pulumi

from pulumi_prompts import Prompt, PromptAlias, PromptVersion

versions = {}
for file in sorted(Path("prompts").glob("*.yaml")):
    prompt = Prompt.from_file(file.stem, file)
    published = PromptVersion(file.stem, prompt=prompt, keep=5)
    PromptAlias(file.stem, prompt=prompt, alias="production", version=published)
    versions[file.stem] = published.version

pulumi.export("versions", versions)
