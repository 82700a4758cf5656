"""The life cycle of a prompt, for every registry: the rules behind `PromptProvider`."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pulumi.output import Unknown
from pulumi.runtime.rpc import wrap_rpc_secret

from pulumi_prompts import errors
from pulumi_prompts.content.base import contains_unknown
from pulumi_prompts.content.digest import options_beside_content
from pulumi_prompts.lifecycle import session
from pulumi_prompts.lifecycle.declaration import CONTENT, declared, desired, is_unknown_content, options_beside
from pulumi_prompts.lifecycle.diff import content_tree
from pulumi_prompts.lifecycle.line_breaks import with_plain_line_breaks
from pulumi_prompts.lifecycle.look_alikes import warn_of_look_alikes
from pulumi_prompts.lifecycle.ownership import (
    IN_USE,
    NOTE,
    Ownership,
    Standing,
    is_to_be_left,
    left_on_demand,
    left_to_owner,
    new_nonce,
    published_by,
    with_way_out,
)
from pulumi_prompts.lifecycle.run import Holder
from pulumi_prompts.lifecycle.taking_over import take_over
from pulumi_prompts.lifecycle.writing import with_undeclared, write
from pulumi_prompts.registries.base import Backend, Change, Desired, Field, Head, Labels, Ref, Version
from pulumi_prompts.resources.console import note, warn
from pulumi_prompts.resources.tree import Props, differing, plain, without_nothing

_WRITTEN = ("name", "description", "tags", "metadata", "options")
_COMPARED = ("digest", *_WRITTEN, "backend", "force_destroy")
_DUE = {"parked": "name", "lost": "marker"}
"""What is to be written by the outputs of the last write or refresh, whatever the program says."""
_COMPUTED = frozenset({"uri", "parked", "lost", "nonce", "former_stacks"})


class PromptRules:
    """Check, diff, create, read, update and delete of a prompt."""

    def __init__(self, secrets: session.Secrets) -> None:
        self._secrets = secrets

    def check(self, olds: Props, news: Props) -> CheckResult:
        """Everything that is wrong; and the digest and the variables, which previews need."""
        news = with_plain_line_breaks(news, olds)
        tree = plain(news)
        found = declared(tree)
        _tell_the_run(plain(olds), tree, found.digest)
        warn_of_look_alikes(tree, found)
        failures = [session.without_secrets(str(each), tree) for each in (*found.failures, *_claimed_twice(tree))]
        unknown = is_unknown_content(tree)
        digest = _not_known() if unknown else found.digest
        variables = _not_known() if unknown or found.variables is None else _variables(tree, found.variables)
        # Without a property the engine prints the reason alone; with one also its value, which may be secret.
        checked = [CheckFailure("", failure) for failure in failures]
        return CheckResult({**news, "digest": digest, "variables": variables}, checked)

    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """An update where anything differs, a replacement where the registry or a fixed name does."""
        old, new = _comparable(plain(olds)), _comparable(plain(news))
        replaces = [name for name in ("backend", "name") if _replaces(name, old, new)]
        if isinstance(marker := new.get("marker"), str):
            ownership = Ownership.of(old)
            session.run().stands_in_state(marker, ownership.names, ownership.former_stacks)
            if not replaces:
                session.run().holds(id_, Holder(old["backend"], ownership.renamed(marker)))
        if not differing(old, new, _COMPARED) and not _DUE.keys() & old.keys():
            return DiffResult(changes=False)
        return DiffResult(changes=True if "parked" in old else None, replaces=replaces)  # which the inputs do not show

    def create(self, props: Props) -> CreateResult:
        """Make the prompt, or take over what an interrupted creation of ours left, or adopt what exists."""
        tree = plain(props)
        backend = self._connect(tree)
        with session.doing("creating", tree):
            ownership = Ownership(tree["marker"], new_nonce())
            declaration = desired(tree, ownership.nonce)
            try:
                ref = backend.create(declaration)
            except errors.AlreadyExistsError as taken:
                ref, ownership = take_over(backend, declaration, tree, taken)
        return CreateResult(ref.id, _outputs(tree, ref.uri, ownership))

    def read(self, id_: str, props: Props) -> ReadResult:
        """What the registry has; with new inputs where that is not what the state has."""
        tree = plain(props)
        with session.doing("`Prompt.get` of" if _is_only_read(tree) else "reading", tree, id_):
            backend = self._connect(_checked_here(tree))
            try:
                head = backend.read(id_)
                labels = Labels() if _is_only_read(tree) else session.labels_of(backend, head)
            except errors.NotFoundError as gone:
                session.confirm_gone(backend, tree.get("uri"))
                if _is_first_read(tree):  # the engine would go on with a prompt that has no properties
                    raise errors.NotFoundError(gone.said, "check its id and its backend") from gone
                return ReadResult("", {})
            return _read_result(backend, head, labels, tree)

    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        """Write what differs from the last write, in as few calls as the registry allows."""
        old, new = plain(olds), plain(news)
        backend = self._connect(new)
        with session.doing("updating", new, id_):
            declaration = desired(new, old.get("nonce"))
            if change := _change(old, new, declaration):
                return UpdateResult(_update(backend, id_, old, new, declaration, change))
        return UpdateResult(_outputs(new, old["uri"], Ownership.of(old).renamed(new["marker"])))

    def delete(self, id_: str, props: Props) -> None:
        """Remove the prompt with its versions, if it is still ours and nobody else relies on one of them."""
        tree = plain(props)
        if is_to_be_left(id_):
            return note(left_on_demand(session.named(tree, id_)))
        with session.doing("deleting", tree, id_):
            try:
                self._delete_if_ours(id_, tree)
            except errors.PromptsError as error:
                raise with_way_out(error, id_) from error

    def _delete_if_ours(self, id_: str, tree: Props) -> None:
        """The note is looked at last, so that as little as possible lies between the look and the delete."""
        backend, ownership = self._connect(tree), Ownership.of(tree)
        is_forced = bool(tree.get("force_destroy"))
        try:
            published = [] if is_forced else _published(backend, id_)
            labels = session.labels_of_prompt(backend, Ref(id_, tree["uri"]))
            standing = ownership.standing(labels)
            if standing is Standing.OTHERS:
                return _leave(tree, id_, labels, ownership)
            if holder := _other_holder(tree, id_, ownership):
                return _hand_over(backend, tree, id_, labels, holder)
            if standing is Standing.LOST and is_forced:
                published = _published(backend, id_)
            _refuse_while_in_use(published, labels, ownership)
            backend.delete(id_, labels)
        except errors.NotFoundError:
            session.confirm_gone(backend, tree.get("uri"))

    def _connect(self, tree: Props) -> Backend:
        return session.connect(tree["backend"], self._secrets)


def _variables(tree: Props, names: Iterable[str]) -> Any:
    """The names that the text uses; secret where the text is."""
    return wrap_rpc_secret([*names]) if {"template", "messages"} & set(tree.get("secret", ())) else [*names]


def _not_known() -> Any:
    return Unknown()  # type: ignore[no-untyped-call]


def _tell_the_run(old: Props, new: Props, digest: str | None) -> None:
    """What other hooks of this run can know of the prompt from here alone."""
    marker = new.get("marker")
    if not isinstance(marker, str):
        return
    session.run().declare(marker, digest)
    if old:
        session.run().stands_in_state(marker, [old.get("marker", marker)])


def _claimed_twice(tree: Props) -> list[str]:
    name, marker = tree.get("name"), tree.get("marker")
    if not isinstance(name, str) or not isinstance(marker, str):
        return []
    other = session.claimed_by_another(tree.get("backend"), name, marker)
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
        return session.is_another(old.get("backend"), new["backend"])
    kind = session.kind_of(new["backend"])
    return kind is not None and not kind.support.renames


def _change(old: Props, new: Props, declaration: Desired) -> Change | None:
    differs = set(differing(_comparable(old), _comparable(new), (*_WRITTEN, "marker")))
    if old.get("digest") != declaration.digest:
        differs.add("content")
    differs |= {field for key, field in _DUE.items() if key in old}
    gone = frozenset(old.get("tags") or {}) - frozenset(new.get("tags") or {})
    return Change(frozenset(cast(set[Field], differs)), gone) if differs else None


def _update(backend: Backend, id_: str, old: Props, new: Props, declaration: Desired, change: Change) -> dict[str, Any]:
    try:
        head = backend.read(id_)
        labels = session.labels_of(backend, head)
        ownership, change = _fenced(Ownership.of(old), head, labels, declaration, change)
        whole = replace(with_undeclared(declaration, head, old, new), nonce=ownership.nonce)
        written = write(backend, head, whole, change)
    except errors.NotFoundError as gone:
        session.confirm_gone(backend, old["uri"])
        raise errors.DriftError(gone.said) from gone
    parked = {} if written.parked is None else {"parked": written.parked}
    return _outputs(new, written.ref.uri, ownership.renamed(new["marker"])) | parked


def _fenced(
    ownership: Ownership, head: Head, labels: Labels, declaration: Desired, change: Change
) -> tuple[Ownership, Change]:
    """Whose the prompt will be, and what has to be written for that. Raises where it is another's by now."""
    noted = Change(change.fields | {"marker"}, change.tags_to_remove)
    if ownership.standing(labels) is not Standing.OTHERS:
        return ownership, noted if ownership.lacks_note(labels) else change
    if labels.marker not in ownership.names | session.run().names_of(declaration.marker):
        remedy = "remove the resource from the program: the prompt stays with its owner"
        raise errors.OwnershipError(f"it belongs to {labels.marker} now", remedy)
    if head.digest != declaration.digest:
        raise errors.DriftError("another run of this stack took it over, with another content")
    return replace(ownership, nonce=new_nonce()), noted


