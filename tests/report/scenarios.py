"""What a stack goes through before the preview or the update that is recorded."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from acceptance.local_registry import LocalRegistry
from acceptance.policy_pack import pack_in
from acceptance.programs import BE_BRIEF, BE_KIND, program, prompt
from acceptance.stack import Stack
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.registries.kinds import content_from

STREAMING = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "1"}

Given = Mapping[str, Any]
"""The prompts of the program by their names; and beside the arguments of each, what the program does with them."""

DESK = program("""
    from acceptance.echo import Echo

    def text(said):
        if isinstance(said, str):
            return said
        return pulumi.Output.secret(said["secret"]) if "secret" in said else Echo("echo", seed=said["seed"]).value

    def declare(resource, version=None, aliases=(), get=None, file=None, opts=(), **said):
        if "template" in said:
            said["template"] = text(said["template"])
        if get:
            prompt = Prompt.get(resource, get)
        elif file:
            prompt = Prompt.from_file(resource, file)
        else:
            prompt = Prompt(resource, ResourceOptions(**dict(opts)), **said)
        published = None if version is None else PromptVersion(resource, prompt=prompt, **version)
        for alias, at in dict(aliases).items():
            PromptAlias(f"{resource}-{alias}", prompt=prompt, alias=alias, version=at or published)

    for resource, said in given.items():
        declare(resource, **said)
""")


def document(stack: Stack) -> str:
    return stack.json("preview", "--show-sames")


def stream(stack: Stack) -> str:
    return stack.json("preview", env=STREAMING)


def stream_with_policies(stack: Stack) -> str:
    return stack.json("preview", *pack_in(stack.folder / "policy"), env=STREAMING)


def update(stack: Stack) -> str:
    return stack.json("up", "--yes")


def update_alone(stack: Stack) -> str:
    return stack.json("up", "--yes", "--skip-preview")


def _nothing(_: Stack) -> None:
    pass


@dataclass(frozen=True)
class Scenario:
    """A history and its end.

    Attributes:
        then: What the program declares in the end.
        before: What it declared before, with an `up` each.
        recorded: How the end is told.
        meanwhile: What else happens before the end.
        stack: Its name.
    """

    then: Given
    before: tuple[Given, ...] = ()
    recorded: Callable[[Stack], str] = document
    meanwhile: Callable[[Stack], None] = _nothing
    stack: str = "dev"


def triage(text: str = BE_BRIEF, **more: Any) -> Given:
    """One prompt, which has versions."""
    return {"triage": prompt(text, **{"version": {"keep": 5}, **more})}


def _owned_by_another(stack: Stack) -> Stack:
    other = stack.beside("other")
    other.write(DESK, **triage())
    other.up()
    return other


def _taken_over(stack: Stack) -> None:
    _owned_by_another(stack)
    stack.write(DESK, **triage(adopt=True, take_over_from="organization/acme/other/triage"))


def _read(stack: Stack) -> None:
    """The program names a prompt of another stack by its id, which the registry made."""
    id_ = _owned_by_another(stack).resources()["Prompt triage"]["id"]
    stack.write(DESK, triage={"get": id_, "aliases": {"staging": "1"}})


def _not_read_any_more(stack: Stack) -> None:
    _read(stack)
    stack.up()
    stack.write(DESK)


def _promoted(text: str, **more: Any) -> Callable[[Stack], None]:
    content = {"template": text, "model": "small"}
    head = {"digest": digest_of(content_from(content)), "origin": {"stack": "acme/desk/staging", "version": "6"}}
    said = {"promoted": {**head, "at": "2026-11-29T09:00:00Z"}, **more, "name": "support-triage", **content}

    def write(stack: Stack) -> None:
        Path(stack.folder / "triage.yaml").write_text(yaml.safe_dump(said))

    return write


def refreshing_document(stack: Stack) -> str:
    return stack.json("preview", "--refresh")


def _edited_by_hand(stack: Stack) -> None:
    LocalRegistry(stack.folder / "prompts.db").execute("UPDATE prompts SET description = 'by hand'")


def _tainted(stack: Stack) -> None:
    stack.taint("Prompt triage")


_BULK = program("""
    from pulumi_prompts import PromptFolder

    PromptFolder("all", "prompts", model="m", keep=5, prompt_aliases=["staging"], bulk=True)
