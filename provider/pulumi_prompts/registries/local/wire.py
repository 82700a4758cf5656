"""Between our terms and the rows of the file."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pulumi_prompts.content.digest import canonical, digest_of, options_beside_content
from pulumi_prompts.content.options import Options
from pulumi_prompts.content.parsing import parse_content
from pulumi_prompts.registries import base
from pulumi_prompts.registries.kinds import OPTIONS
from pulumi_prompts.registries.shared.flattening import Flat


def expand(desired: base.Desired) -> dict[str, Any]:
    """The columns that a prompt is written to."""
    fenced = {} if desired.nonce is None else {"nonce": desired.nonce}
    return {
        **fenced,
        "name": desired.name,
        "content": dumps(canonical(desired.content)),
        "description": desired.description,
        "tags": dumps(desired.tags),
        "metadata": dumps(desired.metadata),
        "options": dumps(options_beside_content(desired.options)),
        "marker": desired.marker,
    }


def dumps(value: Mapping[str, Any]) -> str:
    """A column that holds an object."""
    return json.dumps(dict(value), ensure_ascii=False, separators=(",", ":"))


def flatten(stored_content: str) -> Flat:
    """A stored content in our terms; a newer release may have written what this one does not know."""
    content, _, failures = parse_content(json.loads(stored_content), OPTIONS)
    if failures:
        return Flat(None, "", f"{len(failures)} of its values are not among those that this package knows")
    return Flat(content, digest_of(content))


def options_of(stored: str) -> Options:
    """The options, or none where a newer release wrote one that this one does not know."""
    content, _, _ = parse_content({"options": json.loads(stored)}, OPTIONS)
    return content.options


def labels_of(row: sqlite3.Row) -> base.Labels:
    """The labels of a prompt."""
    return base.Labels(json.loads(row["tags"]), row["marker"] or None, row["nonce"])


def uri_of(registry: str, prompt_id: str) -> str:
    """Where a prompt is."""
    return f"local:{registry}/{prompt_id}"


def version_of(registry: str, row: sqlite3.Row) -> base.Version:
    """A version."""
    flat = flatten(row["content"])
    return base.Version(
        version=str(row["version"]),
        uri=f"{uri_of(registry, row['prompt_id'])}:{row['version']}",
        digest=flat.digest,
        content=flat.content,
        published_at=datetime.fromisoformat(row["created_at"]),
        description=row["description"],
        version_name=row["version_name"],
        labels=base.Labels(marker=row["marker"] or None, of_prompt=row["of_prompt"]),
    )
