"""Reports to look at: one as a team has it, and one of very many changes."""

import re
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

_KINDS: dict[str, RowKind] = {" ": "same", "-": "removed", "+": "added"}
_MARK = re.compile(r"\[\[|\]\]")
ABSENT = Side("absent")


def rows(text: str) -> tuple[Row, ...]:
    """Lines that begin with a space, `-` or `+`, in which `[[` and `]]` stand around what differs."""
    return tuple(_row(line) for line in text.strip("\n").split("\n"))


def _row(line: str) -> Row:
    places = [match.start() - 2 * index for index, match in enumerate(_MARK.finditer(line[1:]))]
    changed = tuple(zip(places[::2], places[1::2], strict=True))
    return Row(_KINDS[line[:1] or " "], _MARK.sub("", line[1:]), changed=changed)


def added(path: str, label: str, text: str) -> TextChange:
    return TextChange(path, label, "absent", "known", tuple(Row("added", line) for line in text.split("\n")))


def value(path: str, before: Any, after: Any) -> ValueChange:
    sides = (ABSENT if each is None else Side("known", each) for each in (before, after))
    return ValueChange(path, *sides)


_SYSTEM = """
 You are the support assistant of Acme Outdoors. You answer customers by e-mail.

 ## Voice
-Write in a [[friendly]] tone, and keep answers [[short]].
+Write in a [[calm, plain]] tone, and keep answers [[under 120 words]].
 Never promise what an order page does not show.

 ## Facts about the shop
 Orders leave the warehouse within two working days.
 Standard shipping takes three to five days within the EU.
 Express shipping is next day, if ordered before 14:00 CET.
 Gift cards are valid for three years.
 Shoes can be resoled once for free.
 Tents are waterproof to 3,000 mm unless their page says otherwise.
 The workshop in Innsbruck repairs what we sold, at any age.
 Customers in Switzerland pay customs duty on orders above 65 CHF.

 ## Returns
-Customers can return articles within 14 days.
-Refunds are made to the card that paid.
+Customers can return articles within {{return_days}} days, unworn and with their label.
+If the parcel was damaged, ask for a photo before anything else.
+Refunds go to the account that paid, within five working days.

 ## When to hand over
 Hand over to a person when the customer
 - mentions a lawyer, an injury or a child,
-- asks a [[second]] time for the same thing,
+- asks a [[third]] time for the same thing,
 - writes in a language that you are not sure of.

 Today is {{today}}. The customer is {{customer_name}}.
"""

_GREETING = """You greet visitors of the shop's chat.

Say one sentence about what you can help with: orders, returns, repairs.
If it is after 18:00 in Innsbruck, say that a person answers from 8:00 on.

Never ask for a card number."""

_SUMMARY = """
 Summarise the conversation below for the colleague who takes it over.
-List what the customer [[wants,]] what was [[promised]] and what is open.
+List what the customer [[wants and feels,]] what was [[said]] and what is open.
 Five lines at most.
"""

_SUPPORT = Contents(
    texts=(TextChange("messages[0].content", "system message", "known", "known", rows(_SYSTEM)),),
    values=(
        value("model", "claude-sonnet-4", "claude-sonnet-4-5"),
        value("temperature", 0.7, 0.2),
        value("tools.find_order.description", "Finds an order.", "Finds an order by its number or by e-mail address."),
        value("tools.find_order.parameters.properties.email", None, {"type": "string", "format": "email"}),
        value("tools.find_order.parameters.required", ["number"], None),
    ),
    variables=Variables(added=("return_days",), newly_required=("return_days",)),
)
_BREAKS = Warning(
    "breaks_callers",
    "callers must give `return_days` from now on, which the old text did not ask for: deploy them first",
)
_MODEL = Warning(
    "model_changed",
    "the model changes from `claude-sonnet-4` to `claude-sonnet-4-5`: quality, cost and limits may change",
)


def place(stack: str, resource: str, *happenings: Happening, **more: Any) -> Place:
    source = Source("__main__.py", 24, "https://github.com/acme/prompts/blob/4f2c9a1/__main__.py#L24")
    urn = f"urn:pulumi:{stack.rpartition('/')[2]}::support::pulumi-prompts:index:Prompt::{resource}"
    given = {"registry": "bedrock eu-central-1", "is_production": "prod" in stack, "warnings": (), "serving": ()}
    operation = Operation("update", urn, "bedrock eu-central-1", "7c1e09a52b64", "b83f51d0c7e2")
    return Place(stack, resource, happenings=happenings, operations=(operation,), source=source, **{**given, **more})


