"""A model as one JSON document, word for word, and its schema."""

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema


class _AllWritten(GenerateJsonSchema):
    """A document has every field, even if it has the default value."""

    def field_is_required(self, field: Any, total: bool) -> bool:
        return True


def written(model: TypeAdapter[Any], value: Any) -> str:
    """One document in ASCII, which is the same in every encoding, with a line break at its end."""
    return json.dumps(model.dump_python(value)) + "\n"


def schema_of(model: TypeAdapter[Any], format_: int) -> dict[str, Any]:
    """The JSON schema of what `written` writes in this format."""
    made = model.json_schema(mode="serialization", schema_generator=_AllWritten)
    made["properties"]["format"]["const"] = format_
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}
