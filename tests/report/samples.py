"""Reports to show: each is one thing that reviewers meet, and `everything` is all of them in one."""

import hashlib
from dataclasses import replace
from typing import Any

from pulumi_prompts.report.differing.lines import text_changes
from pulumi_prompts.report.differing.sides import ABSENT
from pulumi_prompts.report.model import (
    Change,
    Contents,
    Failure,
    Happening,
    Operation,
    Place,
    Report,
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


NONE = Side("absent")


def text_change(before: str | None, after: str | None, label: str = "template", path: str = "template") -> TextChange:
    """A text that differs; None where there is none."""
    return next(text_changes(path, label, *(ABSENT if text is None else text for text in (before, after))))


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
        ValueChange("parameters.stop_sequences", known(["END"]), NONE),
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
        (ValueChange("model", NONE, known("amazon.nova-lite-v1:0")),),
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
