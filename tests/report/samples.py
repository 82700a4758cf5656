"""Reports to show: each is one thing that reviewers meet, and `everything` is all of them in one."""

import difflib
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from pulumi_prompts.report.model import (
    Change,
    Contents,
    Failure,
    Happening,
    Operation,
    Place,
    Report,
    Row,
    RowKind,
    Serving,
    Side,
    Source,
    Stack,
    TextChange,
    ValueChange,
    Variables,
    Warning,
)

UNKNOWN = "unknown"
BEDROCK = "bedrock us-east-1"
DEV, STAGING, PRODUCTION = (f"acme/support-desk/{stack}" for stack in ("dev", "staging", "production"))
OLD_TEXT = """You sort support tickets of a shop.

Answer with one word: billing, delivery, or other.
Never promise a refund, whatever the customer says and however often they ask for it; say that a colleague looks at it.

Ticket: {{ticket}}
"""
NEW_TEXT = """You sort support tickets of a shop.

Answer with one word: billing, delivery, returns, or other.
Never promise a refund, whatever the customer says and however often they ask for it; say that a person looks at it.
Answer in {{language}}.


Ticket: {{ticket}}
"""
HOSTILE = """```
</details></summary><script>alert(1)</script> <img src=x onerror=alert(1)> --> @octocat #1 GH-1 acme/desk#2
[click](https://evil.example) ![look](https://evil.example/x.png) https://evil.example www.evil.example a@evil.example
| a | b |
~~~~
`````` [red]x[/red] $`x`$ $$x$$ :tada: <!-- <a href="javascript:alert(1)">x</a>
\u202eevil\u202c zero\u200bwidth
"""


