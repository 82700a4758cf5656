"""Between our terms and the JSON files: `expand` writes a content, `flatten` reads one."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field

from folder_prompts.options import FolderOptions
from pulumi_prompts.content.digest import canonical, options_beside_content
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.options import Options
from pulumi_prompts.registries.base import Alias, Desired, Labels, Version
from pulumi_prompts.registries.shared.flattening import Flat, flattened
from pulumi_prompts.registries.transport.http import Answer


class Owner(Answer):
    """Our note of ownership."""

    marker: str | None = None
    nonce: str | None = None


class FileAlias(Owner):
    """A movable name on a version, with our note of whose it is."""

    version: int


class FileVersion(Answer):
    """A published version."""

    number: int
    content: dict[str, Any]
    about: str | None = None
    by: str | None = None
    of_prompt: str | None = None


class FilePrompt(Answer):
    """What stands in a file. What others put there beside it stays."""

    model_config = ConfigDict(extra="allow")
    content: dict[str, Any]
    reviewer: str | None = None
    about: str | None = None
    labels: dict[str, str] = Field(default_factory=dict)
    owner: Owner = Owner()
    versions: tuple[FileVersion, ...] = ()
    names: dict[str, FileAlias] = Field(default_factory=dict)

    @property
    def found(self) -> Labels:
        """The labels in the words of the life cycle."""
        return Labels(self.labels, self.owner.marker, self.owner.nonce)

    @property
    def aliases(self) -> dict[str, Alias]:
        """The aliases in the words of the life cycle."""
        return {name: Alias(name, str(it.version), it.marker, it.nonce) for name, it in self.names.items()}


def expand(content: Content) -> dict[str, Any]:
    """The content as the registry names it."""
    said = canonical(content)
    return {
        **{name: said[name] for name in ("template", "messages", "model") if name in said},
        **said.get("parameters", {}),
        **said.get("options", {}).get("folder", {}),
    }


def flatten(stored: Mapping[str, Any]) -> Flat:
    """The content in our terms; never raises."""
    return flattened(lambda: _inputs(dict(stored)), FolderOptions)


def _inputs(stored: dict[str, Any]) -> dict[str, Any]:
    return {
        "parameters": {name: stored.pop(name, None) for name in ("temperature", "max_tokens")},
        "options": {"folder": {"audience": stored.pop("audience", None)}},
        **stored,
    }


def beside(prompt: FilePrompt) -> Options:
    """The options that are not part of the content."""
    return Options(FolderOptions(reviewer=prompt.reviewer))


def written(prompt: FilePrompt | None, desired: Desired, tags_to_remove: frozenset[str] = frozenset()) -> FilePrompt:
    """The prompt with all that is declared; the tags of others, the versions and the aliases stay."""
    before = prompt or FilePrompt(content={})
    others = {key: value for key, value in before.labels.items() if key not in tags_to_remove}
    fields = {
        "content": expand(desired.content),
        "reviewer": options_beside_content(desired.options).get("folder", {}).get("reviewer"),
        "about": desired.description,
        "labels": {**others, **desired.tags},
        "owner": Owner(marker=desired.marker, nonce=desired.nonce or before.owner.nonce),
    }
    return before.model_copy(update=fields)


def version_of(uri: str, version: FileVersion) -> Version:
    """A version in the words of the life cycle."""
    flat = flatten(version.content)
    return Version(
        version=str(version.number),
        uri=f"{uri}@{version.number}",
        digest=flat.digest,
        content=flat.content,
        description=version.about,
        labels=Labels(marker=version.by, of_prompt=version.of_prompt),
    )
