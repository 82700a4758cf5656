"""A whole report as JSON, for programs and for `verify`. docs/report.schema.json is its schema."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pulumi_prompts.errors import InputError
from pulumi_prompts.report.forms.json_document import schema_of, written
from pulumi_prompts.report.model import FORMAT, Report

HOW_TO_WRITE_ONE = "write one with `pulumi-prompts report --json FILE`"

_REPORT = TypeAdapter(Report)


def dumps(report: Report) -> str:
    """The whole report as one document."""
    return written(_REPORT, report)


def loads(text: str) -> Report:
    """The report that `dumps` wrote. Raises InputError for anything else, with one line that says why."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_report("it is not one document of JSON") from error
    if not isinstance(found, Mapping) or "format" not in found:
        raise _no_report("it may be the output of Pulumi itself" if _is_of_pulumi(found) else "it has no `format`")
    if found["format"] != FORMAT:
        said = f"it has the format {found['format']!r}, and this version of pulumi-prompts reads {FORMAT}"
        raise _no_report(said, "read it with the version that wrote it")
    try:
        return _REPORT.validate_python(found)
    except ValidationError as error:
        raise _no_report(_first(error)) from error


def schema() -> dict[str, Any]:
    """The JSON schema of what `dumps` writes."""
    return schema_of(_REPORT, FORMAT)


def _no_report(why: str, remedy: str = HOW_TO_WRITE_ONE) -> InputError:
    return InputError(f"this is no report in its JSON form: {why}", remedy)


def _is_of_pulumi(found: object) -> bool:
    return isinstance(found, Mapping) and bool({"steps", "changeSummary", "sequence"} & found.keys())


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).removeprefix(".")
    return f"`{path}`: {first['msg']}"
