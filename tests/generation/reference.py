"""docs/reference, from docstrings and models."""

from collections.abc import Mapping

from generation.pages import application_page, errors_page, files_page, settings_page, variables_page
from generation.resources import folder, prompt, resource
from pulumi_prompts import PromptAlias, PromptVersion
from pulumi_prompts.lifecycle.inputs import AliasInputs, VersionInputs


def reference() -> Mapping[str, str]:
    """The pages, by the names of their files."""
    return {
        "prompt.md": prompt(),
        "prompt-version.md": resource(PromptVersion, VersionInputs),
        "prompt-alias.md": resource(PromptAlias, AliasInputs),
        "prompt-folder.md": folder(),
        "settings.md": settings_page(),
        "files.md": files_page(),
        "variables.md": variables_page(),
        "application.md": application_page(),
        "errors.md": errors_page(),
    }
