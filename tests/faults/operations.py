"""What may be under way when something goes wrong: each operation is one hook that calls the traits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from faults.engine import ALIAS, Program, World
from faults.registries import Traits
from pulumi_prompts.lifecycle.taking_over import of_another_stack

Act = Callable[[World], Any]

THEIRS = "other/shop/dev/theirs"
ONE, TWO, THREE, FOUR = Program("One."), Program("Two."), Program("Three."), Program("Four.")


@dataclass(frozen=True)
class Operation:
    """One of them.

    Attributes:
        doing: How a message begins, with `{name}`, `{id}`; where there are two, the second is of another hook.
        before: What healthy runs did before.
        run: The run that something goes wrong in.
        declared: What the program says then; None is `pulumi destroy`.
        texts: Of the versions that the registry has in the end; nothing where there is no prompt.
        is_existing: Whether there is something in the state that another account does not have.
        knows_where: Whether the state says in which account that is.
        refusal: What the line ends with where the operation must be refused, whatever goes wrong with it.
        needed: How many of its calls must succeed; what fails of the others is a warning; None is all.
        caught_up: What the program says next, with which that is done.
    """

    name: str
    doing: tuple[str, ...]
    before: Act
    run: Act
    declared: Program | None
    texts: str
    is_existing: bool = True
    knows_where: bool = True
    refusal: str = ""
    needed: int | None = None
    caught_up: Program | None = None

    def replaces(self, traits: Traits) -> bool:
        """Whether it creates before it deletes, so that the state may have both."""
        return self.name == "rename" and not traits.renames

    def __str__(self) -> str:
        return self.name


def operations(traits: Traits) -> Iterator[Operation]:
    """Those that a registry has."""
    of_a_prompt = _of_a_prompt(traits)
    yield from of_a_prompt if traits.versions_every_write else (replace(each, texts="") for each in of_a_prompt)
    yield from _of_versions(traits)
    yield from _of_an_alias()


def _of_a_prompt(traits: Traits) -> Iterator[Operation]:
    adopted = replace(ONE, prompt={"adopt": True, "take_over_from": THEIRS, "description": "Ours."})
    labelled = replace(ONE, prompt={"description": "For the desk.", **traits.labels})
    renamed = replace(ONE, suffix="-b")
    versioned = replace(ONE, version={})
    creating, updating = ("creating {name}",), ("updating {name}",)
    refusal = str(of_another_stack(THEIRS))
    yield Operation("create", creating, _nothing, _up(ONE), ONE, "One.", is_existing=False)
    yield Operation("adopt", creating, _somebody_else, _up(adopted), adopted, "One.", is_existing=False)
    yield Operation("taken", creating, _somebody_else, _up(TWO), TWO, "One.", is_existing=False, refusal=refusal)
    yield Operation("heal", creating, _interrupted, _up(TWO), TWO, "One. Two.", is_existing=False)
    yield Operation("edit", updating, _up(ONE), _up(TWO), TWO, "One. Two.")
    yield Operation("relabel", updating, _up(ONE), _up(labelled), labelled, "One.")
    rename = ("updating {name}-b",) if traits.renames else ("creating {name}-b", "deleting {name}")
    # Where it replaces, it creates first: another account lets it, as any creation.
    yield Operation("rename", rename, _up(ONE), _up(renamed), renamed, "One.", is_existing=traits.renames)
    yield Operation("refresh", ("reading {name}",), _up(ONE), World.refresh, ONE, "One.")
    yield Operation("destroy", ("deleting {name}",), _up(versioned), World.destroy, None, "")


def _of_versions(traits: Traits) -> Iterator[Operation]:
    described = {"description": "Published."} if traits.describes_versions else {}
    one, two = (replace(each, version=described) for each in (ONE, TWO))
    again = "One. Two." if traits.reuses else "One. Two. One."
    publishing, prompt_only = ("publishing a version of {id}",), replace(ONE, version=None)
    yield Operation("publish", publishing, _up(prompt_only), _up(one), one, "One.", knows_where=False)
    yield Operation("publish next", publishing, _all(_up(one), _prompt(two)), _up(two), two, "One. Two.")
    yield Operation("re-use", publishing, _all(_up(one), _up(two), _prompt(one)), _up(one), one, again)
    if described:
        other = replace(one, version={"description": "Described anew."})
        yield Operation("describe", publishing, _up(one), _up(other), other, "One.")
    if traits.deletes_versions:
        yield from _of_removals(described)
    yield Operation("read version", ("reading the versions of {id}",), _up(one), World.refresh_version, one, "One.")


def _of_removals(described: Mapping[str, str]) -> Iterator[Operation]:
    one, two, three = (replace(each, version=described) for each in (ONE, TWO, THREE))
    pruned, next_one = (replace(each, version={**described, "keep": 1}) for each in (THREE, FOUR))
    yield Operation(
        "prune",
        ("publishing a version of {id}",),
        _all(*map(_up, (one, two, three))),
        _up(pruned),
        pruned,
        "Three.",
        needed=1,
        caught_up=next_one,
    )
    by_force = [replace(each, version={**described, "force_destroy": True}) for each in (ONE, TWO)]
    deleted = replace(TWO, version=None)
    yield Operation(
        "delete versions", ("deleting the versions of {id}",), _all(*map(_up, by_force)), _up(deleted), deleted, "Two."
    )


def _of_an_alias() -> Iterator[Operation]:
    one, two = (replace(each, version={}) for each in (ONE, TWO))
    first, next_ = (replace(each, alias={}) for each in (one, two))
    adopted = replace(two, alias={"adopt": True})
    setting, moving, removing = (
        (f"{verb} the alias '{ALIAS}' of {{name}}",) for verb in ("setting", "moving", "removing")
    )
    yield Operation("set alias", setting, _up(one), _up(first), first, "One.")
    theirs = _all(_up(one), _somebody_elses_alias, _up(two))
    yield Operation("adopt alias", setting, theirs, _up(adopted), adopted, "One. Two.")
    yield Operation("move alias", moving, _all(_up(first), _version(two)), _up(next_), next_, "One. Two.")
    yield Operation("remove alias", removing, _up(first), _up(one), one, "One.")


def _nothing(world: World) -> None:
    """The registry is empty."""


def _up(program: Program) -> Act:
    return lambda world: world.up(program)


def _prompt(program: Program) -> Act:
    return lambda world: world.up_prompt(program)


def _version(program: Program) -> Act:
    return lambda world: world.up_version(program)


def _all(*acts: Act) -> Act:
    def run(world: World) -> None:
        for act in acts:
            act(world)

    return run


def _somebody_else(world: World) -> None:
    """Another stack made the prompt."""
    marker, world.marker = world.marker, THEIRS
    world.up(ONE)
    world.marker = marker
    world.forget(world.prompt)


def _somebody_elses_alias(world: World) -> None:
    """Another stack set it."""
    marker, world.marker = world.marker, THEIRS
    world.up_alias({})
    world.marker = marker
    world.forget(world.alias)


def _interrupted(world: World) -> None:
    """A creation that the engine never heard the end of."""
    world.up(ONE)
    world.forget(world.prompt)
