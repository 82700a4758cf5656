"""A session has one adapter for each registry, and tells registries apart by their settings."""

from pathlib import Path
from typing import Any

import pytest

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.errors import InputError
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.session import Session, Target
from pulumi_prompts.registries.words import no_kind


def local(path: Any) -> Target:
    return Target.of({"kind": "local", "path": path})


def test_a_registry_has_one_adapter_in_a_session(tmp_path: Path) -> None:
    session, here, there = Session(Environment()), str(tmp_path / "here.db"), str(tmp_path / "there.db")
    assert session.connect(local(here)) is session.connect(local(here))
    assert session.connect(local(here)) is not session.connect(local(there))
    assert session.connect(local(here)) is not Session(Environment()).connect(local(here))


@pytest.mark.parametrize("given", [None, {}, {"kind": "locl"}])
def test_what_names_no_registry_is_not_connected_to(given: Any) -> None:
    with pytest.raises(InputError) as raised:
        Session(Environment()).connect(Target.of(given))
    assert raised.value.said == str(no_kind(given))


@pytest.mark.parametrize("given", [UNKNOWN, {"kind": UNKNOWN}, {"kind": "local", "path": UNKNOWN}])
def test_what_is_not_known_yet_is_neither_wrong_nor_another(given: Any) -> None:
    target, known = Target.of(given), local("prompts.db")
    assert target.failures == ()
    assert (target.identity, target.key, target.place) == (None, None, "")
    assert not target.is_another(known)
    assert not known.is_another(target)


def test_what_is_wrong_with_the_settings_of_a_state_stays() -> None:
    target = local(7)
    assert [failure.path for failure in target.failures] == ["backend.path"]
    assert getattr(target.settings, "path", None) == 7
