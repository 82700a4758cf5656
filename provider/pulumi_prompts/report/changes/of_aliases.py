"""What happens to the aliases of a prompt, in words; and which versions they serve."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.program.urns import ALIAS
from pulumi_prompts.report.changes.families import Family
from pulumi_prompts.report.changes.numbering import NEXT, history_of, publication_of
from pulumi_prompts.report.changes.texts import digest_in
from pulumi_prompts.report.changes.where import registry_of
from pulumi_prompts.report.model import NOT_KNOWN, Happening, Serving
from pulumi_prompts.report.previews.steps import State, Step

NOT_TOLD = "a version that is known at `pulumi up`"


def alias_in(state: State, step: Step) -> str:
    """The name of the alias in the registry; if that is not known yet, the name of the resource."""
    said = state.said("alias")
    return said if isinstance(said, str) and said != UNKNOWN else step.name


def with_digests_of_numbers(family: Family) -> Family:
    """The same, with digests for versions that the program names by number alone, if the family has them."""
    known = {name: digest for step in family.versions for name, digest in _numbers(step, family)}
    return replace(family, steps=tuple(_with_digest(step, known) for step in family.steps))


def _numbers(step: Step, family: Family) -> Iterator[tuple[str, str]]:
    """The published versions, and the first version of a new prompt. Others may take any later number."""
    yield from history_of(step.old).items()
    publication = publication_of(step, family)
    if publication and publication.name and publication.digest and publication.words != NEXT:
        yield publication.name, publication.digest


def _with_digest(step: Step, known: Mapping[str, str]) -> Step:
    new = step.new
    if step.type != ALIAS or new is None or digest_in(new) != UNKNOWN:
        return step
    digest = known.get(_version_in(new) or "")
    return replace(step, new=replace(new, inputs={**new.inputs, "digest": digest})) if digest else step


def moves(step: Step) -> bool:
    """Whether an existing alias serves another version afterwards."""
    old, new = step.old, step.new
    if step.op not in ("update", "replace") or old is None or new is None:
        return False
    version = _version_in(new)
    is_another = version is not None and version != _version_in(old) and version != old.outputs.get("called")
    return is_another or digest_in(old) != digest_in(new)


def happenings_of_alias(step: Step, family: Family) -> Iterator[Happening]:
    """What a step does to an alias."""
    old, new = step.old, step.new
    if new is None:
        yield _removal(step, family)
    elif step.op in ("create", "import") or old is None:
        yield Happening("alias_create", f"creates `{alias_in(new, step)}` on {_in_words(new, family)}")
        if new.said("adopt"):
            yield Happening("adopt", f"takes over an existing `{alias_in(new, step)}`, if there is one")
    elif step.op == "replace" and alias_in(old, step) != alias_in(new, step):
        verb = "leaves" if _is_never_unset(old, family) else "removes"
        text = f"{verb} `{alias_in(old, step)}`, after `{alias_in(new, step)}` is on {_in_words(new, family)}"
        yield Happening("replace", text)
    elif moves(step):
        origin = _version_in(old) or "a version that is not known"
        target = _in_words(new, family).removeprefix("version ")
        yield Happening("alias_move", f"moves `{alias_in(new, step)}` from {origin} to {target}")
    elif step.op == "replace" and family.prompt is not None and family.prompt.op == "replace":
        yield Happening("alias_create", f"creates `{alias_in(new, step)}` there on {_in_words(new, family)}")
    elif step.op == "replace":
        yield Happening("replace", f"sets `{alias_in(new, step)}` anew")
    else:
        yield Happening("settings", f"changes nothing but who owns `{alias_in(new, step)}`, or how it is reached")


def serving_of(family: Family) -> tuple[Serving, ...]:
    """The aliases of the prompt, as far as the preview has them."""
    return tuple(_serving(step, family) for step in family.aliases)


def _serving(step: Step, family: Family) -> Serving:
    alias, before = alias_in(step.last, step), _version_in(step.old) if step.old else None
    if step.new is None:
        stays = _stays_in_registry(step, family)
        return Serving(alias, before, before if stays else None, moves=not stays)
    after = _version_after(step.new, family) or NOT_KNOWN
    return Serving(alias, before, after, moves=step.old is None or moves(step))


def _removal(step: Step, family: Family) -> Happening:
    alias = alias_in(step.last, step)
    if _stays_in_registry(step, family):
        return Happening("forget", f"leaves `{alias}` as it is in the registry")
    return Happening("alias_delete", f"removes `{alias}`")


def _stays_in_registry(step: Step, family: Family) -> bool:
    """Whether it is not removed. An alias that pointed at the right version before is not ours, so it stays."""
    is_not_ours = step.is_only_forgotten or bool(step.last.outputs.get("found"))
    return is_not_ours or _is_never_unset(step.last, family)


def _is_never_unset(state: State, family: Family) -> bool:
    """Whether the registry cannot take a name away again, but with its prompt."""
    aliases = registry_of(state).support.aliases
    goes_with_its_prompt = family.prompt is not None and family.prompt.new is None
    return aliases is not None and aliases.unsets is False and not goes_with_its_prompt


def _version_in(state: State) -> str | None:
    """The registry's name of the version. The outputs have it, even if the program uses another name."""
    said: Any = state.outputs.get("version") or state.inputs.get("version")
    return said if isinstance(said, str) and said != UNKNOWN else None


def _version_after(new: State, family: Family) -> str | None:
    return _version_in(new) or next((name for name, _ in _led_to(new, family)), None)


def _in_words(new: State, family: Family) -> str:
    if version := _version_in(new):
        return f"version {version}"
    if words := next((words for _, words in _led_to(new, family)), None):
        return words
    digest = digest_in(new)
    return NOT_TOLD if digest in (None, UNKNOWN) else f"a version with the content `{digest}`"


def _led_to(new: State, family: Family) -> Iterator[tuple[str | None, str]]:
    """The version with the content that the alias will serve, by name and in words."""
    digest = digest_in(new)
    for step in family.versions:
        publication = publication_of(step, family)
        if publication and publication.digest == digest:
            yield publication.name, publication.as_target
        yield from ((name, f"version {name}") for name, each in history_of(step.old).items() if each == digest)
