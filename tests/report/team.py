"""What a team reviews: a change that goes to production, a new prompt, a small edit, and one that goes."""

from typing import Any

from pulumi_prompts.report.differing.contents import contents_of
from pulumi_prompts.report.model import Change, Place, Report, Serving, Source, Stack
from report.samples import digest, place

DEV, PRODUCTION = "acme/support/dev", "acme/support/production"
FIND_ORDER = {
    "name": "find_order",
    "description": "Finds an order by its number.",
    "parameters": {"type": "object", "properties": {"number": {"type": "string"}}, "required": ["number"]},
}
FIND_ORDER_BY_MAIL = {
    "name": "find_order",
    "description": "Finds an order by its number, or by the customer's address.",
    "parameters": {
        "type": "object",
        "properties": {"number": {"type": "string"}, "email": {"type": "string", "format": "email"}},
    },
}
OLD_RULES = """\
You are the support assistant of Acme Outdoors. You answer customers by e-mail.

## Voice
Write in a friendly tone, and keep answers short.
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
Customers can return articles within 14 days.
Refunds are made to the card that paid.

## When to hand over
Hand over to a person when the customer
- mentions a lawyer, an injury or a child,
- asks a second time for the same thing,
- writes in a language that you are not sure of.

Today is {{today}}. The customer is {{customer_name}}.
"""
NEW_RULES = """\
You are the support assistant of Acme Outdoors. You answer customers by e-mail.

## Voice
Write in a calm, plain tone, and keep answers under 120 words.
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
Customers can return articles within {{return_days}} days, unworn and with their label.
If the parcel was damaged, ask for a photo before anything else.
Refunds go to the account that paid, within five working days.

## When to hand over
Hand over to a person when the customer
- mentions a lawyer, an injury or a child,
- asks a third time for the same thing,
- writes in a language that you are not sure of.

Today is {{today}}. The customer is {{customer_name}}.
"""
GREETING = """\
You greet visitors of the shop's chat.

Say one sentence about what you can help with: orders, returns, repairs.
If it is after 18:00 in Innsbruck, say that a person answers from 8:00 on.

Never ask for a card number.
"""
HANDOVER = """\
Summarise the conversation below for the colleague who takes it over.
List what the customer wants, what was promised and what is open.
Five lines at most.
"""


def team() -> Report:
    """Four prompts in two stacks."""
    stacks = (
        Stack(PRODUCTION, is_update=False, unchanged=41, others={"update": 1}),
        Stack(DEV, is_update=False, unchanged=38, advice=("chat-greeting: a prompt says who owns it",)),
    )
    return Report(stacks, (_reply(), _faq(), _greeting(), _handover()))


def _change(prompt: str, before: Any, after: Any, *places: Place) -> Change:
    one, other = (digest(str(each)) if each else None for each in (before, after))
    return Change(prompt, one, other, contents_of(before, after), places)


def _in(stack: str, line: int, *happenings: tuple[Any, str], **given: Any) -> Place:
    source = Source("__main__.py", line, f"https://github.com/acme/support/blob/4f2c9a1/__main__.py#L{line}")
    return place(stack, *happenings, source=source, **given)


def _reply() -> Change:
    breaks = (
        "breaks_callers",
        "callers must give `return_days` from now on, which the old text did not ask for: deploy them first",
    )
    moves = ("production_moves", "`production` serves another version at once")
    model = (
        "model_changed",
        "the model changes from `claude-sonnet-4` to `claude-sonnet-4-5`: quality, cost and limits may change",
    )
    before = {"model": "claude-sonnet-4", "parameters": {"temperature": 0.7}, "tools": [FIND_ORDER]}
    after = {"model": "claude-sonnet-4-5", "parameters": {"temperature": 0.2}, "tools": [FIND_ORDER_BY_MAIL]}
    return _change(
        "support-reply",
        {**before, "messages": [{"role": "system", "content": OLD_RULES}]},
        {**after, "messages": [{"role": "system", "content": NEW_RULES}]},
        _in(
            PRODUCTION,
            24,
            ("publish", "publishes version 4"),
            ("alias_move", "moves `production` from 3 to 4"),
            warnings=(breaks, moves, model),
            serving=(Serving("production", "3", "4", moves=True), Serving("canary", "3", "3", moves=False)),
        ),
        _in(
            DEV,
            24,
            ("publish", "publishes version 12"),
            warnings=(breaks, model),
            serving=(Serving("latest", "11", "12", moves=True),),
        ),
    )


def _faq() -> Change:
    deletion = "deletes the prompt: whoever still asks for it gets an error, and it cannot be brought back"
    where = _in(DEV, 61, ("delete", "deletes the prompt"), warnings=(("deletion", deletion),))
    return _change("returns-faq", {"template": "Answer from {{faq}}.\n"}, None, where)


def _greeting() -> Change:
    where = _in(DEV, 40, ("create", "creates the prompt"), ("publish", "publishes version 1"))
    return _change("chat-greeting", None, {"model": "claude-haiku-4-5", "template": GREETING}, where)


def _handover() -> Change:
    after = HANDOVER.replace("what was promised", "how they feel, what was promised")
    serving = (Serving("latest", "6", "7", moves=True),)
    where = _in(DEV, 52, ("publish", "publishes version 7"), serving=serving)
    return _change("handover-summary", {"template": HANDOVER}, {"template": after}, where)
