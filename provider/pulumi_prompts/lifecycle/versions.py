"""The life cycle of a prompt's published versions, for every registry: the rules behind `PromptVersionProvider`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pydantic import Field, StrictBool, StrictStr

from pulumi_prompts import errors
from pulumi_prompts.content.base import UNKNOWN, Integer, Model, contains_unknown
from pulumi_prompts.content.parsing import Failure, parse
from pulumi_prompts.lifecycle import session
from pulumi_prompts.lifecycle.ownership import NOTE, is_to_be_left, left_on_demand, with_way_out
from pulumi_prompts.lifecycle.publishing import (
    Published,
    Shelf,
    describe,
    is_described,
    prune,
    publish,
    refuse_frozen,
    remove_all,
    restore_note,
    too_many,
)
from pulumi_prompts.program.outputs import outputs_in_texts
from pulumi_prompts.registries.base import Backend, DescribesVersions, Version
from pulumi_prompts.resources.console import note
from pulumi_prompts.resources.tree import Props, differing, plain, without_nothing

_DESCRIPTIVE = ("description", "version_name")
_COMPARED = ("prompt_id", "digest", *_DESCRIPTIVE, "keep", "backend", "force_destroy")
_BESIDE = frozenset({"backend", "secret"})
_OURS = frozenset({"digest", "marker", "secret"})

VERSION = "the current version"
"""What a refresh says is lost (`lost`) where it is gone or was altered: the next `up` publishes it again."""

_COMPUTED = frozenset({"version", "uri", "history", "reused"})


class VersionArgs(Model):
    """The inputs of a `PromptVersion` beside its backend."""

    prompt_id: StrictStr
    digest: StrictStr
    description: StrictStr | None = None
    version_name: StrictStr | None = None
    keep: Annotated[Integer | None, Field(ge=1)] = None
    force_destroy: StrictBool = False
    marker: StrictStr = ""
    prompt_marker: StrictStr = ""
    prompt_name: StrictStr = ""


class VersionRules:
    """Check, diff, create, read, update and delete of a prompt's versions."""

    def __init__(self, secrets: session.Secrets) -> None:
        self._secrets = secrets

    def check(self, olds: Props, news: Props) -> CheckResult:
        """Everything that is wrong."""
        old, new = plain(olds), plain(news)
        _, _, failures = parse(VersionArgs, {k: v for k, v in new.items() if k not in _BESIDE})
        failures += [*outputs_in_texts(new, _OURS), *_refused(new), *_described_alone(old, new), *_kept_otherwise(new)]
        return CheckResult(dict(news), [CheckFailure("", str(failure)) for failure in failures])

    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """An update where anything differs, a replacement where the prompt or its registry is another."""
        old, new = plain(olds), plain(news)
        if not differing(old, new, _COMPARED) and "lost" not in old:
            return DiffResult(changes=False)
        replaces = [*_replacing(old, new)]
        with session.doing("publishing a version of", new, str(old["prompt_id"])):
            (_refuse_to_move_frozen if replaces else _refuse_one_too_many)(old, new)
        return DiffResult(changes=None, replaces=replaces)

    def create(self, props: Props) -> CreateResult:
        """Publish, or re-use the version that has this digest."""
        tree = plain(props)
        backend = self._connect(tree)
        with _publishing(backend, tree, None):
            published = publish(backend, tree, Published())
        return CreateResult(f"{tree['prompt_id']}/versions", _outputs(tree, published))

    def read(self, id_: str, props: Props) -> ReadResult:
        """Gone only with the prompt; a current version that is gone or altered has lost its digest."""
        tree = plain(props)
        backend = self._connect(tree)
        with session.doing("reading the versions of", tree, tree["prompt_id"]):
            seen = _seen(backend, tree)
        if seen is None:
            return ReadResult("", {})
        if not differing(tree, seen, (*_COMPARED, "lost")):
            return ReadResult(id_, {**tree, "history": seen["history"]})
        return ReadResult(id_, seen, {name: seen[name] for name in seen.keys() - _COMPUTED})

    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        """Publish new content in place; edit the description where that is possible; prune where `keep` is less."""
        old, new = plain(olds), plain(news)
        backend = self._connect(new)
        before = Published.of(old)
        with _publishing(backend, new, before.uri):
            if old.get("lost") == NOTE:
                before = restore_note(backend, new, before)
            if old.get("digest") != new["digest"] or old.get("lost") == VERSION:
                return UpdateResult(_outputs(new, publish(backend, new, before)))
            _describe(backend, old, new)
            return UpdateResult(_outputs(new, prune(Shelf(backend, new), before)))

    def delete(self, id_: str, props: Props) -> None:
        """Leave the versions, which applications may rely on; with `force_destroy`, remove those that it published."""
        tree = plain(props)
        if not tree.get("force_destroy"):
            return None
        prompt_id = tree["prompt_id"]
        if is_to_be_left(prompt_id):
            return note(left_on_demand(f"each version of {session.named(tree, prompt_id)}"))
        with session.doing("deleting the versions of", tree, prompt_id):
            try:
                self._remove_all(tree)
            except errors.PromptsError as error:
                raise with_way_out(error, prompt_id) from error

    def _remove_all(self, tree: Props) -> None:
        backend = self._connect(tree)
        try:
            remove_all(Shelf(backend, tree))
        except errors.NotFoundError:
            session.confirm_gone(backend, tree.get("uri"))

    def _connect(self, tree: Props) -> Backend:
        return session.connect(tree["backend"], self._secrets)


