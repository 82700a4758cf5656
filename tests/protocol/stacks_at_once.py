"""Two stacks that publish, move aliases and prune versions of one prompt at the same time, each in its own process.

Each takes the prompt over from the other. Where that, or anything else, is refused, a stack does what the line says:
a refresh of what drifted, a fresh state of what is the other's by now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from random import Random
from typing import Any
from unittest.mock import patch

from heavy import made_once
from protocol.alias_program import AliasProgram
from protocol.client import HookError
from protocol.direct import Direct
from protocol.lifecycle import Resource
from pulumi_prompts.errors import NotFoundError
from pulumi_prompts.lifecycle.run import Run
from pulumi_prompts.registries.base import Backend, KeepsAliases
from pulumi_prompts.registries.bedrock import client as bedrock_client
from pulumi_prompts.registries.session import Target
from pulumi_prompts.resources import process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_alias import PromptAliasProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider

STACKS = ("dev", "prod")
"""Each has an alias of its name; both move `LIVE`."""

LIVE = "live"
KEPT = 2
_SECONDS = 300.0


@dataclass(frozen=True)
class Race:
    """What both stacks are told.

    Attributes:
        inputs: Of the prompt, with its backend.
        aliases: What the registry calls the alias of each stack, and the one that both move.
        rounds: How often each publishes and moves.
        texts: How many texts there are; where they are `shared`, one stack serves what the other one has published.
        takes_back: Whether a publication may snapshot the draft of the other stack, and removes it again: that may have
            re-used it meanwhile, and its own alias dangles until its next `up`.
    """

    inputs: Mapping[str, Any]
    aliases: Mapping[str, str]
    rounds: int
    texts: int = 6
    shared: bool = False
    takes_back: bool = False


@dataclass
class Report:
    """What became of one stack.

    Attributes:
        served: What each alias was last moved to by it: version and digest.
        moves: How often it moved one.
        published: The versions that were current.
        refusals: The class of each error, and its line.
        lost: What was not as it must be between two moves of its own alias.
    """

    served: dict[str, tuple[str, str]] = field(default_factory=dict)
    moves: int = 0
    published: set[str] = field(default_factory=set)
    refusals: list[tuple[str, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def run_both(race: Race) -> dict[str, Report]:
    """Both stacks at once, until both are through."""
    context = get_context("spawn")
    together = context.Barrier(len(STACKS), timeout=_SECONDS)
    with context.Pool(len(STACKS), _meet_at, [together]) as pool:
        reports = pool.starmap(_run, [(race, stack) for stack in STACKS], chunksize=1)
    return dict(zip(STACKS, reports, strict=True))


_together: Barrier


def _meet_at(together: Barrier) -> None:
    global _together
    _together = together


def _run(race: Race, stack: str) -> Report:
    with made_once(), patch.object(bedrock_client, "QUOTAS", {}):
        racer = Racer(race, stack)
        _together.wait()
        for number in range(race.rounds):
            racer.go_round(number)
    return racer.report


class Racer:
    """One of the stacks."""

    def __init__(self, race: Race, stack: str) -> None:
        other = next(each for each in STACKS if each != stack)
        taking = {"adopt": "overwrite", "take_over_from": f"acme/shop/{other}/triage"}
        inputs = {**race.inputs, "marker": f"acme/shop/{stack}/triage", **taking}
        self._clients = Direct(PromptProvider), Direct(PromptVersionProvider), Direct(PromptAliasProvider)
        self.program = AliasProgram(*self._clients, inputs, f"acme/shop/{stack}")
        self.program.keep = KEPT
        self.report = Report()
        self._race = race
        self._stack = stack
        self._chance = Random(stack)
        self._session = process.run_of_process(lambda key: None).session
        self._prompt_id = ""

    def go_round(self, number: int) -> None:
        """One `up`: new text, its version, the stack's own alias, and the one of both."""
        program, race = self.program, self._race
        process._run = Run(self._session)  # as in a new process, but for the connections
        self._look_at_own()
        whose = "both" if race.shared else self._stack
        program.text = f"{self._chance.randrange(race.texts)} of {whose}."
        if not self._up(program.prompt, program.of_prompt()):
            program.prompt = Resource(self._clients[0])
            return
        self._prompt_id = program.prompt.id
        if not self._up(program.version, program.of_version()):
            return
        self.report.published.add(program.version.outputs["version"])
        for name in (race.aliases[self._stack], race.aliases[LIVE]):
            self._move(name)

    def _move(self, name: str) -> None:
        alias = self.program.of(name)
        if not self._up(alias, self.program.said_of(name, adopt=True)):
            if alias.id:
                alias.refresh()
            return
        if not alias.outputs.get("found"):
            self.report.served[name] = alias.outputs["version"], alias.outputs["digest"]
            self.report.moves += 1

    def _up(self, resource: Resource, inputs: Mapping[str, Any]) -> bool:
        try:
            resource.up(inputs)
        except HookError as error:
            self.report.refusals.append((type(error.__cause__).__name__, str(error)))
            return False
        return True

    def _look_at_own(self) -> None:
        """Nobody else moves it: it is where this stack put it last, and its version is there, or was taken back."""
        name = self._race.aliases[self._stack]
        if name not in self.report.served:
            return
        version, digest = self.report.served[name]
        seen = served(registry_of(self._race.inputs), self._prompt_id).get(name)
        is_taken_back = self._race.takes_back and seen == (version, "")
        if seen != (version, digest) and not is_taken_back:
            self.report.lost.append(f"{name} was at {version}, {digest}, and is {seen}")


def registry_of(inputs: Mapping[str, Any]) -> Backend:
    """The adapter of this process."""
    return process.run_of_process(lambda key: None).session.connect(Target.of(inputs["backend"]))


def served(registry: Backend, prompt_id: str) -> dict[str, tuple[str, str]]:
    """What each alias serves: the version, and the digest of what is there; nothing where it dangles."""
    assert isinstance(registry, KeepsAliases)
    return {
        each.name: (each.version, _digest(registry, prompt_id, each.version)) for each in registry.aliases(prompt_id)
    }


def _digest(registry: Backend, prompt_id: str, version: str) -> str:
    try:
        return registry.read_version(prompt_id, version).digest or ""
    except NotFoundError:
        return ""
