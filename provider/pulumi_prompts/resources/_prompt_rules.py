"""The life cycle of a prompt, for every registry: the rules behind `PromptProvider`."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast, get_args

from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pulumi.output import Unknown
from pulumi.runtime.rpc import wrap_rpc_secret

from pulumi_prompts import errors
from pulumi_prompts._model import contains_unknown
from pulumi_prompts.backends.base import Backend, Change, Desired, Field, Head, Ref
from pulumi_prompts.digest import options_beside_content
from pulumi_prompts.resources import _registry
from pulumi_prompts.resources._declared import CONTENT, declared, desired, is_unknown_content, options_beside
from pulumi_prompts.resources._line_breaks import with_plain_line_breaks
from pulumi_prompts.resources._look_alikes import warn_of_look_alikes
from pulumi_prompts.resources._readable import content_diff, content_tree
from pulumi_prompts.resources._tree import differing, plain, without_nothing

Props = Mapping[str, Any]

HEALING_WINDOW = timedelta(hours=1)
"""How long after its creation an object with our own marker is taken for one whose creation was interrupted."""

_WRITTEN = ("name", "description", "tags", "metadata", "options")
_COMPARED = ("digest", *_WRITTEN, "backend", "force_destroy")
_EVERYTHING: frozenset[Field] = frozenset(get_args(Field))


class PromptRules:
    """Check, diff, create, read, update and delete of a prompt."""

    def __init__(self, secrets: _registry.Secrets) -> None:
        self._secrets = secrets

    def check(self, olds: Props, news: Props) -> CheckResult:
        """Everything that is wrong; and the digest and the variables, which previews need."""
        news = with_plain_line_breaks(news, olds)
        tree = plain(news)
        found = declared(tree)
        warn_of_look_alikes(tree, found)
        failures = [_registry.without_secrets(str(each), tree) for each in (*found.failures, *_claimed_twice(tree))]
        unknown = is_unknown_content(tree)
        digest = _not_known() if unknown else found.digest
        variables = _not_known() if unknown or found.variables is None else _variables(tree, found.variables)
        # Without a property the engine prints the reason alone; with one also its value, which may be secret.
        checked = [CheckFailure("", failure) for failure in failures]
        return CheckResult({**news, "digest": digest, "variables": variables}, checked)

    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """An update where anything differs, a replacement where the registry or a fixed name does."""
        old, new = _comparable(plain(olds)), _comparable(plain(news))
        if not differing(old, new, _COMPARED):
            return DiffResult(changes=False)
        return DiffResult(changes=None, replaces=[name for name in ("backend", "name") if _replaces(name, old, new)])

    def create(self, props: Props) -> CreateResult:
        """Make the prompt, or take over what an interrupted creation of ours left, or adopt what exists."""
        tree = plain(props)
        backend = self._connect(tree)
        with _registry.doing("creating", tree):
            declaration = desired(tree)
            try:
                ref = backend.create(declaration)
            except errors.AlreadyExistsError as taken:
                ref = _take_over(backend, declaration, tree, taken)
        return CreateResult(ref.id, _outputs(tree, ref.uri))

    def read(self, id_: str, props: Props) -> ReadResult:
        """What the registry has; with new inputs where that is not what the state has."""
        tree = plain(props)
        with _registry.doing("`Prompt.get` of" if _is_get(tree) else "reading", tree, id_):
            backend = self._connect(_checked_here(tree))
            try:
                head = backend.read(id_)
            except errors.NotFoundError as gone:
                _registry.confirm_gone(backend, tree.get("uri"))
                if _is_get(tree):  # the engine would go on with a prompt that has no properties
                    raise errors.NotFoundError(gone.said, "check its id and its backend") from gone
                return ReadResult("", {})
            return _read_result(backend, head, tree)

    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        """Write what differs from the last write, in as few calls as the registry allows."""
        old, new = plain(olds), plain(news)
        backend = self._connect(new)
        with _registry.doing("updating", new, id_):
            declaration = desired(new)
            uri = old["uri"]
            if change := _change(old, new, declaration):
                uri = _update(backend, id_, declaration, change, uri)
        return UpdateResult({**_outputs(new, uri), **_former_stacks(old, new)})

    def delete(self, id_: str, props: Props) -> None:
        """Remove the prompt with its versions, unless somebody else relies on one of them."""
        tree = plain(props)
        backend = self._connect(tree)
        with _registry.doing("deleting", tree, id_):
            try:
                if not tree.get("force_destroy"):
                    _refuse_while_in_use(backend, id_, tree)
                backend.delete(id_)
            except errors.NotFoundError:
                _registry.confirm_gone(backend, tree.get("uri"))

    def _connect(self, tree: Props) -> Backend:
        return _registry.connect(tree["backend"], self._secrets)


def _variables(tree: Props, names: Iterable[str]) -> Any:
    """The names that the text uses; secret where the text is."""
    return wrap_rpc_secret([*names]) if {"template", "messages"} & set(tree.get("secret", ())) else [*names]


def _not_known() -> Any:
    return Unknown()  # type: ignore[no-untyped-call]


def _claimed_twice(tree: Props) -> list[str]:
    name, marker = tree.get("name"), tree.get("marker")
    if not isinstance(name, str) or not isinstance(marker, str):
        return []
    other = _registry.claim(tree.get("backend"), name, marker)
    return [f"name: {name!r} is claimed by the resource {other!r} too; rename one of them"] if other else []


def _comparable(tree: Props) -> dict[str, Any]:
    """The tree with only those options of its own registry that are not part of the content (that is the digest)."""
    options = tree.get("options")
    if isinstance(options, Mapping) and not contains_unknown(options):
        options = options_beside(tree)
    return {**tree, "options": options}


def _replaces(name: str, old: Props, new: Props) -> bool:
    """Whether a change of this property needs another object. What is not known yet never does."""
    if contains_unknown(new.get(name)) or old.get(name) == new.get(name):
        return False
    if name == "backend":
        before, after = _registry.identity_of(old.get("backend")), _registry.identity_of(new["backend"])
        return before is not None and after is not None and _is_another(before, after)
    kind = _registry.kind_of(new["backend"])
    return kind is not None and not kind.support.renames


def _is_another(before: Props, after: Props) -> bool:
    """Whether two registries differ in something that both of them say.

    An account that is named where it was left open, or left open where it was named, is the one that the prompt is in,
    until a call shows otherwise; and then it fails.
    """
    return any(None not in pair and pair[0] != pair[1] for pair in ((before.get(k), after.get(k)) for k in after))


def _take_over(backend: Backend, declaration: Desired, tree: Props, taken: errors.AlreadyExistsError) -> Ref:
    head = backend.find(declaration.name)
    if head is None:
        raise errors.RejectedError(taken.said, "no prompt of that name can be seen; try again, or use another name")
    adopt = tree.get("adopt", False)
    if adopt == "overwrite" or _is_interrupted_creation(backend, head, declaration):
        return _written(backend, head, declaration)
    if adopt is True and head.digest == declaration.digest:
        return _written(backend, head, declaration, _EVERYTHING - {"content"})
    if adopt is True:
        remedy = "make the program say the same, or set adopt='overwrite' to replace what the registry has"
        said = "it exists with another content, so it is not adopted"
        raise errors.OwnershipError(
            said, remedy, detail=content_diff(head, declaration.content, bool(tree.get("secret")))
        )
    raise errors.OwnershipError("it exists already", "set adopt=True to take it over, or use another name")


def _is_interrupted_creation(backend: Backend, head: Head, declaration: Desired) -> bool:
    if head.created_at is None or datetime.now(UTC) - head.created_at > HEALING_WINDOW:
        return False
    return _registry.labels_of(backend, head).marker == declaration.marker


def _written(backend: Backend, head: Head, declaration: Desired, fields: frozenset[Field] = _EVERYTHING) -> Ref:
    return backend.update(Ref(head.id, head.uri), declaration, Change(fields))


def _change(old: Props, new: Props, declaration: Desired) -> Change | None:
    differs = set(differing(_comparable(old), _comparable(new), (*_WRITTEN, "marker")))
    if old.get("digest") != declaration.digest:
        differs.add("content")
    gone = frozenset(old.get("tags") or {}) - frozenset(new.get("tags") or {})
    return Change(frozenset(cast(set[Field], differs)), gone) if differs else None


def _update(backend: Backend, id_: str, declaration: Desired, change: Change, uri: str) -> str:
    try:
        return backend.update(Ref(id_, uri), declaration, change).uri
    except errors.NotFoundError as gone:
        _registry.confirm_gone(backend, uri)
        raise errors.DriftError(gone.said) from gone


def _outputs(tree: Props, uri: str) -> dict[str, Any]:
    """Every input that is not content, which the inputs hold already; and where the prompt is."""
    beside = {name: value for name, value in tree.items() if name not in CONTENT}
    outputs = {**beside, "options": _comparable(tree)["options"], "uri": uri}
    return {**without_nothing(outputs), "variables": tree.get("variables", [])}


def _former_stacks(old: Props, new: Props) -> dict[str, Any]:
    """Stacks that this prompt's stack was called before it was renamed: their versions are ours."""
    former = list(old.get("former_stacks", ()))
    stack = _registry.stack_of(old["marker"])
    if stack != _registry.stack_of(new["marker"]) and stack not in former:
        former.append(stack)
    return {"former_stacks": former} if former else {}


