"""A version that this stack only reads, by what it is called."""

from typing import Any

import pytest

from protocol.alias_program import AliasProgram
from protocol.client import HookError
from protocol.somebody_else import publish
from pulumi_prompts.lifecycle.choosing import no_such_version
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process


class TestGet:
    """A version that this stack only reads."""

    def read(self, program: AliasProgram, which: str) -> Any:
        process.forget()
        client, id_ = program.version.client, f"{program.prompt.id}/versions/{which}"
        said = {"prompt_id": program.prompt.id, "backend": program.backend}
        found = client.read(id_, said)
        assert client.read(id_, found.outputs).outputs == found.outputs
        return found.outputs

    @pytest.mark.parametrize("which", ["version/1", "version/first", "alias/production", "digest"])
    def test_by(self, alias_program: AliasProgram, registry: Local, which: str) -> None:
        program = alias_program
        registry.describe_version(program.prompt.id, "1", None, "first")
        program.up("production")
        program.publish("Two.")
        digest = program.digest("1")
        found = self.read(program, f"digest/{digest}" if which == "digest" else which)
        assert (found["version"], found["digest"], found["content_found"]) == ("1", digest, {"template": "One."})
        assert found["uri"] == registry.read_version(program.prompt.id, "1").uri

    def test_of_several_of_one_content_the_newest(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        publish(registry, program.prompt.id)
        assert self.read(program, f"digest/{program.digest('1')}")["version"] == "2"

    def test_of_a_prompt_without_versions(self, alias_program: AliasProgram, registry: Local) -> None:
        registry.delete_version(alias_program.prompt.id, "1")
        with pytest.raises(HookError, match=r"the prompt does not have version 1; publish one first$"):
            self.read(alias_program, "version/1")

    def test_what_is_not_there(self, alias_program: AliasProgram, registry: Local) -> None:
        program = alias_program
        with pytest.raises(HookError) as raised:
            self.read(program, "version/7")
        doing = f"`PromptVersion.get` of version 7 of {program.prompt.id} on local {program.backend['path']}"
        assert str(raised.value) == str(no_such_version(registry, program.prompt.id, "7", None).at(doing))
        with pytest.raises(HookError, match="the prompt has no alias 'production'"):
            self.read(program, "alias/production")
