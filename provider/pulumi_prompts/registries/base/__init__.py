"""What a registry must be able to do, and what only some can.

An adapter translates, and nothing else: whether to create, adopt, publish, re-use or prune is decided once, in
`lifecycle`. Every method does the fewest calls that the registry's protocol allows, may be called from many threads
at once (`THREADS`), retries what is worth it within its own deadline, and raises the classes of `errors`.

**An identifier means one prompt for ever.** `create` returns it, the state keeps it, and no method may ever reach
another prompt by it. Where a registry gives a later prompt the same identifier (it uses row numbers again, or its
prompts have nothing but a name), the adapter's own holds something more that tells the two apart (the name beside the
row number, the moment of the creation beside the name); every method compares it, and raises NotFoundError. In the same
way the name of a version means nothing without its prompt: a version of another prompt is not found.

The optional protocols (`abilities`) have one method each; a backend that lacks one says by that what its docstring
states.
"""

from pulumi_prompts.registries.base.abilities import (
    ConfirmsTarget,
    DeletesAsSeen,
    DeletesUnheld,
    DeletesVersions,
    DescribesVersions,
    KeepsAliases,
    LabelsApart,
    ListsPrompts,
    MarksVersions,
    ReadsWhole,
)
from pulumi_prompts.registries.base.backend import THREADS, Backend
from pulumi_prompts.registries.base.environment import Clock, Environment, Settings, heard_by
from pulumi_prompts.registries.base.values import (
    EVERY_FIELD,
    Alias,
    Change,
    Desired,
    Field,
    Head,
    Labels,
    Listed,
    Publication,
    Ref,
    Version,
    Whole,
    having_made,
)

__all__ = [
    "EVERY_FIELD",
    "THREADS",
    "Alias",
    "Backend",
    "Change",
    "Clock",
    "ConfirmsTarget",
    "DeletesAsSeen",
    "DeletesUnheld",
    "DeletesVersions",
    "DescribesVersions",
    "Desired",
    "Environment",
    "Field",
    "Head",
    "KeepsAliases",
    "Labels",
    "LabelsApart",
    "Listed",
    "ListsPrompts",
    "MarksVersions",
    "Publication",
    "ReadsWhole",
    "Ref",
    "Settings",
    "Version",
    "Whole",
    "having_made",
    "heard_by",
]