def team() -> Report:
    """What a team reviews: a change that goes to production, a new prompt, a small edit, one that goes."""
    publishes = Happening("publish", "publishes version 4")
    support = Change(
        "support-reply",
        "7c1e09a52b64d1f0",
        "b83f51d0c7e29a46",
        _SUPPORT,
        (
            place(
                "acme/support/prod",
                "support-reply",
                publishes,
                Happening("alias_move", "moves `production` to version 4"),
                warnings=(_BREAKS, Warning("production_moves", "`production` serves another version at once"), _MODEL),
                serving=(Serving("production", "3", "4", moves=True), Serving("canary", "3", "3", moves=False)),
            ),
            place(
                "acme/support/dev",
                "support-reply",
                Happening("publish", "publishes version 12"),
                warnings=(_BREAKS, _MODEL),
                serving=(Serving("latest", "11", "12", moves=True),),
            ),
        ),
    )
    gone = Change(
        "returns-faq",
        "1f0d3c5b7a992e48",
        None,
        Contents((TextChange("template", "template", "known", "absent", rows("-Answer from {{faq}}.")),)),
        (
            place(
                "acme/support/dev",
                "returns-faq",
                Happening("delete", "deletes the prompt with its 3 versions"),
                warnings=(
                    Warning(
                        "deletion",
                        "deletes the prompt with its 3 versions: whoever still asks for it gets an error, "
                        "and it cannot be brought back",
                    ),
                ),
            ),
        ),
    )
    new = Change(
        "chat-greeting",
        None,
        "e02b64d1f07c1e09",
        Contents((added("template", "template", _GREETING),), (value("model", None, "claude-haiku-4-5"),)),
        (place("acme/support/dev", "chat-greeting", Happening("create", "creates the prompt")),),
    )
    small = Change(
        "handover-summary",
        "99a2e481f0d3c5b7",
        "c5b799a2e481f0d3",
        Contents((TextChange("template", "template", "known", "known", rows(_SUMMARY)),)),
        (
            place(
                "acme/support/dev",
                "handover-summary",
                Happening("publish", "publishes version 7"),
                serving=(Serving("latest", "6", "7", moves=True),),
            ),
        ),
    )
    stacks = (
        Stack("acme/support/prod", is_update=False, unchanged=41, others={"update": 1}),
        Stack("acme/support/dev", is_update=False, unchanged=38, advice=("chat-greeting: a prompt should have tags",)),
    )
    return Report(stacks, (support, gone, new, small))


def many(count: int, characters: int = 4_000, others: int = 0) -> Report:
    """So many prompts of so many characters, in each of which the same lines change, before a few others."""
    line = "Answer in whole sentences, and say where the customer finds it in the shop."
    lines = [f"{number}. {line}" for number in range(characters // (len(line) + 5))]
    changed = rows("-Answer in [[whole]] sentences.\n+Answer in [[short]] sentences.")
    same = tuple(Row("same", each) for each in lines)
    text = TextChange(
        "template", "template", "known", "known", (*same[:20], *changed, *same[20:40], *changed, *same[40:])
    )
    publishes = place("acme/support/dev", "prompt", Happening("publish", "publishes version 2"))
    mass = [
        Change(f"prompt-{number:03}", "7c1e09a5", "b83f51d0", Contents((text,)), (publishes,))
        for number in range(count)
    ]
    few = [_small(number) for number in range(others)]
    return Report((Stack("acme/support/dev", is_update=False),), (*mass, *few))


def _small(number: int) -> Change:
    text = TextChange(
        "template", "template", "known", "known", rows(f"-Say it [[well]].\n+Say it in [[{number}]] words.")
    )
    return replace(team().changes[3], prompt=f"small-{number}", contents=Contents((text,)))


HOSTILE = (
    "</p></script></style></details><script>acted = 1</script><img src=https://example.invalid/x onerror='acted = 1'>"
    "<!-- \" onfocus='acted = 1' autofocus x=\"` & &lt;b> $verdict {{x}} \u202e\u2066 \x00 \ud800 " + "W" * 300
)


def hostile() -> Report:
    """What anybody may write into a prompt, a name, a message, everywhere at once."""
    warnings = tuple(Warning(kind, HOSTILE) for kind in ("breaks_callers", "unknown_content"))
    where = Place(
        stack=HOSTILE,
        resource=HOSTILE,
        registry=HOSTILE,
        is_production=True,
        happenings=(Happening("publish", HOSTILE),),
        warnings=warnings,
        serving=(Serving(HOSTILE, HOSTILE, HOSTILE, moves=True),),
        operations=(),
        source=Source(HOSTILE, 1, "javascript:acted=1"),
    )
    both = (Row("removed", f"old {HOSTILE}"), Row("added", HOSTILE, changed=((0, len(HOSTILE)),)), Row("same", HOSTILE))
    contents = Contents(
        (TextChange(HOSTILE, HOSTILE, "known", "known", both),),
        (ValueChange(HOSTILE, Side("known", HOSTILE), Side("known", {HOSTILE: HOSTILE})),),
        Variables((HOSTILE,), (HOSTILE,), (HOSTILE,)),
    )
    linked = replace(where, stack="other", source=Source(HOSTILE, 1, "https://example.invalid/'\"><b>"))
    stack = Stack(HOSTILE, False, (Failure(HOSTILE, HOSTILE),), (HOSTILE,), 1, {HOSTILE: 1})
    return Report((stack,), (Change(HOSTILE, HOSTILE, HOSTILE, contents, (where, linked)),))