def _outputs(tree: Props, uri: str, ownership: Ownership) -> dict[str, Any]:
    """Every input that is not content, which the inputs hold already; and where and whose the prompt is."""
    beside = {name: value for name, value in tree.items() if name not in CONTENT}
    outputs = {**beside, "options": _comparable(tree)["options"], "uri": uri, **ownership.as_outputs()}
    return {**without_nothing(outputs), "variables": tree.get("variables", [])}


def _other_holder(tree: Props, id_: str, ownership: Ownership) -> Ownership | None:
    """What the state of another resource says, which the program declares and which has the same prompt."""
    here = (each for each in session.run().holders_of(id_) if not session.is_another(each.backend, tree["backend"]))
    return next((each.ownership for each in here if each.ownership.marker not in ownership.names), None)


def _hand_over(backend: Backend, tree: Props, id_: str, labels: Labels, holder: Ownership) -> None:
    """Give the prompt back to the resource that goes on with it.

    Where a renamed resource has adopted it, and the program takes the old name again before the rename is through, the
    state has the prompt twice: the resource that is declared sees nothing to do, and this one is to be deleted.
    """
    head = backend.read(id_)
    if head.content:
        desired = Desired(head.name, head.content, head.digest, holder.marker, tags=labels.tags, nonce=holder.nonce)
        backend.update(head, with_undeclared(desired, head, {}, {}), Change(frozenset({"marker"})))
    note(left_to_owner(session.named(tree, id_), holder.marker))


