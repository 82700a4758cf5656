"""Refusals as the service words them: `{"detail": ...}` under `api/ml/v1`, HttpError under `api/svc/v1` (inferred)."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ..scripting import Fault, refuse
from ..wire import Refusal, Reply


class ApiError(Refusal):
    """A refusal; `detail` is a text, or the list of a validation."""

    def reply(self, *, new_style: bool) -> Reply:
        body = {"detail": self.detail}
        if new_style and isinstance(self.detail, str):
            body = {"statusCode": self.status, "message": self.detail}
        headers = {"Content-Type": "application/json", **self.headers}
        return Reply(self.status, json.dumps(body).encode(), headers)


def error(status: int, detail: Any, headers: Mapping[str, str] | None = None) -> Fault:
    """A fault: an error of the service, in its own form; the request is not carried out."""
    return refuse(ApiError(status, detail, headers))


def unprocessable(failed: ValidationError, where: str) -> ApiError:
    """422, as FastAPI says what is wrong."""
    found = failed.errors(include_url=False, include_context=False, include_input=False)
    return ApiError(422, [{**each, "loc": [where, *each["loc"]]} for each in found])


def not_found(what: str) -> ApiError:
    return ApiError(404, f"{what} not found")


def page_of_somebody_else() -> Reply:
    """What the control plane's own pages answer to a path that is none of theirs."""
    body = b"<!doctype html><html><body><div id='root'></div></body></html>"
    return Reply(404, body, {"Content-Type": "text/html"})
