"""One cell of the matrix: an operation, one of its calls, and what goes wrong with it; and what came of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from clock import Time
from faults.engine import World
from faults.expected import TRANSIENT, Lasting, line_of, may_pass, must_pass
from faults.operations import Operation
from faults.proxy import REFUSED, SLOW, Fault, FaultProxy
from faults.registries import Registry, Stored
from protocol.client import Client, HookError

_SECONDS = 30.0
_numbers = count()


class HealingTime(Time):
    """Time that opens the port again when somebody waits."""

    proxy: FaultProxy | None = None

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


@dataclass(frozen=True)
class Clean:
    """An operation without a fault: its requests, and what the registry has then."""

    calls: list[str]
    kept: Mapping[str, Stored]

    @property
    def shapes(self) -> list[str]:
        """The requests without identifiers."""
        return [re.sub(r"/([a-z]+)[-_](?=[^/]*[0-9])[^/]+", r"/{\1}", call) for call in self.calls]


@dataclass(frozen=True)
class Ready:
    """A world in which an operation is the next that happens, and what it and the registry have then."""

    operation: Operation
    world: World
    state: object
    kept: object


@dataclass(frozen=True)
class Lab:
    """A registry behind a proxy, and the hooks of a plugin whose time is `time`."""

    registry: Registry
    proxy: FaultProxy
    prompts: Client
    versions: Client
    time: HealingTime
    _clean: dict[str, Clean] = field(default_factory=dict)
    _unused: list[Ready] = field(default_factory=list)

    def world(self, timeout: float = _SECONDS) -> World:
        name = f"cell-{next(_numbers):06}"
        return World(self.prompts, self.versions, self.registry, self.proxy.url, name, timeout)

    def clean(self, operation: Operation) -> Clean:
        """What the operation sends and leaves when nothing goes wrong."""
        if operation.name not in self._clean:
            world = self.world()
            operation.before(world)
            self.proxy.clear_requests()
            operation.run(world)
            lines = [request.line for request in self.proxy.requests]
            problems = [*_of_next_run(world, operation), *_of_versions(world, operation)]
            assert not problems, f"{operation} is wrong without a fault: {problems}"
            self._clean[operation.name] = Clean(lines, world.kept)
        return self._clean[operation.name]

    def cells(self, operation: Operation, fault: Fault) -> Iterator[Cell]:
        """Those of all calls of an operation. What is not of one call happens to all of them."""
        clean = self.clean(operation)
        traits = self.registry.traits
        if fault in (traits.another_account, traits.newer):
            yield self._cell(operation, fault, clean, 1, "for good")
            return
        for nth in range(1, len(clean.calls) + 1):
            yield self._cell(operation, fault, clean, nth, "once")
            if fault in TRANSIENT:
                yield self._cell(operation, fault, clean, nth, "for good")

    def _cell(self, operation: Operation, fault: Fault, clean: Clean, nth: int, lasting: Lasting) -> Cell:
        before = self._ready(operation, self.registry.traits.seconds if fault == SLOW else _SECONDS)
        world = before.world
        self._arm(fault, nth, lasting)
        said = _line_of(operation, world)
        self._heal()
        problems = [*self._of_line(world, operation, fault, lasting, said)]
        if (world.state, world.kept) == (before.state, before.kept):
            self._unused.append(before)  # nothing happened to it: what the next run does is known
        elif said is not None and world.state != before.state and not operation.replaces(world.registry.traits):
            problems.append("the state is not what it was")
        else:
            problems += _after(world, operation, clean)
        return Cell(clean.shapes[nth - 1], lasting, said, tuple(problems))

    def _ready(self, operation: Operation, timeout: float) -> Ready:
        """A world in which the operation is the next that happens."""
        for each in self._unused:
            if each.operation.name == operation.name and each.world.timeout == timeout:
                self._unused.remove(each)
                return each
        world = self.world(timeout)
        operation.before(world)
        return Ready(operation, world, world.state, world.kept)

    def _arm(self, fault: Fault, nth: int, lasting: Lasting) -> None:
        self.time.proxy = self.proxy if fault == REFUSED and lasting == "once" else None
        self.proxy.inject(fault, nth=nth, times=1 if lasting == "once" else None)

    def _heal(self) -> None:
        self.time.proxy = None
        self.proxy.heal()

    def _of_line(
        self, world: World, operation: Operation, fault: Fault, lasting: Lasting, said: str | None
    ) -> Iterator[str]:
        if said is None:
            if not may_pass(fault, lasting, self.registry.traits):
                yield "it went through"
            return
        if must_pass(fault, lasting, self.registry.traits):
            yield f"it was not tried again: {said}"
        elif not re.fullmatch(self._pattern(world, operation, fault), said):
            yield f"the line is not as expected: {said!r} is not {self._pattern(world, operation, fault)}"
        if any(value in said for value in self.registry.traits.environ.values()):
            yield "the line holds the credential"

    def _pattern(self, world: World, operation: Operation, fault: Fault) -> str:
        url = re.escape(self.proxy.url)
        doing = operation.doing.format(name=world.name, id=".+")
        where = self.registry.traits.where.format(url=url)
        return f"{doing} on {where}: {line_of(fault, self.registry).replace('{api}', url + self.registry.traits.api)}"


def _line_of(operation: Operation, world: World) -> str | None:
    try:
        operation.run(world)
    except HookError as error:
        return str(error)
    return None


def _after(world: World, operation: Operation, clean: Clean) -> Iterator[str]:
    """What the next healthy run leaves that must not be."""
    try:
        yield from _of_next_run(world, operation)
    except HookError as error:
        yield f"the next run fails: {error}"
    if world.kept != clean.kept:
        yield f"the registry has {world.kept}, not {clean.kept}"


def _of_next_run(world: World, operation: Operation) -> Iterator[str]:
    if operation.declared is not None:
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
