"""`PromptAlias`: a movable name on a version of a prompt, such as the environment that serves it."""

from collections.abc import Mapping
from os import PathLike
from typing import Any, ClassVar, Union

from pulumi import Input, Output, ResourceOptions

from pulumi_prompts.files.evidence import read_evidence
from pulumi_prompts.program.slips import ProgramError, refuse_no_path, refuse_slips
from pulumi_prompts.resources.arguments import given, marker_of, secret_names, warn_of_delete_before_replace
from pulumi_prompts.resources.prompt import Prompt, going_with, known_of, refuse_another_thing
from pulumi_prompts.resources.prompt_version import PromptVersion
from pulumi_prompts.resources.provider import Provider
from pulumi_prompts.resources.resource import OfOneType

_DIGEST = "sha256:"


class PromptAliasProvider(Provider):
    """Stands in every user's state as `pulumi_prompts.resources.prompt_alias.PromptAliasProvider`."""

    lifecycle: ClassVar[str] = "pulumi_prompts.lifecycle.aliases:AliasLifecycle"


class PromptAlias(OfOneType, module="prompts", name="PromptAlias"):
    """A name, such as `production`, that points at a version of a prompt. An update moves it to another version.

    Attributes:
        id: `<id of the prompt>/aliases/<alias>`.
        alias: The name in the registry.
        version: The number or the name of the version that the alias points at.
        digest: The identity of the content of that version.
        prompt_id: The identifier of the prompt in the registry.
        marker: The owner that the registry notes for the alias: organization, project, stack and resource.
    """

    alias: Output[str]
    version: Output[str]
    digest: Output[str]
    prompt_id: Output[str]
    marker: Output[str]

    def __init__(
        self,
        resource_name: str,
        opts: ResourceOptions | None = None,
        *,
        prompt: Prompt,
        alias: Input[str],
        version: PromptVersion | Input[str],
        after: Union["PromptAlias", Input[Mapping[str, Any] | str], None] = None,
        evidence: str | PathLike[str] | None = None,
        adopt: Input[bool] | None = None,
    ) -> None:
        """Point a name at a version.

        Args:
            resource_name: The name of the resource in Pulumi.
            opts: The options of every Pulumi resource. If `deleted_with` is unset, it is the prompt.
            prompt: The prompt.
            version: The version that the alias points at. With a `PromptVersion`, the alias moves to each new version.
                With a number, a name or a digest (`sha256:...`), it stays at that version, which must exist. If several
                versions have the digest, it is the newest one; an alias that points at one of them already stays there.
            after: Another alias, which must have served the content before this `up` began; or the export of an alias
                of another stack (its digest, or a `dict` with a `digest`). `version` must then be a number, a name or a
                digest.
            alias: The name in the registry, such as `production`. Some registries reserve names. On Humanloop it is an
                environment, which must exist.
            adopt: Take over an alias that a person or another stack made. If unset, such an alias is used (and never
                deleted) if it already points at the right version; otherwise `up` fails.
            evidence: A file that confirms the content: `{"digest": ..., "passed": true, "by": ..., "at": ...}`. If it
                does not confirm the new content, the alias does not move. A relative path starts at the folder of the
                program.
        """
        refuse_slips(resource_name, opts, {"alias": alias, "adopt": adopt})
        _refuse_what_does_not_fit(resource_name, prompt, version, after)
        if evidence is not None:
            refuse_no_path(resource_name, evidence)
        self._declared_marker = marker_of(resource_name, opts.parent if opts else None)
        props = {
            "alias": alias,
            "prompt_id": prompt.id,
            "prompt_uri": prompt.uri,
            "backend": prompt.backend,
            "content": prompt.content,
            "content_digest": prompt.digest,
            "version": None,
            "digest": None,
            **known_of(prompt),
            **given({"adopt": adopt, "secret": secret_names({"content": prompt.content})}),
            **_wanted(prompt, version),
            **_after(after),
            **({} if evidence is None else {"evidence": read_evidence(evidence)}),
            "marker": self._declared_marker,
        }
        super().__init__(PromptAliasProvider(), resource_name, props, going_with(prompt, opts))
        warn_of_delete_before_replace(self, opts)


def _refuse_what_does_not_fit(resource_name: str, prompt: Any, version: Any, after: Any) -> None:
    refuse_another_thing(resource_name, prompt)
    if isinstance(version, PromptVersion):
        if version.prompt is not prompt:
            raise ProgramError(f"{resource_name}: `version` is one of another prompt than `prompt`")
        if after is not None and not version.is_only_read:
            raise ProgramError(f"{resource_name}: {FOLLOWS_AND_WAITS}")
    if isinstance(after, Prompt | PromptVersion):
        raise ProgramError(f"{resource_name}: `after` must be a PromptAlias, and not a {type(after).__name__}")


FOLLOWS_AND_WAITS = (
    "an alias with `after` waits for content that the other alias has served, so it cannot follow a PromptVersion, "
    "whose content is new; give `version` a number or a digest, and change it when the other one has served it"
)


def _wanted(prompt: Prompt, version: Any) -> dict[str, Any]:
    """The version and its digest, as far as this program can tell them."""
    if isinstance(version, PromptVersion):
        return {"version": version.version, "digest": version.digest}
    history = prompt.history
    if isinstance(version, Output) or hasattr(version, "__await__"):
        either = Output.all(version, history)
        return {
            "version": either.apply(lambda each: None if _is_digest(each[0]) else each[0]),
            "with_digest": either.apply(lambda each: _with_digest(each[0], each[1] or {})),
            "digest": either.apply(lambda each: _as_digest(each[0], each[1] or {})),
        }
    if _is_digest(version):
        known = {} if history is None else {"with_digest": history.apply(lambda each: _with_digest(version, each))}
        return {"digest": version, **known}
    known = {} if history is None else {"digest": history.apply(lambda each: _as_digest(version, each))}
    return {"version": version, **known}


def _is_digest(version: Any) -> bool:
    return isinstance(version, str) and version.startswith(_DIGEST)


def _with_digest(version: Any, history: Mapping[str, str]) -> str | None:
    """The version that has this digest; None of several: a history that went through the engine has lost its order."""
    found = [name for name, digest in history.items() if digest == version]
    return found[0] if len(found) == 1 else None


def _as_digest(version: Any, history: Mapping[str, str]) -> Any:
    return version if _is_digest(version) else history.get(str(version)) or None


def _after(after: Any) -> dict[str, Any]:
    """What the other alias serves; and which it is, where this program declares it: it may be about to move itself."""
    if after is None:
        return {}
    if isinstance(after, PromptAlias):
        served = {"digest": after.digest, "alias": after.alias}
        return {"after": served, "after_marker": after._declared_marker}
    marker = {"after_marker": _marker_behind(after)} if isinstance(after, Output) else {}
    return {"after": Output.from_input(after).apply(_or_nothing), **marker}


def _or_nothing(served: Any) -> Any:
    """None, of a stack that exports nothing, would never reach the provider, and leave the gate open."""
    return {"digest": ""} if served is None else served


async def _marker_behind(after: Output[Any]) -> str | None:
    aliases = [each for each in await after.resources() if isinstance(each, PromptAlias)]
    return await Output.from_input(aliases[0]._declared_marker).future() if aliases else None
