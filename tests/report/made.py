"""Documents and streams as the engine writes them, for what no recording has."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pulumi_prompts.program.urns import ALIAS, PROMPT, VERSION

Json = dict[str, Any]

BACKEND = {"kind": "local", "path": "prompts.db"}


def urn_of(type_: str, name: str, stack: str = "dev") -> str:
    return f"urn:pulumi:{stack}::acme::{type_}::{name}"


def state(type_: str, name: str, inputs: Mapping[str, Any], stack: str = "dev", **more: Any) -> Json:
    """One side of a step; what a registry answered goes into `outputs`."""
    said = {"backend": BACKEND, "marker": f"organization/acme/{stack}/{name}", **inputs}
    outputs = {**said, **more.pop("outputs")} if "outputs" in more else {}
    return {
        "urn": urn_of(type_, name, stack),
        "type": type_,
        "custom": True,
        "inputs": said,
        "outputs": outputs,
        **more,
    }


def prompt(text: str, digest: str, name: str = "triage", **more: Any) -> Json:
    """The state of a prompt with one text."""
    inputs = {"name": name, "template": text, "digest": digest, "variables": [], **more.pop("inputs", {})}
    return state(PROMPT, name, inputs, **more)


def version(digest: str, name: str = "triage", history: Mapping[str, str] | None = None, **more: Any) -> Json:
    """The state of a prompt's versions; with a history, one that is deployed."""
    stack = more.get("stack", "dev")
    inputs = {"digest": digest, "prompt_marker": f"organization/acme/{stack}/{name}", "prompt_name": name}
    if history:
        more = {"outputs": {"history": history, "version": [*history][-1]}, **more}
    return state(VERSION, name, {**inputs, **more.pop("inputs", {})}, **more)


def alias(called: str, at: str | None, digest: str | None, name: str = "triage", **more: Any) -> Json:
    """The state of an alias, which serves what `content` says."""
    stack = more.get("stack", "dev")
    of_prompt = {"prompt_marker": f"organization/acme/{stack}/{name}", "prompt_name": name}
    said = {"alias": called, "version": at, "digest": digest, "content": more.pop("content", None)}
    inputs = {**of_prompt, **{key: value for key, value in said.items() if value is not None}}
    return state(ALIAS, f"{name}-{called}", {**inputs, **more.pop("inputs", {})}, **more)


def step(op: str, old: Json | None = None, new: Json | None = None, **more: Any) -> Json:
    said = new or old or {}
    sides = {name: each for name, each in (("oldState", old), ("newState", new)) if each is not None}
    return {"op": op, "urn": said["urn"], **sides, "detailedDiff": None, **more}


def document(*steps: Json, **more: Any) -> str:
    """What `pulumi preview --json` writes."""
    said = {"config": {}, "steps": [*steps], "duration": 1, "changeSummary": {}, **more}
    return json.dumps({name: value for name, value in said.items() if value is not None}, indent=4) + "\n"


def events(*said: Mapping[str, Any]) -> str:
    """Lines of a stream, from its beginning to wherever it ends."""
    numbered = ({"sequence": number, "timestamp": 1, **each} for number, each in enumerate(said))
    return "".join(f"{json.dumps(each)}\n" for each in numbered)


def stream(steps: Iterable[Json], *more: Mapping[str, Any], update: bool = False) -> str:
    """A whole stream: each step is told when it begins and when it ends."""
    planning = {} if update else {"planning": True}
    told = []
    for each in steps:
        metadata = {"op": each["op"], "urn": each["urn"], "old": each.get("oldState"), "new": each.get("newState")}
        told += [{kind: {"metadata": metadata, **planning}} for kind in ("resourcePreEvent", "resOutputsEvent")]
    summary = {"maybeCorrupt": False, "isPreview": not update, "result": "succeeded"}
    return events({"preludeEvent": {"config": {}}}, *told, *more, {"summaryEvent": summary}, {"cancelEvent": {}})