def _leave(tree: Props, id_: str, labels: Labels, ownership: Ownership) -> None:
    """Say whose it is. Its own resource has taken over what was replaced in place: that is no reason to worry."""
    said = left_to_owner(session.named(tree, id_), labels.marker)
    if labels.marker in ownership.names:
        note(said)
    else:
        warn(said)


def _published(backend: Backend, id_: str) -> list[tuple[Version, Labels]]:
    """The versions of a prompt, and who published each."""
    return [(version, session.labels_of(backend, version)) for version in backend.versions(id_)]


def _refuse_while_in_use(published: list[tuple[Version, Labels]], labels: Labels, ownership: Ownership) -> None:
    foreign = {version.version: found.marker for version, found in published if not ownership.published(found)}
    pins = session.pins_of(labels, [version for version, _ in published])
    said = [f"version {name} {published_by(marker)}" for name, marker in foreign.items()]
    said += [f"version {name} is pinned by {why}" for name, why in pins.items() if name not in foreign]
    if said:
        raise errors.OwnershipError(", ".join(said), IN_USE)


def _is_only_read(tree: Props) -> bool:
    """Whether it is one of `Prompt.get`, which says no more than an id and a backend."""
    return "marker" not in tree


def _is_first_read(tree: Props) -> bool:
    return "digest" not in tree


def _checked_here(tree: Props) -> Props:
    """The same, after a check of the backend where it is that of `Prompt.get`, which no other check has seen."""
    if _is_only_read(tree) and (failures := session.check_backend(tree.get("backend"))):
        raise errors.InputError("; ".join(map(str, failures)))
    return tree


def _read_result(backend: Backend, head: Head, labels: Labels, tree: Props) -> ReadResult:
    names = backend.support.variables.names_in(head.content.texts) if head.content else ()
    computed = {"digest": head.digest, "variables": _variables(tree, names)}
    if _is_only_read(tree):
        inputs = {**_all_of(head, tree), **computed, **content_tree(head)}
        return ReadResult(head.id, {**inputs, "uri": head.uri}, inputs)
    ownership = Ownership.of(tree)
    seen = _seen(head, labels, tree) | computed
    if ownership.standing(labels) is Standing.OTHERS and labels.marker not in ownership.names:
        warn(f"{session.named(tree, head.id)} belongs to {labels.marker} now")
    lost = {"lost": NOTE} if ownership.lacks_note(labels) else {}
    if not lost and not differing(_comparable(tree), _comparable(seen), _COMPARED):
        return ReadResult(head.id, {**tree, "uri": head.uri, "variables": seen["variables"]})
    inputs = {**seen, **content_tree(head, seen.get("options", {})), **lost}
    return ReadResult(head.id, {**_outputs(seen, head.uri, ownership), **lost}, inputs)


def _all_of(head: Head, tree: Props) -> dict[str, Any]:
    """The inputs beside the content that would declare what the registry has."""
    options = options_beside_content(head.options)
    said = {"description": head.description, "metadata": dict(head.metadata), "options": options}
    return without_nothing({**tree, "name": head.name, **said})


def _seen(head: Head, labels: Labels, tree: Props) -> dict[str, Any]:
    """The inputs as the registry has them; what the program does not declare is nobody's drift."""
    inputs = {name: value for name, value in tree.items() if name not in CONTENT | _COMPUTED}
    found = _all_of(head, {})
    declared_ones = {name: found.get(name) for name in ("description", "metadata") if name in tree}
    tags = {key: labels.tags[key] for key in tree.get("tags", {}) if key in labels.tags}
    computed = {"name": head.name or tree["name"], "tags": tags, "options": _declared_of(tree, found)}
    return without_nothing({**inputs, **declared_ones, **computed})


def _declared_of(tree: Props, found: Props) -> dict[str, Any]:
    """Of the options beside the content that the registry has, those that the program declares."""
    return {
        registry: {name: value for name, value in found.get("options", {}).get(registry, {}).items() if name in block}
        for registry, block in tree.get("options", {}).items()
    }
