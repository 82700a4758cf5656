"""Statuses to show: what a team sees of its prompts, and what must not act or be too long."""

from dataclasses import replace
from typing import Any

from pulumi_prompts.report.differing.contents import contents_of
from pulumi_prompts.report.model import Contents
from pulumi_prompts.status.model import Difference, Environment, Place, PromptRow, Served, Status
from report.samples import digest

DEV, STAGING, PRODUCTION = (Environment(name, f"acme/desk/{name}", None, False) for name in ("dev", "staging", "live"))
PRODUCTION = Environment("production", "acme/desk/production", None, True)
CANARY = Environment("canary", "acme/desk/production", "canary", False)
MLFLOW = "mlflow https://mlflow.example.com"
ASK_BRIEFLY = {"template": "Ask {{customer}}.\nBe brief.\n"}
ASK_KINDLY = {"template": "Ask {{customer}}.\nBe kind.\n"}


def place(version: str | None, text: str | None, **more: Any) -> Place:
    """What serves a text."""
    served = Served(version, None if text is None else digest(text))
    return Place("triage", MLFLOW, served, **{"since": "2026-11-02T08:00:00Z", **more})


def team() -> Status:
    """What a team sees, with the registries asked."""
    fine = {"finding": "agrees", "published": "2026-10-30T08:00:00Z"}
    drifted = {"finding": "drifted", "state": Served("4", digest("old")), "since": None, "published": None}
    rows = (
        PromptRow(
            "support-reply",
            (
                place("7", "new", **fine),
                place("7", "new", standing="same", **fine),
                place("6", "rude", standing="behind", **drifted),
                place("7", "new", standing="same", finding="unmanaged", since=None, published="2026-10-30T08:00:00Z"),
            ),
        ),
        PromptRow(
            "triage",
            (
                place("12", "newest", **fine),
                place("11", "newer", standing="behind", **fine),
                place("9", "old", standing="behind", **fine),
                place("11", "newer", standing="behind", **fine),
            ),
        ),
        PromptRow("greeting", (place(None, "hello", **fine), None, None, None)),
        PromptRow("summary", (*[place("3", "sum", **fine)] * 3, None)),
    )
    return Status((DEV, STAGING, PRODUCTION, CANARY), rows)


def gone() -> Status:
    """An alias that the registry has no more, and a registry that cannot be read."""
    lost = Place("faq", MLFLOW, None, finding="gone", state=Served("2", digest("faq")))
    unread = place("1", "sum", finding="unread", problem="mlflow: nothing answers at `mlflow.example.com`")
    return Status((DEV,), (PromptRow("faq", (lost,)), PromptRow("summary", (unread,))))


def different() -> Status:
    """What lies between two environments."""
    rows = (PromptRow("triage", (place("2", "kind"), place("1", "brief", standing="behind"))),)
    difference = Difference("triage", "production", "dev", contents_of(ASK_BRIEFLY, ASK_KINDLY))
    return Status((DEV, PRODUCTION), rows, difference)


def hostile(text: str) -> Status:
    """A text that wants to act, in every place that a text of others can be in."""
    served = Served(text, f"sha256:{text}")
    one = Place(text, text, served, since="2026-11-02T08:00:00Z", finding="drifted", state=served)
    other = Place(text, text, served, standing="same", finding="unread", problem=text)
    contents = contents_of({"template": text}, {"template": f"{text}!", text: text})
    environments = (Environment(text, text, None, True), Environment(f"{text}@", text, text, False))
    return Status(environments, (PromptRow(text, (one, other)),), Difference(text, text, text, contents))


def many(number: int = 300) -> Status:
    """Prompts that are the same everywhere, but for the last."""
    environments = tuple(Environment(f"stack-{at}", f"acme/desk/stack-{at}", None, False) for at in range(5))
    rows = [PromptRow(f"helper-{at:04d}", (place("1", f"{at}"),) * 5) for at in range(number - 1)]
    last = PromptRow(f"helper-{number - 1:04d}", (place("1", "a"), *(place("2", "b", standing="ahead"),) * 4))
    return Status(environments, (last, *rows))


def colourful() -> Status:
    """More contents of one prompt than there are colours."""
    environments = tuple(Environment(f"stack-{at}", f"acme/desk/stack-{at}", None, False) for at in range(8))
    return Status(environments, (PromptRow("triage", tuple(place(None, f"{at}") for at in range(8))),))


def same() -> Status:
    """Two environments between which nothing lies."""
    return replace(different(), difference=Difference("triage", "dev", "production", Contents()))
