"""The hooks of a provider without the protocol: in other processes, which have no plugin."""

from collections.abc import Callable
from typing import TypeVar

from protocol.client import Checked, Client, Created, Diffed, Found, HookError, Left, Props
from pulumi_prompts.errors import PromptsError
from pulumi_prompts.resources.hooks import Hooks
from pulumi_prompts.resources.provider import Provider

_Answer = TypeVar("_Answer")


class Direct(Client):
    """A client whose hooks run where they are called. The cause of each `HookError` is the error itself."""

    def __init__(self, provider: type[Provider]) -> None:
        self._lifecycle = provider.lifecycle

    def check(self, olds: Props, news: Props) -> Checked:
        answer = _told(lambda: self._hooks.check({**olds}, {**news}))
        return Checked(answer.inputs, [failure.reason for failure in answer.failures])

    def diff(self, id_: str, olds: Props, news: Props) -> Diffed:
        answer = _told(lambda: self._hooks.diff(id_, {**olds}, {**news}))
        changes = {None: "unknown", True: "some", False: "none"}[answer.changes]
        return Diffed(changes, list(answer.replaces or ()))  # type: ignore[arg-type]

    def create(self, inputs: Props) -> Created:
        answer = _told(lambda: self._hooks.create({**inputs}))
        return Created(answer.id, answer.outs or {})

    def read(self, id_: str, outputs: Props) -> Found:
        answer = _told(lambda: self._hooks.read(id_, {**outputs}))
        return Found(answer.id or "", answer.outs or {}, answer.inputs)

    def update(self, id_: str, olds: Props, news: Props) -> dict[str, object]:
        return dict(_told(lambda: self._hooks.update(id_, {**olds}, {**news})).outs or {})

    def delete(self, id_: str, outputs: Props) -> None:
        _told(lambda: self._hooks.delete(id_, {**outputs}))

    @property
    def _hooks(self) -> Hooks:
        return Hooks.of(self._lifecycle, lambda key: None)


def _told(hook: Callable[[], _Answer]) -> _Answer:
    try:
        return hook()
    except PromptsError as error:
        left = Left(error.left[0], {**error.left[1]}, []) if error.left else None
        raise HookError(str(error), left) from error