@contextmanager
def _publishing(backend: Backend, tree: Props, uri: str | None) -> Iterator[None]:
    """The prompt is expected to be there: where it is not, another account may be answering, or somebody deleted it."""
    with session.doing("publishing a version of", tree, tree["prompt_id"]):
        try:
            yield
        except errors.NotFoundError as gone:
            session.confirm_gone(backend, uri)
            raise errors.DriftError(gone.said) from gone


def _kept_otherwise(tree: Props) -> list[Failure]:
    """Two resources of one prompt that keep different numbers would each remove what the other keeps."""
    marker, of_prompt, keep = (tree.get(name) for name in ("marker", "prompt_marker", "keep"))
    registry = session.key_of(tree.get("backend"))
    if registry is None or UNKNOWN in (marker, of_prompt, keep) or not of_prompt:
        return []
    other = session.run().other_keep((registry, of_prompt), str(marker), keep)
    if other is None:
        return []
    return [Failure("keep", f"{other[0]!r} keeps {_number(other[1])} versions of this prompt; say the same on both")]


def _number(keep: Any) -> str:
    return "all" if keep is None else str(int(keep))


def _replacing(old: Props, new: Props) -> Iterator[str]:
    if new.get("prompt_id") not in (UNKNOWN, old.get("prompt_id")):
        yield "prompt_id"
    if session.is_another(old.get("backend"), new.get("backend")):
        yield "backend"


def _refuse_one_too_many(old: Props, new: Props) -> None:
    """Say in a preview already that the registry takes no further version."""
    backend = session.kind_of(new.get("backend"))
    most = backend.support.max_versions if backend else None
    history = old.get("history", {})
    if most is None or len(history) < most or new.get("keep") or new["digest"] in (*history.values(), UNKNOWN):
        return
    raise too_many(len(history), most)


def _refuse_to_move_frozen(old: Props, new: Props) -> None:
    """The engine puts what it ignores into the first check of a replacement, and not into the second."""
    if old.get("digest") == new["digest"]:
        refuse_frozen(new)


def _refused(tree: Props) -> list[Failure]:
    backend = session.kind_of(tree.get("backend"))
    if backend is None:
        return session.check_backend(tree.get("backend"))
    return list(backend.support.refuses_in_version({name: tree[name] for name in _DESCRIPTIVE if name in tree}))


def _described_alone(old: Props, new: Props) -> list[Failure]:
    """A description of a published version that changes while the content stays."""
    backend = session.kind_of(new.get("backend"))
    if not old or backend is None or issubclass(backend, DescribesVersions):
        return []
    if contains_unknown(new.get("digest")) or differing(old, new, ("prompt_id", "digest")):
        return []
    remedy = "change it together with the content, so that it goes with the next version"
    reason = f"{backend.support.kind} cannot edit a published version; {remedy}"
    return [Failure(name, reason) for name in differing(old, new, _DESCRIPTIVE)]


def _describe(backend: Backend, old: Props, new: Props) -> None:
    if not differing(old, new, _DESCRIPTIVE):
        return
    if not isinstance(backend, DescribesVersions):
        raise errors.InputError("; ".join(map(str, _described_alone(old, new))))
    if is_described(backend, Published.of(old)):
        describe(backend, new, old["version"])


def _outputs(tree: Props, published: Published) -> dict[str, Any]:
    inputs = {name: value for name, value in tree.items() if name not in _COMPUTED}
    return without_nothing({**inputs, **published.as_outputs()})


def _seen(backend: Backend, tree: Props) -> dict[str, Any] | None:
    """The state that the registry is in, or None where the prompt itself is gone."""
    try:
        version = backend.read_version(tree["prompt_id"], tree["version"])
    except errors.NotFoundError:
        return _without_current(backend, tree)
    published = Published.of(tree)
    seen = {**tree, "lost": _lost(backend, tree, published, version)}
    if is_described(backend, published):
        seen |= {"description": version.description, "version_name": version.version_name}
    return without_nothing({**seen, **_without_gone(backend, tree)})


def _lost(backend: Backend, tree: Props, published: Published, version: Version) -> str | None:
    if version.digest != _digest_of(tree):
        return VERSION
    is_ours = published.version in published.ours
    return NOTE if is_ours and session.labels_of(backend, version).marker is None else None


def _digest_of(tree: Props) -> str:
    """That of the current version; the first release noted none once it was lost."""
    return str(tree["digest"] or tree.get("history", {}).get(tree["version"], ""))


def _without_gone(backend: Backend, tree: Props) -> dict[str, Any]:
    """A history at the registry's cap, without versions that are no more: a preview refuses one too many by it."""
    history, most = tree.get("history", {}), backend.support.max_versions
    if most is None or len(history) < most:
        return {}
    names = {version.version for version in backend.versions(tree["prompt_id"])}
    return {"history": {name: digest for name, digest in history.items() if name in names}}


def _without_current(backend: Backend, tree: Props) -> dict[str, Any] | None:
    try:
        backend.read(tree["prompt_id"])
    except errors.NotFoundError:
        session.confirm_gone(backend, tree.get("uri"))
        return None
    history = {name: digest for name, digest in tree.get("history", {}).items() if name != tree["version"]}
    return {**tree, "history": history, "lost": VERSION}
