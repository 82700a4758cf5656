"""The operations of `bedrock-agent` as botocore's service model describes them: rest-json in, rest-json out."""

import functools
import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

import botocore.session
from botocore.model import OperationModel, ServiceModel, Shape, StructureShape

from ..wire import Json, Reply, Request
from .shapes import Violation, as_stored, violations
from .wire import ApiError, FakeBroken

OPERATIONS = (
    "CreatePrompt",
    "UpdatePrompt",
    "GetPrompt",
    "ListPrompts",
    "CreatePromptVersion",
    "DeletePrompt",
    "TagResource",
    "UntagResource",
    "ListTagsForResource",
)
_NOTHING = StructureShape("Nothing", {"type": "structure", "members": {}})
# What every AWS service may say, whatever its model lists.
_COMMON_ERRORS = {
    "IncompleteSignatureException": 403,
    "InvalidSignatureException": 403,
    "MissingAuthenticationTokenException": 403,
    "SerializationException": 400,
    "UnknownOperationException": 404,
    "UnrecognizedClientException": 403,
}


@functools.cache
def load_model(service: str) -> ServiceModel:
    return botocore.session.Session().get_service_model(service)


def refusal(found: Iterable[Violation], code: str = "ValidationException") -> ApiError:
    """All violations as one error, worded as AWS words it."""
    listed = list(found)
    noun = "validation error" if len(listed) == 1 else "validation errors"
    message = f"{len(listed)} {noun} detected: {'; '.join(map(str, listed))}"
    return ApiError(code, message, fields=tuple((item.path, item.problem) for item in listed))


class Operation:
    """One operation: where it is found, what a request must hold, what an answer must hold."""

    def __init__(self, model: OperationModel) -> None:
        self.name = model.name
        self.method = str(model.http["method"])
        self.status = int(model.http["responseCode"])
        self._input: StructureShape = model.input_shape or _NOTHING
        self._output: StructureShape = model.output_shape or _NOTHING
        self._errors = {shape.name: shape for shape in model.error_shapes}
        self._path = re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(str(model.http["requestUri"]))))

    def matches(self, request: Request) -> bool:
        """Trailing slashes count, as the model writes them (that the service insists on them is inferred)."""
        return request.method == self.method and self._path.fullmatch(request.path) is not None

    def parameters(self, request: Request) -> Json:
        """The request's parameters by member name; what fits no member keeps its own name, to be refused."""
        found = self._path.fullmatch(request.path)
        labels = {name: unquote(value) for name, value in found.groupdict().items()} if found else {}
        body = _json_object(request.body)
        for name in body.keys() & self._members_elsewhere():
            body[f"{name} (in the body)"] = body.pop(name)
        return {**body, **self._query_parameters(request), **labels}

    def check_request(self, parameters: Json) -> None:
        found = list(violations(self._input, parameters))
        if found:
            raise refusal(found)

    def stored(self, parameters: Json) -> Json:
        result: Json = as_stored(self._input, parameters)
        return result

    def reply(self, answer: Json) -> Reply:
        _check_answer(self.name, self._output, answer)
        return Reply(self.status, json.dumps(answer).encode(), {"Content-Type": "application/json"})

    def error_status(self, error: ApiError) -> int:
        """The status the model gives this error; an error that the operation does not list is the fake's fault."""
        if error.status is not None:
            return error.status
        if error.code in self._errors:
            return int(self._errors[error.code].metadata["error"]["httpStatusCode"])
        if error.code in _COMMON_ERRORS:
            return _COMMON_ERRORS[error.code]
        raise FakeBroken(f"{self.name} never answers {error.code}")

    def check_error(self, error: ApiError, body: Json) -> None:
        shape = self._errors.get(error.code)
        if shape is not None:
            _check_answer(f"{self.name}: {error.code}", shape, body)

    def _members_elsewhere(self) -> set[str]:
        return {name for name, member in self._input.members.items() if member.serialization.get("location")}

    def _query_parameters(self, request: Request) -> Json:
        members = {
            str(member.serialization["name"]): (name, member)
            for name, member in self._input.members.items()
            if member.serialization.get("location") == "querystring"
        }
        found: Json = {}
        for key, values in request.query_values().items():
            name, member = members.get(key, (f"{key} (in the query)", None))
            found[name] = _from_query(member, values)
        return found


class AgentModel:
    """The prompt operations of `bedrock-agent`."""

    def __init__(self) -> None:
        service = load_model("bedrock-agent")
        self._operations = [Operation(service.operation_model(name)) for name in OPERATIONS]

    def operation(self, request: Request) -> Operation:
        for operation in self._operations:
            if operation.matches(request):
                return operation
        raise ApiError("UnknownOperationException", f"{request.method} {request.path} is no operation of this service")


def refusal_reply(operation: Operation | None, error: ApiError) -> Reply:
    """The error in AWS's rest-json form. Without an operation only the common errors are possible."""
    body: Json = {"message": error.message}
    if error.fields:
        body["fieldList"] = [{"name": name, "message": message} for name, message in error.fields]
    if operation is None:
        status = error.status or _COMMON_ERRORS[error.code]
    else:
        status = operation.error_status(error)
        operation.check_error(error, body)
    headers = {"Content-Type": "application/json", "x-amzn-ErrorType": error.code, **error.headers}
    return Reply(status, json.dumps(body).encode(), headers)


def _check_answer(what: str, shape: Shape, answer: Json) -> None:
    found = list(violations(shape, answer))
    if found:
        raise FakeBroken(f"the answer of {what} breaks the service model: {'; '.join(map(str, found))}")


def _from_query(member: Shape | None, values: list[str]) -> Any:
    if member is not None and member.type_name == "list":
        return values
    if member is not None and member.type_name == "integer" and re.fullmatch(r"-?\d+", values[-1]):
        return int(values[-1])
    return values[-1]


def _json_object(body: bytes) -> Json:
    if not body:
        return {}
    try:
        parsed = json.loads(body, parse_constant=_no_constant)
    except ValueError as failure:
        raise ApiError("SerializationException", f"The body is not JSON: {failure}") from failure
    if not isinstance(parsed, dict):
        raise ApiError("SerializationException", "The body is not a JSON object")
    return parsed


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
