"""Two stacks that publish, move aliases and prune versions of one prompt at the same time, on a real engine."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from acceptance.local_registry import LocalRegistry
from acceptance.programs import program, prompt
from acceptance.stack import Stack

ROUNDS = 5
OWNER = program("""
    triage = Prompt("triage", **given["prompt"])
    published = PromptVersion("triage", prompt=triage, keep=2)
    for name in given["aliases"]:
        PromptAlias(name, prompt=triage, alias=name, version=published, adopt=True)
""")
GUEST = program("""
    triage = Prompt.get("triage", given["id"], backend=given["backend"])
    published = PromptVersion("triage", prompt=triage, keep=2)
    for name in given["aliases"]:
        PromptAlias(name, prompt=triage, alias=name, version=published, adopt=True)
""")
CLEAR = re.compile(
    r"(was moved meanwhile|is not the one that this program wrote|does not have version|and belongs to|is that of|"
    r"was removed meanwhile|does not have a version with the content)"
)


def run(stack: Stack) -> list[str]:
    """The lines of an `up` that also looks at what drifted; none where all went through."""
    try:
        stack.up("--refresh")
    except AssertionError as failed:
        return [line for line in str(failed).splitlines() if " on local " in line] or [str(failed)]
    return []


def test_some_order_explains_the_end(tmp_path: Path) -> None:
    file = tmp_path / "prompts.db"
    registry, backend = LocalRegistry(file), {"kind": "local", "path": str(file)}
    for name in ("owner", "guest"):
        (tmp_path / name).mkdir()
    owner, guest = Stack(tmp_path / "owner", "owner"), Stack(tmp_path / "guest", "guest")
    owner.write(OWNER, prompt=prompt("0", backend=backend), aliases=["owner", "live"])
    owner.up()
    guest.write(GUEST, id=registry.only_prompt.id, backend=backend, aliases=["guest", "live"])
    with ThreadPoolExecutor(2) as threads:
        for number in range(1, ROUNDS + 1):
            owner.give(prompt=prompt(str(number), backend=backend), aliases=["owner", "live"])
            said = [line for lines in threads.map(run, (owner, guest)) for line in lines]
            assert [line for line in said if not CLEAR.search(line)] == []
            aliases, versions = registry.aliases, {str(each) for each in registry.only_prompt.published}
            assert set(aliases.values()) <= versions
    assert registry.aliases["live"] in (registry.aliases["owner"], registry.aliases["guest"])
    owner.up("--refresh")
    assert registry.aliases["owner"] == registry.aliases["live"]
    guest.up("--refresh")
    assert len(set(registry.aliases.values())) == 1
