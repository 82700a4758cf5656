"""The life cycle of a prompt's published versions, for every registry: the rules behind `PromptVersionProvider`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pydantic import Field, StrictStr

from pulumi_prompts import errors
from pulumi_prompts._model import UNKNOWN, Integer, Model, contains_unknown
from pulumi_prompts.backends.base import Backend, DescribesVersions
from pulumi_prompts.parsing import Failure, parse
from pulumi_prompts.resources import _registry
from pulumi_prompts.resources._outputs_in_texts import outputs_in_texts
from pulumi_prompts.resources._publishing import Published, delete_ours, describe, is_described, prune, publish
from pulumi_prompts.resources._tree import differing, plain, without_nothing

Props = Mapping[str, Any]

_DESCRIPTIVE = ("description", "version_name")
_COMPARED = ("prompt_id", "digest", *_DESCRIPTIVE, "keep", "backend")
_BESIDE = frozenset({"backend", "secret"})
_OURS = frozenset({"digest", "marker", "secret"})
_COMPUTED = frozenset({"version", "uri", "history", "reused"})


class VersionArgs(Model):
    """The inputs of a `PromptVersion` beside its backend."""

    prompt_id: StrictStr
    digest: StrictStr
    description: StrictStr | None = None
    version_name: StrictStr | None = None
    keep: Annotated[Integer | None, Field(ge=1)] = None
    marker: StrictStr = ""


class VersionRules:
    """Check, diff, create, read, update and delete of a prompt's versions."""

    def __init__(self, secrets: _registry.Secrets) -> None:
        self._secrets = secrets

    def check(self, olds: Props, news: Props) -> CheckResult:
        """Everything that is wrong."""
        old, new = plain(olds), plain(news)
        _, _, failures = parse(VersionArgs, {k: v for k, v in new.items() if k not in _BESIDE})
        failures += [*outputs_in_texts(new, _OURS), *_refused(new), *_described_alone(old, new)]
        return CheckResult(dict(news), [CheckFailure("", str(failure)) for failure in failures])

    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """An update where anything differs, a replacement where the prompt is another."""
        old, new = plain(olds), plain(news)
        if not differing(old, new, _COMPARED):
            return DiffResult(changes=False)
        another = new.get("prompt_id") not in (UNKNOWN, old.get("prompt_id"))
        return DiffResult(changes=None, replaces=["prompt_id"] if another else [])

    def create(self, props: Props) -> CreateResult:
        """Publish, or re-use the version that has this digest."""
        tree = plain(props)
        backend = self._connect(tree)
        with _publishing(backend, tree, None):
            published = publish(backend, tree, Published())
        return CreateResult(f"{tree['prompt_id']}/versions", _outputs(tree, published))

    def read(self, id_: str, props: Props) -> ReadResult:
        """Gone only with the prompt; a current version that is gone or altered has the digest `""`."""
        tree = plain(props)
        backend = self._connect(tree)
        with _registry.doing("reading the versions of", tree, tree["prompt_id"]):
            seen = _seen(backend, tree)
        if seen is None:
            return ReadResult("", {})
        if not differing(tree, seen, _COMPARED):
            return ReadResult(id_, tree)
        return ReadResult(id_, seen, {name: value for name, value in seen.items() if name not in _COMPUTED})

    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        """Publish new content in place; edit the description where that is possible; prune where `keep` is less."""
        old, new = plain(olds), plain(news)
        backend = self._connect(new)
        before = Published.of(old)
        with _publishing(backend, new, before.uri):
            if old.get("digest") != new["digest"]:
                return UpdateResult(_outputs(new, publish(backend, new, before)))
            _describe(backend, old, new)
            return UpdateResult(_outputs(new, prune(backend, new, before)))

    def delete(self, id_: str, props: Props) -> None:
        """Remove the versions that it published, never a pinned one."""
        tree = plain(props)
        backend = self._connect(tree)
        with _registry.doing("deleting the versions of", tree, tree["prompt_id"]):
            delete_ours(backend, tree, Published.of(tree))

    def _connect(self, tree: Props) -> Backend:
        return _registry.connect(tree["backend"], self._secrets)


@contextmanager
def _publishing(backend: Backend, tree: Props, uri: str | None) -> Iterator[None]:
    """The prompt is expected to be there: where it is not, another account may be answering, or somebody deleted it."""
    with _registry.doing("publishing a version of", tree, tree["prompt_id"]):
        try:
            yield
        except errors.NotFoundError as gone:
            _registry.confirm_gone(backend, uri)
            raise errors.DriftError(gone.said) from gone


def _refused(tree: Props) -> list[Failure]:
    backend = _registry.kind_of(tree.get("backend"))
    if backend is None:
        return _registry.check_backend(tree.get("backend"))
    return list(backend.support.refuses_in_version({name: tree[name] for name in _DESCRIPTIVE if name in tree}))


def _described_alone(old: Props, new: Props) -> list[Failure]:
    """A description of a published version that changes while the content stays."""
    backend = _registry.kind_of(new.get("backend"))
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
    digest = tree["digest"] if version.digest == tree["digest"] else ""
    seen = {**tree, "digest": digest}
    if is_described(backend, Published.of(tree)):
        seen |= {"description": version.description, "version_name": version.version_name}
    return {**without_nothing(seen), "digest": digest}


def _without_current(backend: Backend, tree: Props) -> dict[str, Any] | None:
    try:
        backend.read(tree["prompt_id"])
    except errors.NotFoundError:
        _registry.confirm_gone(backend, tree.get("uri"))
        return None
    history = {name: digest for name, digest in tree.get("history", {}).items() if name != tree["version"]}
    return {**tree, "history": history, "digest": ""}