""")


def _edited_in_bulk(stack: Stack) -> None:
    folder = stack.folder / "prompts"
    folder.mkdir()
    for name in ("summary", "triage"):
        (folder / f"{name}.yaml").write_text("template: Be brief.\n")
    stack.write(_BULK)
    stack.up()
    (folder / "triage.yaml").write_text("template: Be kind.\n")


BOTH = {"staging": None, "production": "1"}

SCENARIOS: Mapping[str, Scenario] = {
    "create": Scenario(triage(aliases=BOTH)),
    "edit": Scenario(triage(BE_KIND, aliases=BOTH), (triage(aliases=BOTH),)),
    "edit-stream": Scenario(triage(BE_KIND, aliases=BOTH), (triage(aliases=BOTH),), stream),
    "bulk": Scenario({}, meanwhile=_edited_in_bulk),
    "bulk-up": Scenario({}, recorded=update, meanwhile=_edited_in_bulk),
    "blank-line": Scenario(triage(BE_BRIEF.replace("\n", "\n\n", 1)), (triage(),)),
    "move": Scenario(
        triage(BE_KIND, aliases={"production": "2"}),
        (triage(aliases={"production": "1"}), triage(BE_KIND, aliases={"production": "1"})),
    ),
    "rollback": Scenario(triage(aliases=BOTH), (triage(aliases=BOTH), triage(BE_KIND, aliases=BOTH))),
    "unpublished": Scenario(
        {"triage": prompt(BE_KIND, aliases={"production": "2"})},
        (triage(aliases={"production": "1"}), triage(BE_KIND, aliases={"production": "1"})),
    ),
    "describe": Scenario(triage(name="renamed", description="Sorts.", tags={"team": "desk"}), (triage(),)),
    "adopt": Scenario(triage(adopt=True)),
    "take-over": Scenario({}, meanwhile=_taken_over),
    "promotion": Scenario(
        {"triage": {"file": "triage.yaml"}},
        ({"triage": prompt()},),
        meanwhile=_promoted("Sort {{ticket}}.", overrides={"model": "large"}),
        stack="production",
    ),
    "delete": Scenario({}, (triage(aliases=BOTH),)),
    "retain": Scenario({}, (triage(opts={"retain_on_delete": True}),)),
    "replace": Scenario(triage(backend={"kind": "local", "path": "other.db"}, aliases=BOTH), (triage(aliases=BOTH),)),
    "replace-stream": Scenario(triage(backend={"kind": "local", "path": "other.db"}), (triage(),), stream),
    "taint": Scenario(triage(), (triage(),), meanwhile=_tainted),
    "alias-removed": Scenario(triage(aliases={"staging": None}), (triage(aliases=BOTH),)),
    "secret": Scenario(
        {"triage": {"template": {"secret": "New {{x}}"}, "version": {}, "aliases": {"staging": None}}},
        ({"triage": {"template": {"secret": "Old {{x}}"}, "version": {}, "aliases": {"staging": None}}},),
    ),
    "unknown": Scenario(
        {"triage": {"template": {"seed": "New"}, "version": {}, "aliases": {"staging": None}}},
        ({"triage": {"template": {"seed": "Old"}, "version": {}, "aliases": {"staging": None}}},),
    ),
    "read": Scenario({}, meanwhile=_read),
    "unread": Scenario({}, meanwhile=_not_read_any_more),
    "refresh": Scenario(
        triage(description="Sorts."), (triage(description="Sorts."),), refreshing_document, _edited_by_hand
    ),
    "crashing": Scenario(triage(temperatur=1)),
    "failing": Scenario(triage(variables=["y"])),
    "policy": Scenario(triage(), recorded=stream_with_policies),
    "failing-stream": Scenario(triage(variables=["y"]), recorded=stream),
    "up": Scenario(triage(BE_KIND, aliases=BOTH), (triage(aliases=BOTH),), update),
    "up-alone": Scenario(triage(aliases=BOTH), recorded=update_alone),
    "up-failed": Scenario(triage(BE_KIND, aliases={"production": "9"}), (triage(),), update),
}
