"""A program with a prompt, its version and aliases, driven hook by hook."""

from typing import Any

from protocol.client import UNKNOWN, Client
from protocol.lifecycle import Props, Resource, Step
from pulumi_prompts import errors
from pulumi_prompts.content.model import CONTENT
from pulumi_prompts.registries.base import Alias
from pulumi_prompts.registries.local import Local
from pulumi_prompts.resources import process

STACK = "acme/shop/dev"
THEIRS = "acme/other/dev/theirs"
NONCE = "0123456789abcdef"


class AliasProgram:
    """What a program says of an alias, it says as `PromptAlias` hands it over.

    Attributes:
        text: The template of the prompt.
        keep: How many versions are kept.
    """

    def __init__(self, prompts: Client, versions: Client, aliases: Client, inputs: Props, stack: str = STACK) -> None:
        self._stack = stack
        self.prompt = Resource(prompts)
        self.version = Resource(versions)
        self.aliases: dict[str, Resource] = {}
        self.text = "One."
        self.keep: int | None = None
        self._client = aliases
        self._inputs = {**inputs, "parameters": None}

    def publish(self, text: str) -> str:
        """The version that the text has then."""
        process.forget()
        self.text = text
        self.prompt.up(self.of_prompt())
        self.version.up(self.of_version())
        return str(self.version.outputs["version"])

    def up(self, alias: str, **said: Any) -> Step:
        """An `up` in which nothing but the alias may change."""
        process.forget()
        return self.go_on(alias, **said)

    def go_on(self, alias: str, **said: Any) -> Step:
        """The same `up` goes on with another alias."""
        return self.of(alias).up(self.said_of(alias, **said))

    def preview(self, alias: str, **said: Any) -> Step:
        process.forget()
        return self.of(alias).preview(self.said_of(alias, **said))

    def of(self, alias: str) -> Resource:
        return self.aliases.setdefault(alias, Resource(self._client))

    def digest(self, version: str | None = None) -> str:
        """That of a version; the current one's without."""
        history = self.version.outputs["history"]
        return str(history[version or self.version.outputs["version"]])

    def of_prompt(self) -> dict[str, Any]:
        return {**self._inputs, "template": self.text}

    def of_version(self) -> dict[str, Any]:
        of_prompt = {"prompt_id": self.prompt.id, "prompt_marker": self.prompt.inputs["marker"]}
        digest = self.prompt.inputs["digest"]
        return {
            **of_prompt,
            "digest": digest,
            "backend": self.backend,
            "marker": f"{self._stack}/published",
            "keep": self.keep,
        }

    @property
    def backend(self) -> Any:
        return self.prompt.inputs["backend"]

    def said_of(self, alias: str, *, version: str | None = None, **more: Any) -> dict[str, Any]:
        """An alias that follows the published version, or stays at one."""
        history = self.version.outputs["history"]
        followed = {"version": self.version.outputs["version"], "digest": self.prompt.inputs["digest"]}
        pinned = {"version": version, "digest": history.get(version)}
        if version is not None and version.startswith("sha256:"):
            pinned = {"version": None, "digest": version}
        said = {
            "alias": alias,
            "prompt_id": self.prompt.id,
            "prompt_uri": self.prompt.outputs["uri"],
            "prompt_name": self._inputs["name"],
            "prompt_marker": self.prompt.inputs["marker"],
            "backend": self.backend,
            "content": {name: value for name, value in self.of_prompt().items() if name in CONTENT},
            "content_digest": self.prompt.inputs["digest"],
            "marker": f"{self._stack}/{alias}",
            **(followed if version is None else pinned),
            **more,
        }
        return {name: value for name, value in said.items() if value is not None}

    def after(self, alias: str) -> dict[str, Any]:
        """What the resource of another alias hands over to one that comes after it."""
        resource = self.of(alias)
        served = resource.inputs.get("digest", UNKNOWN) if resource.id else UNKNOWN
        return {"after": {"digest": served, "alias": alias}, "after_marker": f"{self._stack}/{alias}"}


def alias_of(registry: Local, program: AliasProgram, name: str) -> Alias | None:
    return next((each for each in registry.aliases(program.prompt.id) if each.name == name), None)


def version_of(registry: Local, program: AliasProgram, name: str) -> str | None:
    found = alias_of(registry, program, name)
    return found.version if found else None


def moved_by(registry: Local, program: AliasProgram, name: str, version: str, marker: str | None = None) -> None:
    """Somebody points the alias elsewhere; without a marker a person, who leaves no note."""
    nonce = NONCE if marker else None
    registry.set_alias(program.prompt.id, Alias(name, version, marker, nonce), alias_of(registry, program, name))


def removed_by_hand(registry: Local, program: AliasProgram, name: str) -> None:
    if found := alias_of(registry, program, name):
        registry.remove_alias(program.prompt.id, found)


def place(program: AliasProgram) -> str:
    return f"triage on local {program.backend['path']}"


def what(program: AliasProgram, alias: str = "staging") -> str:
    return f"the alias {alias!r} of {place(program)}"


def error_of(error: errors.PromptsError, verb: str, program: AliasProgram, alias: str = "staging") -> str:
    return str(error.at(f"{verb} {what(program, alias)}"))
