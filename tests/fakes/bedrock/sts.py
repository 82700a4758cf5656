"""STS over the query protocol: GetCallerIdentity and AssumeRole."""

import re
import time
from datetime import UTC, datetime
from urllib.parse import parse_qs
from uuid import uuid4
from xml.sax.saxutils import escape

from ..wire import Json, Reply, Request
from .auth import Accounts, Caller
from .model import load_model, refusal
from .shapes import violations
from .wire import ApiError, FakeBroken

OPERATIONS = ("GetCallerIdentity", "AssumeRole")
_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/"
_VERSION = "2011-06-15"
_ROLE = re.compile(r"arn:aws:iam::(?P<account>\d{12}):role/(?P<path>[\w+=,.@/-]+)")
# The same refusals have other codes in the query protocol.
_CODES = {
    "IncompleteSignatureException": "IncompleteSignature",
    "InvalidSignatureException": "SignatureDoesNotMatch",
    "MissingAuthenticationTokenException": "MissingAuthenticationToken",
    "UnrecognizedClientException": "InvalidClientTokenId",
}
_STATUSES = {"ValidationError": 400, "InvalidAction": 400}


class Sts:
    """Answers by access key, in any region. Lists (session policies, session tags) are refused, not ignored."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        service = load_model("sts")
        self._models = {name: service.operation_model(name) for name in OPERATIONS}

    def operation(self, request: Request) -> str:
        form = _form(request)
        if form.get("Action") not in OPERATIONS or form.get("Version") != _VERSION:
            raise ApiError("InvalidAction", f"Could not find operation {form.get('Action')} of {form.get('Version')}")
        return form["Action"]

    def parameters(self, request: Request) -> Json:
        form: Json = {key: value for key, value in _form(request).items() if key not in ("Action", "Version")}
        if re.fullmatch(r"\d+", form.get("DurationSeconds", "")):
            form["DurationSeconds"] = int(form["DurationSeconds"])
        return form

    def call(self, operation: str, caller: Caller, parameters: Json) -> Reply:
        model = self._models[operation]
        found = list(violations(model.input_shape, parameters)) if model.input_shape else []
        if found:
            raise refusal(found, "ValidationError")
        answer = self._identity(caller) if operation == "GetCallerIdentity" else self._assume(parameters)
        wrong = list(violations(model.output_shape, answer)) if model.output_shape else []
        if wrong:
            raise FakeBroken(f"the answer of {operation} breaks the service model: {'; '.join(map(str, wrong))}")
        return _reply(operation, answer)

    def _identity(self, caller: Caller) -> Json:
        return {"UserId": caller.identity.user_id, "Account": caller.account, "Arn": caller.identity.arn}

    def _assume(self, parameters: Json) -> Json:
        role = _ROLE.fullmatch(parameters["RoleArn"])
        if role is None:
            raise ApiError("ValidationError", f"{parameters['RoleArn']} is invalid")
        credentials, identity = self._accounts.assume(role["account"], role["path"], parameters["RoleSessionName"])
        return {
            "Credentials": {
                "AccessKeyId": credentials.access_key,
                "SecretAccessKey": credentials.secret,
                "SessionToken": credentials.session_token,
                "Expiration": _expiration(parameters.get("DurationSeconds", 3600)),
            },
            "AssumedRoleUser": {"AssumedRoleId": identity.user_id, "Arn": identity.arn},
        }


def refusal_reply(error: ApiError) -> Reply:
    """The error in the query protocol's XML."""
    code = _CODES.get(error.code, error.code)
    inner = _xml({"Type": "Sender", "Code": code, "Message": error.message})
    body = f'<ErrorResponse xmlns="{_NAMESPACE}"><Error>{inner}</Error><RequestId>{uuid4()}</RequestId></ErrorResponse>'
    status = error.status or _STATUSES.get(code, 403)
    return Reply(status, body.encode(), {"Content-Type": "text/xml", **error.headers})


def _reply(operation: str, answer: Json) -> Reply:
    inner = _xml({f"{operation}Result": answer, "ResponseMetadata": {"RequestId": str(uuid4())}})
    body = f'<{operation}Response xmlns="{_NAMESPACE}">{inner}</{operation}Response>'
    return Reply(200, body.encode(), {"Content-Type": "text/xml"})


def _xml(values: Json) -> str:
    return "".join(
        f"<{name}>{_xml(value) if isinstance(value, dict) else escape(str(value))}</{name}>"
        for name, value in values.items()
    )


def _expiration(seconds: int) -> str:
    """By the real clock, whatever the fake's: botocore compares it with its own, and renews what is past."""
    return datetime.fromtimestamp(time.time() + seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _form(request: Request) -> dict[str, str]:
    fields = parse_qs(request.body.decode(), keep_blank_values=True)
    return {key: values[-1] for key, values in fields.items()}
