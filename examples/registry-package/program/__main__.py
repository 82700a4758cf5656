"""A prompt in a folder of JSON files, its versions, and the one that applications read."""

import pulumi

from folder_prompts.inputs import FolderBackend, OptionsWithFolder
from pulumi_prompts import Prompt, PromptAlias, PromptVersion, system, user

folder = FolderBackend(kind="folder", url="http://127.0.0.1:8100")
triage = Prompt(
    "triage",
    backend=folder,
    messages=[system("You sort tickets. Answer with one word: billing, tech or other."), user("{{ticket}}")],
    model="gpt-4o-mini",
    parameters={"temperature": 0.2},
    options=OptionsWithFolder(folder={"audience": "customers", "reviewer": "ada"}),
)
published = PromptVersion("triage", prompt=triage)
PromptAlias("production", prompt=triage, version=published, alias="production")
pulumi.export("version", published.version)
