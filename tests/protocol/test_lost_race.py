"""A creation that was not the first, on a registry whose create is not exclusive: the prompt is the other one's."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from protocol.client import HookError
from protocol.lifecycle import Resource
from protocol.somebody_else import THEIRS, desired
from pulumi_prompts.errors import LostRaceError
from pulumi_prompts.registries.base import Change, Desired, Ref
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.session import Session

LEFT = "version 1, which this program wrote, stays in it"


class TakesANameThatIsTaken(Local):
    """Somebody else makes the prompt between the look and the write, which goes into theirs and stays there."""

    def create(self, desired_: Desired) -> Ref:
        ref = super().create(desired("Theirs.", nonce="theirs"))
        head = self.read(ref.id)
        self.update(head, replace(desired_, marker=THEIRS, nonce="theirs"), Change(frozenset({"content"})))
        raise LostRaceError.of(desired_.name, LEFT)


@pytest.mark.parametrize("adopt", [False, True, "overwrite"])
def test_it_is_neither_adopted_nor_owned(
    prompt: Resource,
    inputs: dict[str, Any],
    registry: Local,
    file: Path,
    adopt: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Though it has our content: that is no sign that it is ours, and no permission to adopt was meant for it."""
    monkeypatch.setattr(Session, "connect", lambda *_: TakesANameThatIsTaken(str(file)))
    with pytest.raises(HookError) as failed:
        prompt.up({**inputs, "adopt": adopt})
    assert str(failed.value).endswith(str(LostRaceError.of("triage", LEFT)))
    assert failed.value.left is None
    head = registry.find("triage")
    assert head is not None
    assert head.labels is not None
    assert (head.labels.marker, head.labels.nonce) == (THEIRS, "theirs")


def test_it_says_what_is_left_beside_a_secret_as_well(
    prompt: Resource, inputs: dict[str, Any], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "connect", lambda *_: TakesANameThatIsTaken(str(file)))
    with pytest.raises(HookError, match=LEFT):
        prompt.up({**inputs, "secret": ["template"]})
