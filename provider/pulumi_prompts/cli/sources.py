"""The values of `--from`: a stack, a version of a stack's prompt, or a version in a registry.

staging              the content that the stack has deployed
production@6         a version of the stack's prompt: a number, a name, an alias or a digest
live@mlflow          a version in a registry, with its settings in `--setting url=...`, and the name of the prompt there
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Protocol, get_args

from pulumi_prompts.cli.progress import doing
from pulumi_prompts.cli.project import Project
from pulumi_prompts.errors import ConfigurationError, RegistryError, UsageError
from pulumi_prompts.promotion.source import Source, of_registry
from pulumi_prompts.promotion.state import StackState
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.kinds import KINDS, backend_class
from pulumi_prompts.registries.session import Session, Target
from pulumi_prompts.registries.words import nearest_kind, no_kind

NOT_THERE = "run this in the folder of the program, or say with --setting where it is; the first `pulumi up` makes it"
NO_REGISTRY = "it names no registry, which --setting is for"


class Sources(Protocol):
    """A source of contents."""

    @property
    def names(self) -> Sequence[str]:
        """The prompts that `--all` means. Raises UsageError if the source has no such list."""

    def of(self, name: str) -> Source:
        """The content of one prompt."""


class _OfStack:
    def __init__(self, state: StackState, called: str) -> None:
        self._state, self._called = state, called

    @property
    def names(self) -> Sequence[str]:
        if self._called:
            raise UsageError("a version belongs to one prompt", "name the prompt in the place of --all")
        return self._state.names

    def of(self, name: str) -> Source:
        return self._state.version(session(), name, self._called) if self._called else self._state.source(name)


class _OfRegistry:
    def __init__(self, target: Target, called: str) -> None:
        self._target, self._called = target, called

    @property
    def names(self) -> Sequence[str]:
        raise UsageError("--all needs a stack", "name the prompts in the place of --all")

    def of(self, name: str) -> Source:
        return of_registry(session(), self._target, name, self._called)


def opened(project: Project, named: str, settings: Mapping[str, str]) -> Sources:
    """The source that `--from` names.

    Raises:
        UsageError: It names no registry, and there are settings for one; or they are wrong.
        ConfigurationError: Its stack cannot be read.
    """
    first, _, second = named.partition("@")
    if second in KINDS:
        return _OfRegistry(registry(second, settings), first)
    hint = f"for the registry, write --from {first}@{near}" if (near := nearest_kind(second)) else None
    if settings:
        raise UsageError(f"--from {named}: {NO_REGISTRY}", hint or "write --from VERSION@KIND")
    try:
        return _OfStack(project.state_of(first), second)
    except ConfigurationError as error:
        raise ConfigurationError(error.said, hint or error.remedy) from None


def registry(kind: str, settings: Mapping[str, str]) -> Target:
    """The registry that a command names. Raises UsageError if the kind or a setting is wrong, or it is not there."""
    if kind not in KINDS:
        raise UsageError(f"--registry {kind}: {no_kind({'kind': kind}).reason}")
    target = Target.of({"kind": kind, **{name: _value(kind, name, text) for name, text in settings.items()}})
    if target.failures:
        raise UsageError("; ".join(map(str, target.failures)), "give each setting with --setting")
    if target.settings and (missing := target.settings.missing()):
        raise UsageError(f"--registry {kind}: {missing}", NOT_THERE)
    return target


@contextmanager
def reading(target: Target) -> Iterator[Callable[[str], None]]:
    """Show that the registry is read, or a text that is given later. An error of the registry says which one it is."""
    what = f"reading {target.place}"
    with doing(what) as tell:
        try:
            yield tell
        except RegistryError as error:
            raise error.at(what) from None


def _value(kind: str, name: str, text: str) -> str | float:
    """A number for a setting that takes one. All other settings are texts, also those with digits only."""
    field = backend_class(kind).settings.model_fields.get(name)
    if field and _takes_number(field.annotation):
        with suppress(ValueError):
            return float(text)
    return text


def _takes_number(annotation: Any) -> bool:
    return annotation in (int, float) or any(map(_takes_number, get_args(annotation)))


def session(progress: Callable[[str], None] = lambda text: None) -> Session:
    """The connections to registries. Credentials come from the environment."""
    return Session(Environment(variable=lambda name: os.environ.get(name) or None, progress=progress))
