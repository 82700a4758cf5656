"""What the file of a prompt may not say, although a prompt has it: names of properties, each with the reason."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from pulumi_prompts.content.line_breaks import KEEPING
from pulumi_prompts.files.promoted import OVERRIDES, PROMOTED

COMPUTED: Final = frozenset({"uri", "digest", "marker", "secret", "nonce", "former_stacks", "parked"})
"""What no program declares, and no file."""

NOT_DECLARED: Final = "cannot be declared; leave it out"
OVERRIDES_ALONE: Final = "go with the head of a promoted file; write the values themselves"


def computed(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What the provider finds out itself."""
    return ((name, NOT_DECLARED) for name in document if name in COMPUTED | {KEEPING})


def overrides_alone(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Overrides of a content that was not promoted."""
    if document.get(PROMOTED) is None and OVERRIDES in document:
        yield OVERRIDES, OVERRIDES_ALONE
