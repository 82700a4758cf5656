"""What a release leaves behind: a program that was edited, its stack renamed, some of its prompts touched since."""

from collections.abc import Mapping
from typing import Any

from acceptance.programs import BE_BRIEF, BE_KIND, program
from acceptance.registries.world import Site
from acceptance.stack import Stack

Given = dict[str, Any]

_SUMMARIES = tuple(f"Summarise in {most} words of {{{{language}}}}:\n\n{{{{text}}}}\n" for most in (50, 60, 70, 80))
_SORT = {
    "name": "sort",
    "description": "Sorts a ticket",
    "parameters": {"type": "object", "properties": {"queue": {"type": "string"}, "weight": {"type": "number"}}},
}
_KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/12345678-1234-1234-1234-123456789012"
_OWN: Mapping[str, dict[str, Any]] = {
    "local": {"provider": "acme", "tool_choice": "auto", "metadata": {"owner": {"name": "desk", "rotas": [1, 2.5]}}},
    "bedrock": {
        "metadata": {"owner": "desk"},
        "tool_choice": {"name": "sort"},
        "options": {
            "bedrock": {
                "kms_key_arn": _KMS_KEY,
                "variant_name": "main",
                "cache_points": ["messages[0]"],
                "additional_model_request_fields": {"top_k": 5},
            }
        },
    },
    "humanloop": {"options": {"humanloop": {"readme": "# Triage", "attributes": {"team": "support"}}}},
    "mlflow": {"options": {"mlflow": {"extra_params": {"routing": "fast"}}}},
    "truefoundry": {"options": {"truefoundry": {"version_alias": "v1.0", "variable_defaults": {"ticket": "none"}}}},
}
"""What only one registry has, or not all."""

_THEIRS = program("""
    adopted = Prompt("adopted", **given["adopted"])
    PromptVersion("adopted", prompt=adopted)
    Prompt("read", **given["read"])
""")


def live(stack: Stack, site: Site, program: str) -> Given:
    """Lead that life; answers what the program is given at its end."""
    given = _first(site, _of_others(stack.beside("theirs"), site))
    stack.write(program, **given)
    stack.up()
    given["triage"]["prompt"] |= site.prompt(BE_KIND, name="support-triage", **_beside_triage(site, alias="v2.0"))
    _summarise(given, _SUMMARIES[1])
    given["summary"]["prompt"]["description"] = "Summaries of tickets"
    _up(stack, given)
    given["triage"]["prompt"] |= site.prompt(BE_BRIEF, name="support-triage", **_beside_triage(site, alias="v3.0"))
    _summarise(given, _SUMMARIES[2])
    _up(stack, given)
    stack.rename("live")
    _summarise(given, _SUMMARIES[3])
    given["greeting"]["prompt"] |= site.prompt(BE_KIND, name="greeting")
    given["adopted"]["prompt"]["description"] = "Adopted"
    _up(stack, given)
    return given


def _up(stack: Stack, given: Given) -> None:
    stack.give(**given)
    stack.up()


def _of_others(theirs: Stack, site: Site) -> str:
    """Another stack makes a prompt that will be adopted, with a version, and one that will be read; answers its id."""
    theirs.write(_THEIRS, adopted=site.prompt(name="adopted"), read=site.prompt(name="read"))
    theirs.up()
    return str(theirs.resources()["Prompt read"]["id"])


def _first(site: Site, read: str) -> Given:
    return {
        "summary": {"prompt": _summary(site), "version": {"keep": 2, **_described(site, "Of tickets")}},
        "triage": {
            "prompt": site.prompt(name="support-triage", **_beside_triage(site, alias="v1.0")),
            "version": _described(site, "First"),
        },
        "greeting": {"prompt": site.prompt(name="greeting"), "version": {}},
        "notes": {"prompt": site.prompt(name="notes", force_destroy=True), "version": _named(site, "first")},
        "adopted": {"prompt": site.prompt(name="adopted", adopt=True), "version": {}},
        "confidential": {"prompt": site.prompt(name="confidential"), "version": _described(site, "For nobody")},
        "read": {"id": read, "backend": site.backend()},
    }


def _summary(site: Site) -> dict[str, Any]:
    """A text; where a registry asks for the kind of interface, it is that of texts."""
    chat = site.prompt(name="summary", parameters={"temperature": 0.9, "max_tokens": 300, "stop": ["END"]})
    del chat["messages"]
    if "endpoint" in chat:
        chat["endpoint"] = "complete"
    return {**chat, "template": _SUMMARIES[0]}


def _summarise(given: Given, text: str) -> None:
    given["summary"]["prompt"]["template"] = text


def _beside_triage(site: Site, alias: str) -> dict[str, Any]:
    beside = _OWN[site.kind]
    if site.kind == "truefoundry":
        own = beside["options"]["truefoundry"] | {"version_alias": alias}
        beside = {**beside, "options": {"truefoundry": own}}
    parameters = {"temperature": 0, "max_tokens": 200}
    return {"parameters": parameters, "tools": [_SORT], "variables": ["ticket"], **beside}


def _described(site: Site, description: str) -> dict[str, Any]:
    return {} if site.kind == "truefoundry" else {"description": description}


def _named(site: Site, name: str) -> dict[str, Any]:
    return {"version_name": name} if site.kind in ("local", "humanloop") else {}
