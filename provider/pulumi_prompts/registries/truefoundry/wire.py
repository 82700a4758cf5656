"""Between our content and a `chat_prompt` manifest: expand (model to API) and flatten (API to model), nothing else.

Two contents may have one manifest: a text and a chat of one user message, a tool of which it is said that it is not
strict and one of which nothing is said, and those whose difference the registry fills in as a default. What tells them
apart stands in our note in the metadata, beside the marker, and counts only as long as the manifest still agrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulumi_prompts.content.base import same_json
from pulumi_prompts.content.chat_form import Fields
from pulumi_prompts.content.digest import canonical
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.variables import template_variables
from pulumi_prompts.files.truefoundry import NOTE, inputs_of, manifest_of
from pulumi_prompts.registries.aliases import NOBODY, Owner
from pulumi_prompts.registries.base import Desired
from pulumi_prompts.registries.shared.flattening import Flat, flattened
from pulumi_prompts.registries.truefoundry.options import TrueFoundryOptions

_DEFAULTS: Mapping[str, Any] = {
    "enable_all_tools": False,
    "enabled": True,
    "ttl": 3600,
    "priority": 0,
    "delay": 100,
    "fallback_candidate": True,
    "fallback_status_codes": ["401", "403", "404", "408", "429", "500", "502", "503"],
    "on_status_codes": ["429", "500", "502", "503"],
}
"""What the vendor's schema fills in where it is not said, in the members that go into `manifest_extra`."""
_FREE = frozenset({"headers", "set", "override_params", "metadata_match", "tool_call_to_mcp_mapping"})
"""Members of those that hold keys of their user's own choice."""


@dataclass(frozen=True)
class FlatVersion(Flat):
    """What a version holds, in our terms.

    Attributes:
        marker: Whose prompt it is, by the last write.
        nonce: The fencing token of its last creation or take-over.
        published_by: Whose write made the version.
        is_creation: Whether that write was to make the prompt.
    """

    description: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    version_alias: str | None = None
    marker: str | None = None
    nonce: str | None = None
    published_by: str | None = None
    is_creation: bool = False

    def is_what(self, desired: Desired) -> bool:
        """Whether nothing would have to be written."""
        return (
            self.digest == desired.digest
            and self.marker == desired.marker
            and self.nonce == desired.nonce
            and (self.description or None) == (desired.description or None)
            and same_json(self.metadata, desired.metadata)
            and self.version_alias == _options(desired.content).version_alias
        )


def expand(
    desired: Desired,
    ml_repo: str,
    published_by: str | None,
    is_creation: bool = False,
    aliases: Mapping[str, Owner] | None = None,
) -> Fields:
    """The manifest; `aliases` are the notes that the head has of them, which must not get lost."""
    content, options = desired.content, _options(desired.content)
    owner = {"marker": desired.marker, "nonce": desired.nonce, "published_by": published_by}
    more = {"is_creation": is_creation or None, "aliases": _owners(aliases or {}) or None}
    note = _present({**owner, **more, **_distinctions(content, options)})
    said = {
        **_as_chat(canonical(content)),
        "name": desired.name,
        "description": desired.description,
        "metadata": {**desired.metadata, NOTE: note},
    }
    version_alias = _present({"version_alias": options.version_alias})
    return {**manifest_of(said), **version_alias, "ml_repo": ml_repo}


def with_publisher(manifest: Mapping[str, Any], marker: str) -> Fields:
    """The manifest, which notes who published the version."""
    return _noting(manifest, {"published_by": marker})


def with_alias(manifest: Mapping[str, Any], name: str, owner: Owner) -> Fields:
    """The manifest, which notes whose an alias of the prompt is."""
    return _noting(manifest, {"aliases": _owners({**noted_aliases(manifest), name: owner})})


def noted_aliases(manifest: Mapping[str, Any]) -> dict[str, Owner]:
    """Whose the aliases are that the note in a manifest names."""
    note = _mapping(_mapping(manifest.get("metadata")).get(NOTE))
    return {str(name): _owner(_mapping(owner)) for name, owner in _mapping(note.get("aliases")).items()}


def _owner(noted: Mapping[str, Any]) -> Owner:
    marker = _text(noted.get("marker"))
    return NOBODY if marker is None else (marker, _text(noted.get("nonce")))


