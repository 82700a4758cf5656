"""The life cycle of an alias: a movable name on a version of a prompt, for every registry."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import starmap
from typing import Any

from pulumi_prompts import errors
from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.content.comparing import differing, without_nothing
from pulumi_prompts.content.parsing import Failure, parse
from pulumi_prompts.lifecycle.answers import Checked, Diffed, Found, Stored, Values
from pulumi_prompts.lifecycle.choosing import no_such_version
from pulumi_prompts.lifecycle.declaration import AliasRecord
from pulumi_prompts.lifecycle.gates import GATES, closed_gates
from pulumi_prompts.lifecycle.giving_up import alias_of, give_up
from pulumi_prompts.lifecycle.inputs import OURS, AliasInputs
from pulumi_prompts.lifecycle.ownership import (
    NOTE,
    Ownership,
    is_to_be_left,
    left_on_demand,
    now_of,
    with_way_out,
)
from pulumi_prompts.lifecycle.pointing import (
    Placed,
    Point,
    alias_named,
    point,
    registry_of_aliases,
    seen_of,
    wanted,
)
from pulumi_prompts.lifecycle.previewing import NOT_HERE, settled, with_content
from pulumi_prompts.lifecycle.questions import confirm_gone
from pulumi_prompts.lifecycle.run import AliasInState, Run
from pulumi_prompts.lifecycle.wording import doing, named, without_secrets
from pulumi_prompts.program.outputs import outputs_in_texts
from pulumi_prompts.registries.base import Alias, Backend, ConfirmsTarget

_BESIDE = frozenset({"backend", "secret", "lost"})
_KEPT = ("alias", "prompt_id", "prompt_name", "prompt_uri", "backend", "marker")
"""The inputs that a read and a delete need."""

_COMPUTED = frozenset({"nonce", "former_stacks", "found", "called"})
_NO_INPUTS = _COMPUTED | {"prompt_uri"}


class AliasLifecycle:
    """Check, diff, create, read, update and delete of an alias."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def check(self, olds: Values, news: Values) -> Checked:
        """All errors, closed gates among them; and the content that is served, for the preview."""
        record = AliasRecord({**news, **settled(olds, news)})
        self._tell_the_run(record)
        _, _, failures = parse(AliasInputs, {k: v for k, v in record.values.items() if k not in _BESIDE})
        failures += starmap(Failure, outputs_in_texts(record.values, OURS | {"content"}))
        failures += [*_refused(record), *_without_version(record), *self._claimed_twice(record)]
        digest, inputs = record.values.get("digest"), with_content(olds, record)
        if not failures and isinstance(digest, str):
            if digest not in (olds.get("digest"), olds.get("lost")):
                failures += closed_gates(self._run, record.values, digest)
            inputs = {name: value for name, value in inputs.items() if name not in GATES}
        told = tuple(without_secrets(str(each), record) for each in failures)
        return Checked(inputs, told, frozenset({"content"} & {*inputs.get("secret", ())}))

    def diff(self, id_: str, olds: Values, news: Values) -> Diffed:
        """An update if it must serve another version; a replacement if it is another alias."""
        old, new = AliasRecord(olds), AliasRecord(news)
        served = None if olds.get("lost", NOTE) != NOTE else olds.get("digest")
        if isinstance(marker := news.get("marker"), str):
            self._run.alias_stands_in_state(marker, AliasInState(served, Ownership.of(olds)))
        replaces = tuple(_replacing(old, new))
        if not replaces:
            self._run.goes_on_with(alias_of(old), Ownership.of(olds))
        is_due = replaces or _is_due(olds, news)
        return Diffed(is_due=bool(is_due), replaces=replaces)

    def create(self, inputs: Values) -> Stored:
        """Set it. An alias that exists is taken over (our interrupted creation left it), adopted or used."""
        record = self._declared(inputs)
        with self._pointing("setting", record) as backend:
            placed = self._pointed(backend, record, {})
        return self._stored(f"{record.inputs.prompt_id}/aliases/{record.inputs.alias}", record, placed)

    def read(self, id_: str, outputs: Values) -> Found | None:
        """None only if the prompt is gone. An alias that moved, is gone or dangles is returned as it is."""
        record = AliasRecord(outputs)
        inputs = record.inputs
        with doing(f"reading the alias {inputs.alias!r} of", record, inputs.prompt_id):
            backend = self._run.session.connect(record.target)
            try:
                found = alias_named(registry_of_aliases(backend), inputs.prompt_id, inputs.alias)
            except errors.NotFoundError:
                confirm_gone(backend, inputs.prompt_uri)
                return None
            seen = _seen(outputs, found, _served(backend, inputs.prompt_id, found))
        if found and not outputs.get("found"):
            self._tell_of_another_owner(record, found)
        if seen == outputs:
            return Found(id_, outputs)
        return Found(id_, seen, {k: v for k, v in seen.items() if k not in _NO_INPUTS} | {"content": NOT_HERE})

    def update(self, id_: str, olds: Values, news: Values) -> Stored:
        """Move it, and restore what was lost."""
        record = self._declared(news)
        with self._pointing("moving", record) as backend:
            if _is_moved(olds, news):
                return self._stored(id_, record, self._pointed(backend, record, olds))
        stands = {name: olds[name] for name in ("version", "digest", *_COMPUTED) if name in olds}
        return Stored(id_, without_nothing({**_kept(record), **stands}))

    def delete(self, id_: str, outputs: Values) -> None:
        """Remove the name, if it is ours. If the registry cannot remove it, its adapter says so."""
        record = AliasRecord(outputs)
        inputs = record.inputs
        what = f"the alias {inputs.alias!r} of {named(record, inputs.prompt_id)}"
        if is_to_be_left(inputs.prompt_id, self._run.session.environment):
            return self._run.note(left_on_demand(what))
        with doing(f"removing the alias {inputs.alias!r} of", record, inputs.prompt_id):
            try:
                self._remove(record, what)
            except errors.PromptsError as error:
                raise with_way_out(error, inputs.prompt_id) from error

    def _declared(self, inputs: Values) -> AliasRecord:
        """With the address of the prompt, which `check` gave to the run. The outputs keep it."""
        uri = self._run.prompt_uri_of(inputs["marker"])
        return AliasRecord(inputs if uri is None else {**inputs, "prompt_uri": uri})

    def _stored(self, id_: str, record: AliasRecord, placed: Placed) -> Stored:
        outputs = _outputs(record, placed)
        self._run.goes_on_with(alias_of(record), Ownership.of(outputs))
        return Stored(id_, outputs)

    def _remove(self, record: AliasRecord, what: str) -> None:
        backend = self._run.session.connect(record.target)
        try:
            give_up(self._run, backend, record, what)
        except errors.NotFoundError:
            confirm_gone(backend, record.inputs.prompt_uri)

    def _pointed(self, backend: Backend, record: AliasRecord, olds: Values) -> Placed:
        """Here the gates are judged that `check` could not judge, because only the registry knows the digest."""
        at = wanted(backend, record, is_lost="lost" in olds)
        if at.digest not in (olds.get("digest"), olds.get("lost")):
            closed = [*closed_gates(self._run, record.values, at.digest)]
            if closed:
                raise errors.InputError("; ".join(map(str, closed)))
        return point(self._run, backend, record, at, seen_of(olds))

    @contextmanager
    def _pointing(self, verb: str, record: AliasRecord) -> Iterator[Backend]:
        """If the version is missing, somebody deleted it or the prompt, or the credentials are of another account."""
        inputs = record.inputs
        with doing(f"{verb} the alias {inputs.alias!r} of", record, inputs.prompt_id):
            backend = self._run.session.connect(record.target)
            try:
                yield backend
            except errors.NotFoundError as missing:
                try:
                    raise no_such_version(backend, inputs.prompt_id, inputs.version, inputs.digest) from missing
                except errors.NotFoundError as prompt:
                    confirm_gone(backend, inputs.prompt_uri)
                    raise errors.DriftError(prompt.said) from missing

    def _tell_the_run(self, record: AliasRecord) -> None:
        values, backend = record.values, record.target.backend
        if isinstance(marker := values.get("marker"), str):
            uri = values.get("prompt_uri") if backend and issubclass(backend, ConfirmsTarget) else None
            self._run.declare_alias(marker, uri if isinstance(uri, str) else None)

    def _claimed_twice(self, record: AliasRecord) -> list[Failure]:
        """Refuse two resources for one alias: each would move it back."""
        values, registry = record.values, record.target.key
        marker, alias = values.get("marker"), values.get("alias")
        prompt = values.get("prompt_marker") or values.get("prompt_id")
        if registry is None or not all(isinstance(each, str) for each in (marker, alias, prompt)):
            return []
        other = self._run.claim(("alias", registry, prompt, alias), str(marker))
        return [Failure("alias", claimed_twice(str(alias), other))] if other else []

    def _tell_of_another_owner(self, record: AliasRecord, found: Alias) -> None:
        ownership = Ownership.of(record.values)
        if found.marker is not None and found.nonce != ownership.nonce and found.marker not in ownership.names:
            what = f"the alias {found.name!r} of {named(record, record.inputs.prompt_id)}"
            self._run.warn(now_of(what, found.marker))


