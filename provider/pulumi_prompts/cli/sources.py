"""What `--from` names: a stack, a version of the prompt of a stack, or a version of a registry.

staging              what the stack has deployed
production@6         a version of its prompt in the registry: a number, a name, an alias or a digest
live@mlflow          the same of a registry, whose settings `--setting url=...` gives; the prompt by its name there
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from pulumi_prompts.cli.project import Project
from pulumi_prompts.errors import InputError
from pulumi_prompts.promotion.source import Source, of_registry
from pulumi_prompts.promotion.state import StackState
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.kinds import KINDS
from pulumi_prompts.registries.session import Session, Target


class Sources(Protocol):
    """Where contents come from."""

    @property
    def names(self) -> Sequence[str]:
        """All that `--all` means. Raises InputError where that cannot be told."""

    def of(self, name: str) -> Source:
        """The content of one prompt."""


class _OfStack:
    def __init__(self, state: StackState, called: str) -> None:
        self._state, self._called = state, called

    @property
    def names(self) -> Sequence[str]:
        if self._called:
            raise InputError("a version is one prompt's", "name the prompt in the place of --all")
        return self._state.names

    def of(self, name: str) -> Source:
        return self._state.version(session(), name, self._called) if self._called else self._state.source(name)


class _OfRegistry:
    def __init__(self, target: Target, called: str) -> None:
        self._target, self._called = target, called

    @property
    def names(self) -> Sequence[str]:
        raise InputError("a registry is not asked for all of its prompts", "name them in the place of --all")

    def of(self, name: str) -> Source:
        return of_registry(session(), self._target, name, self._called)


def opened(project: Project, named: str, settings: Mapping[str, str]) -> Sources:
    """What `--from` names. Raises ConfigurationError where its stack cannot be read."""
    first, _, second = named.partition("@")
    if second in KINDS:
        return _OfRegistry(registry(second, settings), first)
    return _OfStack(project.state_of(first), second)


def registry(kind: str, settings: Mapping[str, str]) -> Target:
    """The registry that a command line names. Raises InputError where a setting is missing or wrong."""
    target = Target.of({"kind": kind, **settings})
    if target.failures:
        raise InputError("; ".join(map(str, target.failures)), "give each setting with --setting")
    return target


def session(progress: Callable[[str], None] = lambda text: None) -> Session:
    """The connections; credentials are those of the environment."""
    return Session(Environment(variable=lambda name: os.environ.get(name) or None, progress=progress))