def digest(text: str) -> str:
    """One that looks like that of a content."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def known(value: Any) -> Side:
    """A value that the preview tells."""
    return Side("known", value)


ABSENT = Side("absent")


def text_change(before: str | None, after: str | None, label: str = "template", path: str = "template") -> TextChange:
    """A text as rows; of lines of which one takes the place of another, what differs in their middle is marked."""
    return TextChange(path, label, _knowledge(before), _knowledge(after), (*_rows(before or "", after or ""),))


def _knowledge(text: str | None) -> Any:
    return "absent" if text is None else "known"


def _rows(before: str, after: str) -> Iterator[Row]:
    old, new = _lines(before), _lines(after)
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Row("same", *line) for line in old[i1:i2])
        else:
            yield from _changed("removed", old[i1:i2], new[j1:j2])
            yield from _changed("added", new[j1:j2], old[i1:i2])


def _lines(text: str) -> list[tuple[str, str]]:
    """Each line with its end."""
    return re.findall(r"([^\r\n]*)(\r\n|\r|\n)", text) + [(last, "") for last in re.findall(r"[^\r\n]+\Z", text)]


def _changed(kind: RowKind, lines: Sequence[tuple[str, str]], others: Sequence[tuple[str, str]]) -> Iterator[Row]:
    for at, (line, end) in enumerate(lines):
        yield Row(kind, line, end, _middle(line, others[at][0]) if at < len(others) else ())


def _middle(line: str, other: str) -> tuple[tuple[int, int], ...]:
    start = next((at for at, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), min(len(line), len(other)))
    rest = list(zip(reversed(line[start:]), reversed(other[start:]), strict=False))
    end = len(line) - next((at for at, (a, b) in enumerate(rest) if a != b), len(rest))
    is_alike = start + len(line) - end > len(line) / 3
    return ((start, end),) if is_alike and start < end else ()


def place(stack: str, *happenings: tuple[Any, str], **given: Any) -> Place:
    """What happens in a stack, in words with their kinds."""
    resource = given.pop("resource", "triage")
    urn = f"urn:pulumi:{stack.split('/')[-1]}::support-desk::pulumi-python:dynamic/prompts:Prompt::{resource}"
    before, after = given.pop("before", None), given.pop("after", None)
    return Place(
        stack=stack,
        resource=resource,
        registry=BEDROCK,
        is_production="production" in stack,
        happenings=tuple(Happening(*each) for each in happenings),
        warnings=tuple(Warning(*each) for each in given.pop("warnings", ())),
        serving=tuple(given.pop("serving", ())),
        operations=(Operation(given.pop("action", "update"), urn, BEDROCK, before, after),),
        source=given.pop("source", Source("__main__.py", 12, "https://git.example/acme/desk/blob/abc/__main__.py#L12")),
    )


def _stacks(*names: str) -> tuple[Stack, ...]:
    return tuple(Stack(name, is_update=False, unchanged=3, others={"create": 1}) for name in names)


def edited() -> Report:
    """A prompt that changes in three stacks, of which one is production."""
    before, after = digest(OLD_TEXT), digest(NEW_TEXT)
    digests = {"before": before, "after": after}
    breaks = ("breaks_callers", "callers must give `language` from now on, which the old text did not ask for")
    moves = ("production_moves", "`production` serves another version at once")
    publishes = ("publish", "publishes version 8")
    places = (
        place(
            PRODUCTION,
            publishes,
            ("alias_move", "moves `production` from 7 to the next version (8)"),
            warnings=(breaks, moves),
            serving=(Serving("production", "7", "8", moves=True), Serving("canary", "6", "6", moves=False)),
            **digests,
        ),
        place(STAGING, publishes, warnings=(breaks,), **digests),
        place(DEV, publishes, warnings=(breaks,), **digests),
    )
    values = (
        ValueChange("parameters.temperature", known(0), known(0.2)),
        ValueChange("tools[find_order].parameters.properties.number.type", known("string"), known("integer")),
        ValueChange("parameters.stop_sequences", known(["END"]), ABSENT),
    )
    variables = Variables(added=("language",), newly_required=("language",))
    contents = Contents((text_change(OLD_TEXT, NEW_TEXT, "system message", "messages[0].content"),), values, variables)
    change = Change("support-triage", before, after, contents, places)
    return Report(_stacks(PRODUCTION, STAGING, DEV), (change,))


def created() -> Report:
    """A new prompt."""
    after = digest("new")
    contents = Contents(
        (text_change(None, "Greet {{name}}.\nBe kind.\n"),),
        (ValueChange("model", ABSENT, known("amazon.nova-lite-v1:0")),),
        Variables(added=("name",)),
    )
    happenings = (("create", "creates the prompt"), ("publish", "publishes version 1"))
    change = Change("greeting", None, after, contents, (place(DEV, *happenings, action="create", after=after),))
    return Report(_stacks(DEV), (change,))


def deleted() -> Report:
    """A prompt that goes."""
    before = digest("old")
    warning = ("deletion", "deletes the prompt: whoever still asks for it gets an error, and it cannot be brought back")
    where = place(DEV, ("delete", "deletes the prompt"), warnings=(warning,), action="delete", before=before)
    return Report(_stacks(DEV), (Change("farewell", before, None, Contents((text_change("Bye.\n", None),)), (where,)),))


def moved() -> Report:
    """An alias alone that goes back to an older version."""
    before, after = digest("7"), digest("3")
    where = place(
        PRODUCTION,
        ("alias_move", "moves `production` back from 7 to 3"),
        warnings=(("production_moves", "`production` serves another version at once"),),
        serving=(Serving("production", "7", "3", moves=True),),
        before=before,
        after=after,
    )
    contents = Contents((text_change("Sort.\nBe brief.\n", "Sort.\n"),))
    return Report(_stacks(PRODUCTION), (Change("router", before, after, contents, (where,)),))


def secret() -> Report:
    """A text that is a secret, and stays one."""
    before, after = digest("s1"), digest("s2")
    contents = Contents((TextChange("template", "template", "secret", "secret"),))
    where = place(DEV, ("publish", "publishes version 2"), before=before, after=after)
    return Report(_stacks(DEV), (Change("house-rules", before, after, contents, (where,)),))


def unknown() -> Report:
    """A text that is not known before `pulumi up`."""
    before = digest("u1")
    contents = Contents((TextChange("template", "template", "known", "unknown"),))
    warning = ("unknown_content", "the text is known at `pulumi up` only: nobody can review it here")
    where = place(DEV, ("write", "writes new content"), warnings=(warning,), before=before, after=UNKNOWN)
    return Report(_stacks(DEV), (Change("weather", before, UNKNOWN, contents, (where,)),))


def hostile(text: str = HOSTILE) -> Report:
    """A text that wants to act, in every place that a text can be in."""
    before, after = digest("h1"), digest("h2")
    contents = Contents(
        (text_change("Sort.\n", text, text, text), text_change(text, None, "template"), text_change(text, text + "!")),
        (ValueChange(text, known(text), known({text: [text]})),),
        Variables((text,), (text,), (text,)),
    )
    where = Place(
        stack=text,
        resource=text,
        registry=text,
        is_production=True,
        happenings=(Happening("publish", text), Happening("promote", f"promotes from `{text}`")),
        warnings=(Warning("production_moves", text),),
        serving=(Serving(text, text, text, moves=True),),
        operations=(Operation("update", text, text, before, after),),
        source=Source(text, 1, f"https://git.example/{text}"),
    )
    stack = Stack(text, is_update=False, failures=(Failure(text, text),), advice=(text,), others={text: 1})
    return Report((stack,), (Change(text, before, after, contents, (where,)),))


def many(number: int = 300, lines: int = 80) -> Report:
    """A mass change, of which each differs in a line of a text of about 4 kB, and nine small ones are the last."""
    body = "".join(f"{at}. Be polite, brief and exact, also with who is none.\n" for at in range(lines))
    changes = []
    for at in range(number):
        old, new = f"You are helper {at}.\n{body}", f"You are a helper, number {at}.\n{body}"
        digests = {"before": digest(old), "after": digest(new)}
        name = f"helper-{at:04d}"
        where = place(DEV, ("publish", "publishes version 2"), resource=name, **digests)
        changes.append(Change(name, digest(old), digest(new), Contents((text_change(old, new),)), (where,)))
    return Report(_stacks(DEV), tuple(changes))


def failed() -> Report:
    """A preview that ended before its end, beside one that is whole."""
    failure = Failure("triage: messages: the text mentions {{tone}}, which `variables` does not have", "triage")
    return joined(created(), Report((Stack(PRODUCTION, is_update=False, failures=(failure,)),), ()))


def nothing() -> Report:
    """No change at all."""
    return Report(_stacks(DEV, PRODUCTION), ())


def everything() -> Report:
    """What reviewers meet, in one."""
    return joined(edited(), moved(), deleted(), created(), unknown(), secret())


def joined(*reports: Report) -> Report:
    """Several in one, their stacks once."""
    stacks = {stack.name: stack for report in reports for stack in report.stacks}
    failed = {stack.name: stack for report in reports for stack in report.stacks if stack.failures}
    changes = tuple(change for report in reports for change in report.changes)
    return Report(tuple({**stacks, **failed}.values()), changes)


def without_failures(report: Report) -> Report:
    """The same, whole."""
    return replace(report, stacks=tuple(replace(stack, failures=()) for stack in report.stacks))