def claimed_twice(alias: str, other: str) -> str:
    """The message if two resources of a program want one alias of one prompt."""
    return f"{alias!r} of this prompt is claimed by the resource {other!r} too; remove one of them"


def _refused(record: AliasRecord) -> list[Failure]:
    support = record.target.support
    if support is None:
        return list(record.target.failures)
    return [*record.target.failures, *support.alias_failures(record.values.get("alias"))]


def _without_version(record: AliasRecord) -> list[Failure]:
    given = {"version", "digest"} & record.values.keys()
    return [] if given else [Failure("version", "is required: a PromptVersion, a version of the registry, or a digest")]


def _replacing(old: AliasRecord, new: AliasRecord) -> Iterator[str]:
    for name in ("prompt_id", "alias"):
        if new.values.get(name) not in (UNKNOWN, old.values.get(name)):
            yield name
    if new.target.is_another(old.target):
        yield "backend"


def _is_due(olds: Values, news: Values) -> bool:
    return bool(_is_moved(olds, news) or differing(olds, news, ("prompt_id", "backend")))


def _is_moved(olds: Values, news: Values) -> bool:
    """Whether the registry needs a call. A version with the same name is the same version."""
    version, digest = news.get("version"), news.get("digest")
    is_another = digest is not None and digest != olds.get("digest")
    if version is not None and version is not UNKNOWN:
        is_another = is_another or version not in (olds.get("version"), olds.get("called"))
    is_to_be_adopted = bool(olds.get("found") and news.get("adopt"))
    return is_another or is_to_be_adopted or "lost" in olds


