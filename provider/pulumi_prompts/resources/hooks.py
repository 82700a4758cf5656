"""From what Pulumi hands to a hook to plain values, and from the answers of a life cycle to what Pulumi takes."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, Protocol, Self

from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult
from pulumi.output import Unknown
from pulumi.runtime.rpc import is_rpc_secret, unwrap_rpc_secret, wrap_rpc_secret

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.lifecycle.answers import Checked, Diffed, Found, Stored, Values
from pulumi_prompts.resources.process import Secret, run_of_process
from pulumi_prompts.resources.provider import Props

_PROVIDER = "__provider"


class Lifecycle(Protocol):
    """The rules of one kind of resource, over plain values."""

    def check(self, olds: Values, news: Values) -> Checked:
        """What a program means by its inputs, and all that is wrong with them."""

    def diff(self, id_: str, olds: Values, news: Values) -> Diffed:
        """What the next run has to do."""

    def create(self, inputs: Values) -> Stored:
        """Make the object."""

    def read(self, id_: str, outputs: Values) -> Found | None:
        """What the registry has; None where it is gone."""

    def update(self, id_: str, olds: Values, news: Values) -> Stored:
        """Write what differs."""

    def delete(self, id_: str, outputs: Values) -> None:
        """Remove what is ours."""


class Hooks:
    """The hooks of one kind of resource."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle

    @classmethod
    def of(cls, lifecycle: str, secret: Secret) -> Self:
        """Those over the life cycle that is named as `module:class`, in the run of this process."""
        module, _, name = lifecycle.partition(":")
        return cls(getattr(import_module(module), name)(run_of_process(secret)))

    def check(self, olds: Props, news: Props) -> CheckResult:
        """A failure names no property: with one the engine prints also its value, which may be secret."""
        checked = self._lifecycle.check(plain(olds), plain(news))
        secret = checked.secret.union(name for name, value in news.items() if is_rpc_secret(value))
        return CheckResult(_told(checked.inputs, secret), [CheckFailure("", why) for why in checked.failures])

    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """Where the inputs show what is due, the engine compares them (`changes=None`) and tells the details."""
        diffed = self._lifecycle.diff(id_, plain(olds), plain(news))
        if not diffed.is_due:
            return DiffResult(changes=False)
        return DiffResult(changes=True if diffed.is_beyond_inputs else None, replaces=[*diffed.replaces])

    def create(self, props: Props) -> CreateResult:
        """The engine keeps those outputs secret whose inputs are."""
        stored = self._lifecycle.create(plain(props))
        return CreateResult(stored.id, _told(stored.outputs))

    def read(self, id_: str, props: Props) -> ReadResult:
        """What is gone has no id."""
        found = self._lifecycle.read(id_, plain(props))
        if found is None:
            return ReadResult("", {})
        inputs = None if found.inputs is None else _told(found.inputs, found.secret)
        return ReadResult(found.id, _told(found.outputs, found.secret), inputs)

    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        """As `create`."""
        return UpdateResult(_told(self._lifecycle.update(id_, plain(olds), plain(news)).outputs))

    def delete(self, id_: str, props: Props) -> None:
        """Nothing is answered."""
        self._lifecycle.delete(id_, plain(props))


def plain(props: Props) -> dict[str, Any]:
    """The properties without those of the engine, with our mark in place of what is not known yet."""
    return {name: _plain(value) for name, value in props.items() if name != _PROVIDER and value is not None}


def _plain(value: Any) -> Any:
    value = unwrap_rpc_secret(value)
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, Mapping):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _told(values: Values, secret: Iterable[str] = ()) -> dict[str, Any]:
    """The values as Pulumi writes them, those of the names in `secret` as secrets."""
    told = {name: _of_pulumi(value) for name, value in values.items()}
    known = (name for name in secret if not isinstance(told.get(name), Unknown | None))
    return told | {name: wrap_rpc_secret(told[name]) for name in known}


def _of_pulumi(value: Any) -> Any:
    if value is UNKNOWN:
        return Unknown()  # type: ignore[no-untyped-call]
    if isinstance(value, Mapping):
        return {name: _of_pulumi(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_of_pulumi(item) for item in value]
    return value
