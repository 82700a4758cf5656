"""What the engine would do again, test after test, is done once in a process: then what it left is copied."""

import json
from typing import Any, NamedTuple

from acceptance.registries.world import Site
from acceptance.stack import Files, Stack, files_in, put


class Left(NamedTuple):
    """What a first `up` left in the folder of its stack and in its registry, and the address that the registry had."""

    files: Files
    dump: str
    address: str


_left: dict[str, Left] = {}


def bring_up(stack: Stack, program: str, site: Site | None = None, **given: Any) -> None:
    """`write` and a first `up`, on a stack and a registry that are empty.

    Args:
        stack: It keeps its prompts in its own folder, or on `site`.
        program: What it runs.
        site: The registry, where that is apart. One without an address keeps its files in the folder of the stack.
        given: What the program finds in `given.json`.
    """
    stack.write(program, **given)
    if site and site.dumped_as is None:
        stack.up()
        return
    address = (site and site.address) or ""
    key = json.dumps([stack.name, program, given], sort_keys=True)
    if address:
        key = key.replace(address, "")
    if key not in _left:
        stack.up()
        _left[key] = Left(files_in(stack.folder), site.dump() if site and address else "", address)
        return
    left = _left[key]
    put(_moved(left.files, left.address, address), stack.folder)
    if site and address:
        site.load(left.dump)


def _moved(files: Files, from_: str, to: str) -> Files:
    """The files of a stack whose registry has another address by now."""
    return {name: content.replace(from_.encode(), to.encode()) if from_ else content for name, content in files.items()}
