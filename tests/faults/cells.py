"""One cell of the matrix: an operation, one of its calls, and what goes wrong with it; and what came of it."""

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from clock import Time
from faults.engine import World
from faults.expected import Lasting, is_transient, line_of, may_pass, must_pass
from faults.operations import Operation
from faults.proxy import (
    LATE,
    REFUSED,
    RESET_AFTER,
    RESET_BEFORE,
    RETRY_AFTER_SECONDS,
    SLOW,
    TOO_MANY_REQUESTS_RETRY_AFTER,
    Fault,
    FaultProxy,
)
from faults.registries import Registry, Stored
from protocol.client import Client, HookError
from pulumi_prompts.lifecycle.ownership import way_out

_SECONDS = 30.0
_UNREACHED_SECONDS = 30.0
"""After which nobody waits any longer for what cannot be connected to, whatever the timeout says."""
_REAL_TIME = (SLOW, LATE)
"""Faults that last until the client gives up, by a clock that is not ours."""
_numbers = count()


class HealingTime(Time):
    """Time that opens the port again when somebody waits; what answers take passes as it does."""

    proxy: FaultProxy | None = None

    def monotonic(self) -> float:
        return super().monotonic() + time.monotonic()

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        if self.proxy is not None:
            self.proxy.heal()


@dataclass(frozen=True)
class Cell:
    """What came of one cell.

    Attributes:
        call: The request that the fault happened to first.
        said: The line of the error; None where the operation went through.
        problems: What is not as it must be.
    """

    call: str
    lasting: Lasting
    said: str | None
    problems: tuple[str, ...]

    @property
    def told(self) -> list[str]:
        """The problems, each with where it was found."""
        return [f"{self.call}, {self.lasting}: {problem}" for problem in self.problems]


@dataclass(frozen=True)
class Case:
    """What happens to which request of an operation."""

    operation: Operation
    fault: Fault
    lasting: Lasting
    nth: int
    call: str

    @property
    def is_forgiven(self) -> bool:
        """Whether the operation goes on where this request fails."""
        needed = self.operation.needed
        return needed is not None and self.nth > needed


@dataclass(frozen=True)
class Clean:
    """An operation without a fault: its requests, what the registry has then, and after what the program says next."""

    calls: list[str]
    kept: Mapping[str, Stored]
    caught_up: Mapping[str, Stored]


@dataclass(frozen=True)
class Ready:
    """A world in which an operation is the next that happens, and what it and the registry have then."""

    operation: Operation
    world: World
    state: object
    kept: object