def _owners(aliases: Mapping[str, Owner]) -> Fields:
    """An empty note says that an alias is nobody's by now, whatever older versions note."""
    return {name: _present({"marker": marker, "nonce": nonce}) for name, (marker, nonce) in aliases.items()}


def _noting(manifest: Mapping[str, Any], more: Mapping[str, Any]) -> Fields:
    metadata = _mapping(manifest.get("metadata"))
    note = {**_mapping(metadata.get(NOTE)), **more}
    return {**manifest, "metadata": {**metadata, NOTE: note}}


def _options(content: Content) -> TrueFoundryOptions:
    return content.options.of(TrueFoundryOptions)


def _distinctions(content: Content, options: TrueFoundryOptions) -> Fields:
    """What a manifest does not tell of a content."""
    extra = options.manifest_extra
    return {
        "template": True if content.template is not None else None,
        "not_strict": [tool.name for tool in content.tools or () if tool.strict is False] or None,
        "manifest_extra": extra if extra and _plain(extra) != extra else None,
    }


def _as_chat(tree: Fields) -> Fields:
    """A text is a chat of one message of the user."""
    text = tree.pop("template", None)
    return tree if text is None else {**tree, "messages": [{"role": "user", "content": text}]}


def _present(fields: Mapping[str, Any]) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}


def flatten(manifest: Mapping[str, Any]) -> FlatVersion:
    """A version in our terms; never raises."""
    metadata = _mapping(manifest.get("metadata"))
    note = _mapping(metadata.get(NOTE))
    flat = flattened(lambda: _inputs(manifest, note), TrueFoundryOptions)
    return FlatVersion(
        content=flat.content,
        digest=flat.digest,
        obstacle=flat.obstacle,
        description=_text(manifest.get("description")),
        metadata={key: value for key, value in metadata.items() if key != NOTE},
        version_alias=_text(manifest.get("version_alias")),
        marker=_text(note.get("marker")),
        nonce=_text(note.get("nonce")),
        published_by=_text(note.get("published_by")),
        is_creation=note.get("is_creation") is True,
    )


def _inputs(manifest: Mapping[str, Any], note: Mapping[str, Any]) -> Fields:
    """The inputs that decide how a model answers."""
    fields = {name: value for name, value in inputs_of(manifest).items() if name in Content.model_fields}
    fields["variables"] = _unused(manifest, fields)
    _restore_texts(fields, note)
    _restore_tools(fields, note)
    options = {**fields.get("options", {}).get("truefoundry", {}), "version_alias": None}
    _restore_extra(options, note)
    return {**fields, "options": {"truefoundry": options}}


def _restore_texts(fields: Fields, note: Mapping[str, Any]) -> None:
    match fields.get("messages"):
        case [{"role": "user", "content": str(text), **others}] if not others and note.get("template") is True:
            del fields["messages"]
            fields["template"] = text


def _restore_tools(fields: Fields, note: Mapping[str, Any]) -> None:
    names = note.get("not_strict")
    not_strict = names if isinstance(names, list) else []
    for tool in fields.get("tools", ()):
        if tool.get("name") in not_strict:
            tool.setdefault("strict", False)


def _restore_extra(options: Fields, note: Mapping[str, Any]) -> None:
    present = _plain(options.pop("manifest_extra", {}))
    declared = note.get("manifest_extra")
    agrees = isinstance(declared, Mapping) and _plain(declared) == present
    options["manifest_extra"] = (declared if agrees else present) or None


def _unused(manifest: Mapping[str, Any], fields: Fields) -> list[str] | None:
    """The variables, where the manifest lists one that the text does not use; one that it leaves out is no matter."""
    listed = [str(name) for name in _mapping(manifest.get("variables"))]
    used = template_variables(text for message in fields["messages"] for text in _texts(message["content"]))
    return [*used, *(name for name in listed if name not in used)] if set(listed) - set(used) else None


def _texts(content: Any) -> list[str]:
    return [content] if isinstance(content, str) else content if isinstance(content, list) else []


def _plain(value: Any) -> Any:
    """A document without what says no more than its absence: nulls, and what the registry fills in."""
    if isinstance(value, Mapping):
        return {
            key: item if key in _FREE else _plain(item)
            for key, item in value.items()
            if item is not None and not (key in _DEFAULTS and item == _DEFAULTS[key])
        }
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