def _kept(record: AliasRecord) -> dict[str, Any]:
    return {name: record.values[name] for name in _KEPT if name in record.values}


def _outputs(record: AliasRecord, placed: Placed) -> dict[str, Any]:
    said = record.inputs.version
    outputs = {
        **_kept(record),
        "version": placed.at.version,
        "digest": placed.at.digest,
        "nonce": placed.nonce,
        "found": placed.found or None,
        "called": said if said != placed.at.version else None,
    }
    return without_nothing(outputs)


def _served(backend: Backend, prompt_id: str, found: Alias | None) -> Point:
    """What it serves: nothing if the alias or its version is gone."""
    if found is None:
        return Point("", "")
    try:
        return Point(found.version, backend.read_version(prompt_id, found.version).digest or "")
    except (errors.NotFoundError, errors.RejectedError):
        return Point(found.version, "")


def _seen(outputs: Values, found: Alias | None, served: Point) -> dict[str, Any]:
    """The state as the registry has it. If it serves another content, `lost` is the digest that it served before."""
    was_lost = outputs.get("lost")
    declared = was_lost if was_lost not in (None, NOTE) else outputs["digest"]
    is_noted = outputs.get("found") or found is None or found.marker is not None
    lost = declared if served.digest != declared else None if is_noted else NOTE
    seen = {**outputs, "version": served.version, "digest": served.digest, "lost": lost}
    if served.version != outputs["version"]:
        seen.pop("called", None)
    return {name: value for name, value in seen.items() if value is not None}
