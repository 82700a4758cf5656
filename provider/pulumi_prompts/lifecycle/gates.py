"""What an alias waits for before it moves: another alias that served the content, and a file that confirms it.

Everybody who can edit a program can remove its gates. They prevent slips, and are no protection from the team itself.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_prompts.content.base import UNKNOWN
from pulumi_prompts.content.parsing import Failure
from pulumi_prompts.lifecycle.answers import Values
from pulumi_prompts.lifecycle.run import Run

GATES = frozenset({"after", "after_marker", "evidence"})
"""The inputs with the gates of an alias."""

_WITHOUT_DIGEST = "must be another PromptAlias, a digest, or a mapping with a `digest`"


def closed_gates(run: Run, values: Values, digest: str) -> Iterator[Failure]:
    """The gates that keep an alias from moving to this digest. A gate that can't be judged yet is open."""
    if "after" in values and (why := _not_served(run, values, digest)):
        yield Failure("after", why)
    if "evidence" in values and (why := not_proved_by(values["evidence"], digest)):
        yield Failure("evidence", why)


def _not_served(run: Run, values: Values, digest: str) -> str | None:
    """The other alias may move in this run, too: only what it served before the run counts."""
    after, marker = values["after"], values.get("after_marker")
    said = after if isinstance(after, Mapping) else {"digest": after}
    before, served = str(marker), said.get("digest")
    if isinstance(marker, str) and run.is_declared_alias(before):
        state = run.alias_in_state(before)
        served = (state and state.served) or ""
    if UNKNOWN in (after, marker, served):
        return None
    if not isinstance(served, str):
        return _WITHOUT_DIGEST
    return None if served == digest else not_served(_name_of(said), served, digest)


def _name_of(after: Mapping[str, Any]) -> str:
    name = after.get("alias")
    return f"the alias {name!r}" if isinstance(name, str) else "the other alias"


def not_served(name: str, served: str, digest: str) -> str:
    """The message if the other alias has not served the content."""
    remedy = "move that one first, in an `up` in which this one stays where it is or is left out"
    return f"{name} served {served or 'nothing'} in the last `up`, and this one would serve {digest}; {remedy}"


def not_proved_by(evidence: Any, digest: str) -> str | None:
    """Why a file does not confirm the content; None if it does, or if it is not known yet."""
    if not isinstance(evidence, Mapping):
        return None
    path, wrong = evidence.get("path"), evidence.get("wrong")
    if wrong is None and evidence.get("digest") != digest:
        wrong = f"is for {evidence.get('digest') or 'no digest'}"
    elif wrong is None and evidence.get("passed") is not True:
        wrong = "says that it has not passed"
    elif wrong is None and not all(isinstance(evidence.get(name), str) and evidence[name] for name in ("by", "at")):
        wrong = "does not say by whom and when"
    return not_proved(str(path), str(wrong), digest) if wrong is not None else None


def not_proved(path: str, wrong: str, digest: str) -> str:
    """The message if no file confirms the content."""
    wanted = f'{{"digest": "{digest}", "passed": true, "by": "...", "at": "..."}}'
    return f"{path} {wrong}; evaluate that content, and write {wanted} there"
