"""The environments of a status: their order and their short names."""

from collections import Counter
from collections.abc import Iterable, Sequence

from pulumi_prompts.report.changes.where import is_production
from pulumi_prompts.status.model import Environment
from pulumi_prompts.status.seen import Seen, Where


def environments_of(stacks: Sequence[str], seen: Iterable[Seen]) -> list[Environment]:
    """The environments, in the order of the stacks. Each stack is followed by its aliases, with production last.

    A stack that only has aliases of other stacks' prompts has no column of its own.
    """
    found = {each.where for each in seen}
    wheres = [where for stack in dict.fromkeys(stacks) for where in _of_stack(stack, found)]
    names = dict(zip(wheres, _names(wheres), strict=True))
    return [Environment(names[each], each.stack, each.alias, _is_production(each)) for each in wheres]


def _of_stack(stack: str, found: set[Where]) -> list[Where]:
    aliases = [each for each in found if each.stack == stack and each.alias is not None]
    itself = [] if aliases and Where(stack) not in found else [Where(stack)]
    return [*itself, *sorted(aliases, key=lambda each: (_is_production(each), str(each.alias)))]


def _is_production(where: Where) -> bool:
    return is_production(where.stack if where.alias is None else where.alias)


def _names(wheres: Sequence[Where]) -> Iterable[str]:
    """The short names: the last part of a stack's name, or the alias, if no other environment has that name."""
    stacks = {where.stack for where in wheres}
    times = Counter(map(_last, stacks))
    stack = {each: each if times[_last(each)] > 1 else _last(each) for each in stacks}
    called = Counter(where.alias or stack[where.stack] for where in wheres)
    for where in wheres:
        if where.alias is None:
            yield stack[where.stack]
        else:
            yield where.alias if called[where.alias] == 1 else f"{stack[where.stack]}@{where.alias}"


def _last(stack: str) -> str:
    return stack.rpartition("/")[2]