@dataclass(frozen=True)
class Lab:
    """A registry behind a proxy, the hooks of a plugin whose time is `time`, and what they have warned of."""

    registry: Registry
    proxy: FaultProxy
    prompts: Client
    versions: Client
    aliases: Client
    time: HealingTime
    warnings: list[str]
    _clean: dict[str, Clean] = field(default_factory=dict)
    _unused: list[Ready] = field(default_factory=list)

    def world(self, timeout: float = _SECONDS) -> World:
        name = f"cell-{next(_numbers):06}"
        return World(self.prompts, self.versions, self.aliases, self.registry, self.proxy.url, name, timeout)

    def begin_anew(self) -> "Lab":
        """The registry is empty again."""
        self._unused.clear()
        return self

    def clean(self, operation: Operation) -> Clean:
        """What the operation sends and leaves when nothing goes wrong."""
        if operation.name not in self._clean:
            world = self.world()
            operation.before(world)
            self.proxy.clear_requests()
            said = _line_of(operation, world)
            lines = [request.line for request in self.proxy.requests]
            problems = [*filter(None, [said]), *_of_next_run(world, operation), *_of_versions(world, operation)]
            assert not problems, f"{operation} is wrong without a fault: {problems}"
            kept = world.kept
            _catch_up(world, operation)
            self._clean[operation.name] = Clean(lines, kept, world.kept)
        return self._clean[operation.name]

    def cells(self, operation: Operation, fault: Fault) -> Iterator[Cell]:
        """Those of all calls of an operation. What is not of one call happens to all of them."""
        for case in self._cases(operation, fault):
            yield self._cell(case)

    def kills(self, operation: Operation) -> Iterator[str]:
        """The problems after the plugin died after each of its calls.

        What that leaves: the call is carried out, nothing else reaches the registry, and the engine hears of nothing.
        """
        for nth, call in enumerate(self.clean(operation).calls, 1):
            before = self._ready(operation, _SECONDS)
            world = before.world
            self.proxy.inject(RESET_AFTER, nth=nth)
            self.proxy.inject(RESET_BEFORE, times=None)
            said = _line_of(operation, world)
            self.proxy.heal()
            problems = [*_after(world, operation, self.clean(operation), has_more_to_do=False)]
            if said is None:
                problems.append("it went through")
            yield from (f"killed after {_shape(call)}: {problem}" for problem in problems)

    def _cases(self, operation: Operation, fault: Fault) -> Iterator[Case]:
        traits = self.registry.traits
        calls = self.clean(operation).calls
        if fault in (traits.another_account, traits.newer):
            yield Case(operation, fault, "for good", 1, calls[0])
            return
        for nth, call in enumerate(calls, 1):
            yield Case(operation, fault, "once", nth, call)
            if is_transient(fault, traits) and (fault not in _REAL_TIME or nth == 1):
                yield Case(operation, fault, "for good", nth, call)

    def _cell(self, case: Case) -> Cell:
        operation = case.operation
        before = self._ready(operation, self._timeout(case.fault))
        world = before.world
        began = self.time.now
        said = self._run(case, world)
        problems = [*self._of_line(case, world, said), *self._of_fault(case, self.time.now - began)]
        if (world.state, world.kept) == (before.state, before.kept):
            self._unused.append(before)  # nothing happened to it: what the next run does is known
        elif said is not None and world.state != before.state and not self._may_change_state(operation, world):
            problems.append("the state is not what it was")
        else:
            problems += _after(world, operation, self.clean(operation), case.is_forgiven and said is None)
        return Cell(_shape(case.call), case.lasting, said, tuple(problems))

    def _may_change_state(self, operation: Operation, world: World) -> bool:
        """Whether a hook that went through, or what one that failed has made, is to be in the state."""
        return operation.replaces(self.registry.traits) or world.is_unfinished

    def _timeout(self, fault: Fault) -> float:
        if fault == REFUSED:
            return 10 * _UNREACHED_SECONDS
        return self.registry.traits.seconds if fault in _REAL_TIME else _SECONDS

    def _run(self, case: Case, world: World) -> str | None:
        is_once = case.lasting == "once"
        self.proxy.clear_requests()
        self.warnings.clear()
        self.time.proxy = self.proxy if case.fault == REFUSED and is_once else None
        self.proxy.inject(case.fault, nth=case.nth, times=1 if is_once else None)
        said = _line_of(case.operation, world)
        self.time.proxy = None
        self.proxy.heal()
        return said

    def _ready(self, operation: Operation, timeout: float) -> Ready:
        """A world in which the operation is the next that happens."""
        for each in self._unused:
            if each.operation.name == operation.name and each.world.timeout == timeout:
                self._unused.remove(each)
                return each
        world = self.world(timeout)
        operation.before(world)
        return Ready(operation, world, world.state, world.kept)

    def _of_line(self, case: Case, world: World, said: str | None) -> Iterator[str]:
        traits = self.registry.traits
        if said is None:
            if not may_pass(case.fault, case.lasting, traits) and not self._is_warned_of(case):
                yield f"it went through, and said no more than {self.warnings}"
            return
        if must_pass(case.fault, case.lasting, traits):
            yield f"it was not tried again: {said}"
        elif not re.fullmatch(self._pattern(case, world), said):
            yield f"the line is not as expected: {said!r} is not {self._pattern(case, world)}"
        if any(value in said for value in traits.environ.values()):
            yield "the line holds the credential"

    def _of_fault(self, case: Case, waited: float) -> Iterator[str]:
        if case.fault != REFUSED and case.fault.name not in (request.fault for request in self.proxy.requests):
            yield "the fault did not happen"
        if case.fault == TOO_MANY_REQUESTS_RETRY_AFTER and round(waited, 3) < RETRY_AFTER_SECONDS:
            yield f"it was tried again after {waited} s"
        if case.fault == REFUSED and waited > _UNREACHED_SECONDS:
            yield f"it was waited for {waited} s"

    def _is_warned_of(self, case: Case) -> bool:
        line, where = self._reason(case)
        expected = f"old versions of .+ on {where} were not removed: {line}"
        return case.is_forgiven and any(re.fullmatch(expected, warning) for warning in self.warnings)

    def _pattern(self, case: Case, world: World) -> str:
        line, where = self._reason(case)
        doing = (each.format(name=world.name, id=".+") for each in case.operation.doing)
        return "|".join(f"{each} on {where}: ({line}){_ending(each)}" for each in doing)

    def _reason(self, case: Case) -> tuple[str, str]:
        """Patterns of what is wrong, and of where."""
        traits, url = self.registry.traits, re.escape(self.proxy.url)
        line = line_of(case.fault, case.operation, self.registry).replace("{api}", url + traits.api)
        return line, traits.where.format(url=url)


def _line_of(operation: Operation, world: World) -> str | None:
    """The line that the operation ends with; None where it ends as it must."""
    try:
        operation.run(world)
    except HookError as error:
        return None if operation.refusal and str(error).endswith(operation.refusal) else str(error)
    return "it was not refused" if operation.refusal else None


def _ending(doing: str) -> str:
    """What every error of a delete ends with."""
    return f"; {re.escape(way_out('ID')).replace('ID', '.+')}" if doing.startswith(("deleting", "removing")) else ""


def _shape(call: str) -> str:
    """The request without identifiers."""
    return re.sub(r"/([a-z]+)[-_](?=[^/]*[0-9])[^/]+", r"/{\1}", call)


def _after(world: World, operation: Operation, clean: Clean, has_more_to_do: bool) -> Iterator[str]:
    """What the next healthy run leaves that must not be; or the one with which what was only warned of is done."""
    expected = clean.caught_up if has_more_to_do else clean.kept
    try:
        yield from _of_next_run(world, operation)
        if has_more_to_do:
            _catch_up(world, operation)
    except HookError as error:
        yield f"the next run fails: {error}"
    if world.kept != expected:
        yield f"the registry has {world.kept}, not {expected}"


def _catch_up(world: World, operation: Operation) -> None:
    if operation.caught_up is not None:
        world.up(operation.caught_up)


def _of_next_run(world: World, operation: Operation) -> Iterator[str]:
    if operation.refusal:
        yield from filter(None, [_line_of(operation, world)])
    elif operation.declared is not None:
        world.up(operation.declared)
        if drifted := world.refresh():
            yield f"a refresh finds that {drifted} drifted"
        if steps := world.preview(operation.declared):
            yield f"another run would {steps}"
    elif world.prompt.id:
        world.destroy()


def _of_versions(world: World, operation: Operation) -> Iterator[str]:
    """The registry has what is declared, and no other prompt."""
    names = [] if operation.declared is None else [operation.declared.suffix]
    if list(world.kept) != names:
        yield f"the registry has {list(world.kept)}, not {names}"
    for stored in world.kept.values():
        texts = " ".join(text for text, _ in stored.versions)
        if texts != operation.texts:
            yield f"the versions are {texts}, not {operation.texts}"
