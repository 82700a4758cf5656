"""A status as JSON, with everything, for programs. Its schema is docs/status.schema.json."""

from typing import Any

from pydantic import TypeAdapter

from pulumi_prompts.report.forms.json_document import schema_of, written
from pulumi_prompts.status.model import FORMAT, Status

_STATUS = TypeAdapter(Status)


def dumps(status: Status) -> str:
    """The whole status as one document."""
    return written(_STATUS, status)


def schema() -> dict[str, Any]:
    """The JSON schema of what `dumps` writes."""
    return schema_of(_STATUS, FORMAT)