def _refuse_while_in_use(backend: Backend, id_: str, tree: Props) -> None:
    ours = {_registry.stack_of(tree["marker"]), *tree.get("former_stacks", ())}
    versions = backend.versions(id_)
    foreign = [v.version for v in versions if _registry.stack_of(_registry.labels_of(backend, v).marker) not in ours]
    pins = _registry.pins_of(backend, Ref(id_, tree["uri"]), versions)
    said = [f"version {name} was published by somebody else" for name in foreign]
    said += [f"version {name} is pinned by {why}" for name, why in pins.items() if name not in foreign]
    if said:
        remedy = "remove what relies on it, or set force_destroy=True and run `pulumi up` before you destroy it"
        raise errors.OwnershipError(", ".join(said), remedy)


def _is_get(tree: Props) -> bool:
    """Whether this is the first that we hear of the prompt: `Prompt.get` knows no more than its id and its backend."""
    return "digest" not in tree


def _checked_here(tree: Props) -> Props:
    """The same, after a check of the backend where it is that of `Prompt.get`, which no other check has seen."""
    if _is_get(tree) and (failures := _registry.check_backend(tree.get("backend"))):
        raise errors.InputError("; ".join(map(str, failures)))
    return tree


def _read_result(backend: Backend, head: Head, tree: Props) -> ReadResult:
    seen = _seen(backend, head, tree)
    inputs = {**seen, **content_tree(head)}
    if _is_get(tree):
        return ReadResult(head.id, {**inputs, "uri": head.uri}, inputs)
    if not differing(_comparable(tree), _comparable(seen), _COMPARED):
        return ReadResult(head.id, {**tree, "uri": head.uri, "variables": seen["variables"]})
    former = {name: tree[name] for name in ("former_stacks",) if name in tree}
    return ReadResult(head.id, {**_outputs(seen, head.uri), **former}, inputs)


def _seen(backend: Backend, head: Head, tree: Props) -> dict[str, Any]:
    """The inputs that would declare what the registry has. Of the tags, only those that the state has are ours."""
    kept = {k: v for k, v in tree.items() if k not in CONTENT | {"uri", "former_stacks"}}
    declared_tags = tree.get("tags") or {}
    tags = _registry.labels_of(backend, head).tags if declared_tags else {}
    names = backend.support.variables.names_in(head.content.texts) if head.content else ()
    seen = without_nothing(
        {
            **kept,
            "name": head.name,
            "description": head.description,
            "metadata": dict(head.metadata),
            "tags": {key: tags[key] for key in declared_tags if key in tags},
            "options": options_beside_content(head.options),
        }
    )
    return {**seen, "digest": head.digest, "variables": _variables(tree, names)}
