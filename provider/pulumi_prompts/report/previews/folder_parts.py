"""A folder that is one resource, taken apart into the resources of their own that its prompts would be.

Who reads a state, or a step of a preview, then reads both in one way: with the same URNs, inputs and outputs. What has
another form than ours counts as not said.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from pulumi_prompts.content.model import CONTENT
from pulumi_prompts.lifecycle.answers import Values
from pulumi_prompts.lifecycle.folder_entry import Entry, Owner
from pulumi_prompts.program.signs import UNKNOWN
from pulumi_prompts.program.urns import ALIAS, BULK, PROMPT, VERSION, name_of, sibling_of
from pulumi_prompts.report.previews.parsing import mapping

_MAY_DRIFT: Final = ("name", "description", "tags", "metadata", "digest", "version")


class Part(NamedTuple):
    """A prompt, its versions or an alias of it.

    Attributes:
        id: The identifier in the registry; empty where it is not made yet.
    """

    type: str
    urn: str
    id: str
    inputs: Values
    outputs: Values


def with_parts(resources: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The resources of a state as `pulumi stack export` tells them, with the parts of each folder in its place."""
    for each in resources:
        if each.get("type") != BULK:
            yield each
            continue
        for part in parts_of(str(each.get("urn")), mapping(each.get("inputs")), mapping(each.get("outputs"))):
            if part.id:
                yield {**each, **part._asdict()}


def parts_of(urn: str, inputs: Values, outputs: Values, before: Values | None = None) -> Iterator[Part]:
    """The parts of a folder.

    Args:
        urn: Of the folder.
        inputs: What the program says.
        outputs: What the state has.
        before: The outputs of the last run, where those of this one are not known yet.
    """
    owner, states = Owner.of(inputs), mapping(outputs.get("entries"))
    known = {**mapping((before or {}).get("entries")), **states}
    for name, said in sorted(mapping(inputs.get("entries")).items()):
        entry = Entry(owner, name, _said(mapping(said)))
        yield from _Parts(urn, entry, mapping(states.get(name)), mapping(known.get(name))).all()


class _Parts(NamedTuple):
    urn: str
    entry: Entry
    state: Mapping[str, Any]
    known: Mapping[str, Any]

    def all(self) -> Iterator[Part]:
        """The prompt first."""
        prompt = mapping(self.known.get("prompt"))
        version = mapping(mapping(self.known.get("version")).get("outputs"))
        id_, uri = prompt.get("id") or UNKNOWN, mapping(prompt.get("outputs")).get("uri")
        inputs = self.entry.prompt
        yield self._part(PROMPT, "", inputs, self.state.get("prompt"))
        yield self._part(VERSION, "", self.entry.version(inputs, id_), self.state.get("version"))
        is_served = version.get("digest") == inputs["digest"]
        served = {"version": version.get("version", UNKNOWN) if is_served else UNKNOWN}
        for name in self.entry.aliases:
            alias = self.entry.alias(name, {**inputs, "uri": uri}, served, id_)
            yield self._part(ALIAS, f"@{name}", alias, mapping(self.state.get("aliases")).get(name))

    def _part(self, type_: str, suffix: str, inputs: Values, state: Any) -> Part:
        found = mapping(state)
        outputs = mapping(found.get("outputs"))
        urn = sibling_of(self.urn, type_, f"{name_of(self.urn)}-{self.entry.name}{suffix}")
        return Part(type_, urn, str(found.get("id") or ""), _as_read(inputs, outputs), outputs)


def _as_read(inputs: Values, outputs: Values) -> Values:
    """The inputs that would declare what a refresh has found; it does not tell the content, but its digest."""
    is_drift = "digest" in outputs and outputs["digest"] != inputs["digest"]
    found = {name: outputs[name] for name in _MAY_DRIFT if name in outputs}
    return {name: value for name, value in {**inputs, **found}.items() if not (is_drift and name in CONTENT)}


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    aliases = said.get("aliases")
    names = [each for each in aliases if isinstance(each, str)] if isinstance(aliases, list) else []
    prompt = {"digest": UNKNOWN, "backend": UNKNOWN, **mapping(said.get("prompt"))}
    return {**said, "prompt": prompt, "aliases": names}
