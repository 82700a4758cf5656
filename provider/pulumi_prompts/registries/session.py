"""The registries that a process talks to: each named by settings that are parsed once, each with one adapter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, Self

from pulumi_prompts.content.base import UNKNOWN, contains_unknown
from pulumi_prompts.content.parsing import Failure, parsed_with_refused
from pulumi_prompts.errors import InputError
from pulumi_prompts.registries.base import Backend, Environment, Settings
from pulumi_prompts.registries.identity import identity, place
from pulumi_prompts.registries.kinds import KINDS, backend_class
from pulumi_prompts.registries.support import Support
from pulumi_prompts.registries.words import no_kind, of_setting


@dataclass(frozen=True)
class Target:
    """The registry that `backend` names, in a program or in a state.

    Attributes:
        given: What is said of it.
        backend: The class of its adapter; None where the kind is not known, or is none.
        support: What it can express.
        settings: What this release takes for them. What is wrong with a state's stays as it is.
        wrong: What is wrong with them in the eyes of this release.
    """

    given: Any
    backend: type[Backend] | None = None
    support: Support | None = None
    settings: Settings | None = None
    wrong: tuple[Failure, ...] = ()

    @classmethod
    def of(cls, given: Any) -> Self:
        """Parse what is said; never a failure."""
        kind = given.get("kind") if isinstance(given, Mapping) else None
        if UNKNOWN in (given, kind):
            return cls(given)
        if not isinstance(kind, str) or kind not in KINDS:
            return cls(given, wrong=(no_kind(given),))
        backend = backend_class(kind)
        settings, failures = parsed_with_refused(backend.settings, given)
        return cls(given, backend, backend.support, settings, tuple(of_setting(each, given) for each in failures))

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What a program should not declare; a state that has it is still good."""
        if self.wrong or self.settings is None or not self.is_known:
            return self.wrong
        return tuple(of_setting(doubt, self.given) for doubt in self.settings.doubts())

    @cached_property
    def is_known(self) -> bool:
        """Whether nothing of it is open until an `up`."""
        return not contains_unknown(self.given)

    @cached_property
    def key(self) -> str | None:
        """One text for each registry, however it is spelled; None where it is not known yet which one is meant."""
        return None if self.identity is None else str(sorted(self.identity.items()))

    @cached_property
    def identity(self) -> Mapping[str, Any] | None:
        """Which registry is meant, however it is spelled; None where that is not known yet."""
        return identity(self.settings) if self.settings and self.is_known else None

    @property
    def place(self) -> str:
        """The registry as people know it, such as `bedrock us-east-1`; nothing where it is not known yet."""
        if self.settings is None or not self.is_known:
            return ""
        return " ".join(str(value) for value in place(self.settings).values() if value is not None)

    def is_another(self, than: "Target") -> bool:
        """Whether two name registries that differ in something that both of them say.

        An account that is named where it was left open, or left open where it was named, is the one that the prompt is
        in, until a call shows otherwise; and then it fails. What is not known yet never is another.
        """
        here, there = self.identity, than.identity
        if here is None or there is None:
            return False
        return any(None not in pair and pair[0] != pair[1] for pair in ((there.get(k), here[k]) for k in here))


class Session:
    """One adapter for each registry, so that quotas are paced and connections kept.

    Attributes:
        environment: What the adapters may ask of the process.
    """

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self._lock = Lock()
        self._adapters: dict[Settings, Backend] = {}

    def connect(self, target: Target) -> Backend:
        """The adapter. Makes no call.

        Raises:
            InputError: No registry of ours is named.
        """
        if target.backend is None or target.settings is None:
            raise InputError("; ".join(map(str, target.failures)))
        with self._lock:
            if target.settings not in self._adapters:
                self._adapters[target.settings] = target.backend.connect(target.settings, self.environment)
            return self._adapters[target.settings]
