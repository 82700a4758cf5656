"""One resource of a program, driven as the engine drives it: which hook follows which, and what goes into it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

from protocol.client import Client, HookError

Props = Mapping[str, Any]
Step = Literal["create", "same", "update", "replace"]


class CheckFailedError(Exception):
    """`check` found something wrong; nothing else was called."""

    def __init__(self, failures: list[str]) -> None:
        super().__init__("\n".join(failures))
        self.failures = failures


class Resource:
    """A resource with its state."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.id = ""
        self.inputs: dict[str, Any] = {}
        self.outputs: dict[str, Any] = {}
        self.is_unfinished = False

    def preview(self, inputs: Props) -> Step:
        """What an `up` with these inputs would do."""
        return self._step(self._checked(inputs))

    def up(self, inputs: Props) -> Step:
        checked = self._checked(inputs)
        step = self._step(checked)
        if step == "create":
            self._create(checked)
        elif step == "replace":
            self.replace(inputs)
        elif step == "update":
            with self._leaving(checked):
                self.outputs = self.client.update(self.id, self.outputs, checked)
        self.inputs, self.is_unfinished = checked, False
        return step

    def replace(self, inputs: Props) -> None:
        """Create the successor, then delete what it replaces; on `--replace` nothing but that is called."""
        old_id, old_outputs = self.id, self.outputs
        self._create(self.client.check({}, inputs).inputs)
        self.client.delete(old_id, old_outputs)

    def _create(self, checked: dict[str, Any]) -> None:
        with self._leaving(checked):
            created = self.client.create(checked)
        self.id, self.outputs, self.inputs = created.id, created.outputs, checked

    @contextmanager
    def _leaving(self, checked: dict[str, Any]) -> Iterator[None]:
        """What a hook leaves although it fails is stored, as if it had not failed; the next `up` goes on with it."""
        try:
            yield
        except HookError as error:
            if error.left is not None:
                self.id, self.outputs, self.inputs = error.left.id, error.left.outputs, checked
                self.is_unfinished = True
            raise

    def refresh(self) -> bool:
        """Whether the registry differs from the state, which then is the registry's."""
        found = self.client.read(self.id, self.outputs)
        drifted = found.outputs != self.outputs or found.inputs is not None
        self.id, self.outputs, self.is_unfinished = found.id, found.outputs, False
        if found.inputs is not None or not found.id:
            self.inputs = found.inputs or {}
        return drifted

    def destroy(self) -> None:
        self.client.delete(self.id, self.outputs)
        self.id, self.inputs, self.outputs = "", {}, {}

    def _checked(self, inputs: Props) -> dict[str, Any]:
        checked = self.client.check(self.inputs, inputs)
        if checked.failures:
            raise CheckFailedError(checked.failures)
        return checked.inputs

    def _step(self, checked: Props) -> Step:
        if not self.id:
            return "create"
        diff = self.client.diff(self.id, self.outputs, checked)
        if diff.replaces:
            return "replace"
        compared = diff.changes == "unknown" and checked != self.inputs
        return "update" if compared or diff.changes == "some" or self.is_unfinished else "same"
