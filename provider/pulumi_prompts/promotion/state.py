"""What a stack has deployed, from the output of `pulumi stack export`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.errors import InputError
from pulumi_prompts.files.promoted import Origin
from pulumi_prompts.lifecycle.promoted import before_overrides, promoted_digest
from pulumi_prompts.lifecycle.unfinished import UNFINISHED
from pulumi_prompts.program.markers import stack_of
from pulumi_prompts.program.signs import SIGNATURE
from pulumi_prompts.program.urns import PROMPT, VERSION
from pulumi_prompts.promotion.source import Source, version_of
from pulumi_prompts.registries.kinds import OPTIONS
from pulumi_prompts.registries.session import Session, Target
from pulumi_prompts.report.previews.folder_parts import with_parts


@dataclass(frozen=True)
class Deployed:
    """A prompt in the state of a stack."""

    urn: str
    id: str
    inputs: Mapping[str, Any]
    outputs: Mapping[str, Any]
    modified: str | None
    version: str | None

    @property
    def name(self) -> str:
        """The name of the resource."""
        return self.urn.rpartition("::")[2]

    @property
    def stack(self) -> str:
        """`organization/project/stack`, from its marker."""
        return stack_of(self.outputs.get("marker"))

    @property
    def beside(self) -> dict[str, str]:
        """What a new file has besides the content. The name is there only if it differs from the resource's."""
        said = {"name": self.inputs.get("name"), "description": self.inputs.get("description")}
        texts = {name: value for name, value in said.items() if isinstance(value, str)}
        return {name: value for name, value in texts.items() if (name, value) != ("name", self.name)}


class StackState:
    """The prompts of a stack.

    Args:
        stack: Its name, as a person gave it.
        export: What `pulumi stack export` wrote.
    """

    def __init__(self, stack: str, export: Mapping[str, Any]) -> None:
        self.stack = stack
        resources = with_parts((export.get("deployment") or {}).get("resources") or ())
        self._resources = [each for each in resources if not each.get("delete") and not each.get("external")]

    @property
    def names(self) -> list[str]:
        """The resource names of all prompts that it owns."""
        return sorted({prompt.name for prompt in self._prompts()})

    def source(self, name: str) -> Source:
        """The deployed content. Raises InputError if there is none, or if it may not be in a file."""
        prompt = self._prompt(name)
        return Source(
            name,
            self._content(prompt),
            str(promoted_digest(prompt.inputs)),
            Origin(stack=prompt.stack, version=prompt.version),
            prompt.modified,
            tuple(_paths("", prompt.inputs.get("overrides"))),
            prompt.beside,
        )

    def version(self, session: Session, name: str, called: str) -> Source:
        """A version of the prompt in its registry. Raises as `source` and `version_of`, and the registry's errors."""
        prompt = self._prompt(name)
        backend = session.connect(Target.of(prompt.inputs.get("backend")))
        content, digest, found = version_of(backend, prompt.id, called)
        return Source(name, content, digest, Origin(stack=prompt.stack, **found), beside=prompt.beside)

    def backend_of(self, name: str) -> Any:
        """The registry of a prompt; None if the stack does not have the prompt."""
        return next((each.inputs.get("backend") for each in self._prompts() if each.name == name), None)

    def _prompt(self, name: str) -> Deployed:
        found = [each for each in self._prompts() if each.name == name]
        if len(found) > 1:
            urns = " and ".join(each.urn for each in found)
            raise InputError(
                f"the stack {self.stack!r} has {len(found)} prompts {name!r}: {urns}", "rename one of them"
            )
        if not found:
            raise InputError(no_prompt(self.stack, name), self._remedy(name))
        if contains_secret(before_overrides(found[0].inputs)):
            raise InputError(secret(self.stack, name), "declare it in the program of each environment")
        return found[0]

    def _remedy(self, name: str) -> str:
        return f"it has {some_of(self.names, name)}" if self.names else "it has none: run `pulumi up` there first"

    def _content(self, prompt: Deployed) -> Content:
        kind = (prompt.inputs.get("backend") or {}).get("kind")
        found = content_with(before_overrides(prompt.inputs), kind, promoted_digest(prompt.inputs))
        if found is None or UNFINISHED in prompt.outputs:
            raise InputError(unsettled(self.stack, prompt.name), "run `pulumi up` there first")
        return found

    def _prompts(self) -> Iterator[Deployed]:
        for each in self._resources:
            if each.get("type") == PROMPT:
                inputs, outputs = each.get("inputs") or {}, each.get("outputs") or {}
                version = self._version_of(each.get("id"), outputs.get("digest"))
                modified = _in_seconds(each.get("modified"))
                yield Deployed(each["urn"], str(each.get("id")), inputs, outputs, modified, version)

    def _version_of(self, prompt_id: Any, digest: Any) -> str | None:
        versions = [each.get("outputs") or {} for each in self._resources if each.get("type") == VERSION]
        found = (each for each in versions if (each.get("prompt_id"), each.get("digest")) == (prompt_id, digest))
        return next((each.get("version") for each in found), None)


def content_with(said: Mapping[str, Any], kind: Any, digest: Any) -> Content | None:
    """The content in these inputs that has the digest: with all options, or without those of other registries."""
    content, _, failures = parse_content(said, OPTIONS)
    own = Options(*(block for each, block in content.options.items() if each == kind))
    both = (content, content.model_copy(update={"options": own}))
    return None if failures else next((each for each in both if digest_of(each) == digest), None)


def _in_seconds(time: str | None) -> str | None:
    """Pulumi writes nanoseconds, which people do not need."""
    return None if time is None else re.sub(r"\.\d+", "", time)


_SHOWN = 12


def some_of(names: Sequence[str], asked: str) -> str:
    """Names for a message, those first that are most like the one that somebody asked for."""
    found = list(dict.fromkeys([*get_close_matches(asked, names), *names]))
    more = len(found) - _SHOWN
    return f"{', '.join(found[:_SHOWN])}{f' and {more} more' if more > 0 else ''}"


def no_prompt(stack: str, name: str) -> str:
    """The message if the source does not have the prompt."""
    return f"the stack {stack!r} has no prompt {name!r}"


def secret(stack: str, name: str) -> str:
    """The message for a content that may not be in a file."""
    return f"the content of {name!r} is a secret of the stack {stack!r}, and a file in git is no place for it"


def unsettled(stack: str, name: str) -> str:
    """The message if the state does not have the declared content."""
    return f"the stack {stack!r} does not have the content of {name!r} as it was declared"


def contains_secret(value: Any) -> bool:
    """Whether `value` has a Pulumi secret inside."""
    if isinstance(value, Mapping):
        return SIGNATURE in value or any(contains_secret(item) for item in value.values())
    return isinstance(value, list) and any(contains_secret(item) for item in value)


def _paths(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping) and value and SIGNATURE not in value:
        for name, item in value.items():
            yield from _paths(f"{path}.{name}".removeprefix("."), item)
    elif value is not None:
        yield path
