"""A stack whose way to its registry goes wrong while a command runs, and is mended afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from acceptance.events import Run
from acceptance.programs import TRIAGE
from acceptance.registries.world import NAME, KeyedWorld, World
from acceptance.stack import Stack
from faults.proxy import REFUSED, Fault, FaultProxy
from pulumi_prompts.lifecycle.ownership import way_out

Command = Literal["create", "edit", "describe", "refresh", "destroy"]
"""`up` of something new, of another text, of another description with another label; and the two that are no `up`."""

_DOING: Mapping[Command, tuple[str, str]] = {
    "create": ("creating", "publishing a version of"),
    "edit": ("updating", "publishing a version of"),
    "describe": ("updating", "publishing a version of"),
    "refresh": ("reading", "reading the versions of"),
    "destroy": ("deleting", "deleting the versions of"),
}
_SECONDS = 4
"""How long a call that keeps failing is repeated."""


@dataclass(frozen=True)
class Cell:
    """A command, and what goes wrong.

    Attributes:
        says: What is printed about the prompt, behind what was being done to what on which registry, with the names of
            `BrokenWay.facts` in braces; nothing where it is done all the same.
        says_of_version: The same of its version.
        match: Which requests; `times` as in the proxy: None is until the way is mended.
    """

    command: Command
    fault: Fault
    says: str = ""
    says_of_version: str = ""
    match: str = "*"
    times: int | None = None

    @property
    def fails(self) -> bool:
        return bool(self.says or self.says_of_version)

    def __str__(self) -> str:
        return f"{self.command}: {self.fault} at {self.match}"


class Stored(NamedTuple):
    """A prompt: what its versions say, its description, and its label."""

    texts: list[str]
    description: str
    team: str


@dataclass
class BrokenWay:
    """A prompt with its versions; each `up` declares what none did before."""

    stack: Stack
    world: World
    proxy: FaultProxy
    declared: Stored = field(default_factory=lambda: Stored([], "Sorts", "support"))
    _count: int = 0

    def declare(self, command: Command) -> None:
        """What the command is to make so."""
        self._count += 1
        texts, description, team = self.declared
        text = f"You sort support tickets.\nBe number {self._count}.\n"
        if command == "describe":
            self.declared = Stored(texts, f"Sorts {self._count}", f"team-{self._count}")
        else:
            self.declared = Stored([text] if command == "create" else [*texts, text], description, team)
        self.stack.write(TRIAGE, prompt=self.prompt(), version=self.world.version())

    def prompt(self, **more: Any) -> dict[str, Any]:
        """The arguments of the prompt that is declared."""
        texts, description, team = self.declared
        beside = {"description": description, self.world.labelled_by: {"team": team}, "backend": self._backend}
        return self.world.prompt(texts[-1], **{**beside, **more})

    @property
    def stored(self) -> Stored:
        found = self.world.only_prompt
        return Stored(found.texts, found.description, found.labels["team"])

    def break_for(self, cell: Cell) -> None:
        self.proxy.inject(cell.fault, cell.match, times=cell.times)
        self.proxy.clear_requests()

    def happened(self, cell: Cell) -> bool:
        """Whether the fault did; one that was refused never came."""
        return cell.fault is REFUSED or cell.fault.name in {each.fault for each in self.proxy.requests}

    def run(self, cell: Cell) -> Run:
        commands = {"refresh": self.stack.refresh, "destroy": self.stack.destroy}
        return commands.get(cell.command, self.stack.up)(fails=cell.fails)

    def lines(self, cell: Cell) -> dict[str, list[str]]:
        """What is to be printed about each resource: one line, or none."""
        to_prompt, to_version = _DOING[cell.command]
        return {
            "Prompt triage": self._line(f"{to_prompt} {NAME}", cell.says),
            "PromptVersion triage": self._line(f"{to_version} {NAME}", cell.says_of_version),
        }

    def _line(self, doing: str, says: str) -> list[str]:
        if not says:
            return []
        end = f"; {way_out(self.facts['id']())}" if doing.startswith("deleting") else ""
        line = f"{doing} on {self.world.where.replace(_upstream(self.world), self.proxy.url)}: {says}{end}"
        for name, fact in self.facts.items():
            line = line.replace(f"{{{name}}}", fact()) if f"{{{name}}}" in line else line
        return [line]

    @property
    def facts(self) -> Mapping[str, Callable[[], str]]:
        """What lines may name in braces."""
        return {
            "url": lambda: self.proxy.url,
            "id": lambda: str(self.stack.resources()["Prompt triage"]["id"]),
            "version": lambda: self.world.only_prompt.versions[-1].name,
            "another": lambda: self.world.said_of_other_key if isinstance(self.world, KeyedWorld) else "",
        }

    @property
    def _backend(self) -> dict[str, Any]:
        return self.world.backend(**{_address(self.world): self.proxy.url, "timeout": _SECONDS})


def proxy_before(world: World) -> FaultProxy:
    """A proxy before the world's registry."""
    return FaultProxy(_upstream(world))


def _upstream(world: World) -> str:
    return str(world.backend()[_address(world)])


def _address(world: World) -> str:
    return "endpoint_url" if world.kind == "bedrock" else "url"
