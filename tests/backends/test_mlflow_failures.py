"""What MLflow, or somebody in its place, says instead of an answer, and what a person reads then; and credentials."""

import base64
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import httpx
import pytest

from backends.mlflow_world import desired
from clock import Time
from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.registries.mlflow import Mlflow
from pulumi_prompts.registries.mlflow.settings import MlflowSettings
from remedies import AGAIN, ANOTHER_NAME, BUG, PERMISSION, STRANGER

URL = "http://mlflow.example.com/ml"
SECRET = "swordfish"
PROMPT = {
    "registered_model": {
        "name": "triage",
        "creation_timestamp": 1795249157309,
        "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}],
    }
}

Answerer = Callable[[httpx.Request], httpx.Response]


def connect(answer: Answerer, environment: Environment | None = None, **settings: Any) -> Mlflow:
    parsed = MlflowSettings.model_validate({"kind": "mlflow", "url": URL, **settings})
    return Mlflow.connect(parsed, replace(environment or Environment(), clock=Time()), httpx.MockTransport(answer))


def refusing(status: int, code: str, message: str) -> Answerer:
    return lambda request: httpx.Response(status, json={"error_code": code, "message": message})


def page(status: int, text: str = "<html>Not here</html>") -> Answerer:
    return lambda request: httpx.Response(status, html=text)


FAILURES: Mapping[str, tuple[Answerer, type[errors.PromptsError], str]] = {
    "gone": (
        refusing(404, "RESOURCE_DOES_NOT_EXIST", "Registered Model with name=triage not found"),
        errors.NotFoundError,
        "404: RESOURCE_DOES_NOT_EXIST: Registered Model with name=triage not found",
    ),
    "a page of a proxy": (
        page(404),
        errors.AnswerError,
        f"{URL}/api/2.0/mlflow answered 404 with a body of type text/html; {STRANGER}",
    ),
    "a login page": (
        page(200),
        errors.AnswerError,
        f"{URL}/api/2.0/mlflow answered 200 with a body of type text/html; {STRANGER}",
    ),
    "another service": (
        lambda request: httpx.Response(404, json={"detail": "Not Found"}),
        errors.AnswerError,
        f"{URL}/api/2.0/mlflow answered 404 with a body of type application/json; {STRANGER}",
    ),
    "another part of MLflow": (
        refusing(404, "ENDPOINT_NOT_FOUND", "No API found"),
        errors.AnswerError,
        f"{URL}/api/2.0/mlflow answered 404 with a body of type application/json; {STRANGER}",
    ),
    "another workspace": (
        refusing(404, "RESOURCE_DOES_NOT_EXIST", "Workspace 'team-a' not found"),
        errors.ConfigurationError,
        "404: RESOURCE_DOES_NOT_EXIST: Workspace 'team-a' not found; check `backend.workspace`: in one that does not "
        "exist nothing is found, and everything may still be there",
    ),
    "no credentials": (
        page(401, "You are not authenticated."),
        errors.CredentialsError,
        "401 Unauthorized; check the credentials, which are missing, wrong or expired: looked at were "
        "MLFLOW_TRACKING_USERNAME (or prompts:mlflowTrackingUsername), "
        "MLFLOW_TRACKING_PASSWORD (or prompts:mlflowTrackingPassword) "
        "and MLFLOW_TRACKING_TOKEN (or prompts:mlflowTrackingToken)",
    ),
    "no permission, as the app for basic authentication says it": (
        lambda request: httpx.Response(403, text="Permission denied"),
        errors.AccessError,
        f"403 Forbidden; {PERMISSION}; a proxy on the way may refuse as well",
    ),
    "no permission": (
        refusing(403, "PERMISSION_DENIED", "Permission denied"),
        errors.AccessError,
        f"403: PERMISSION_DENIED: Permission denied; {PERMISSION}",
    ),
    "a used up quota": (
        refusing(400, "RESOURCE_LIMIT_EXCEEDED", "Too many models"),
        errors.QuotaError,
        "400: RESOURCE_LIMIT_EXCEEDED: Too many models; delete what is not needed, or ask for a larger quota",
    ),
    "a value that is refused": (
        refusing(400, "INVALID_PARAMETER_VALUE", f"Invalid value \"{SECRET}\n...\" for parameter 'name' supplied."),
        errors.RejectedError,
        "400: INVALID_PARAMETER_VALUE: Invalid value for parameter 'name' supplied; correct what it names",
    ),
    "too many requests": (
        refusing(429, "REQUEST_LIMIT_EXCEEDED", "Slow down"),
        errors.ThrottledError,
        f"429: REQUEST_LIMIT_EXCEEDED: Slow down; {AGAIN}",
    ),
    "a statement that failed, with the text of the prompt in it": (
        refusing(400, "BAD_REQUEST", f"(sqlite3.DataError) bad [SQL: INSERT ...] [parameters: ('{SECRET}\n')]"),
        errors.RejectedError,
        "400: BAD_REQUEST: (sqlite3.DataError) bad; correct what it names",
    ),
    "a database without a free connection": (
        refusing(400, "BAD_REQUEST", "QueuePool limit of size 5 overflow 10 reached, timeout 30.00"),
        errors.UnavailableError,
        f"400: BAD_REQUEST: QueuePool limit of size 5 overflow 10 reached, timeout 30.00; {AGAIN}",
    ),
    "a server that keeps no prompts": (
        refusing(500, "FEATURE_DISABLED", "not supported with FileStore"),
        errors.RejectedError,
        "500: FEATURE_DISABLED: not supported with FileStore; correct what it names",
    ),
    "a conflict, whose status says that it exists already": (
        refusing(409, "RESOURCE_CONFLICT", "Somebody else writes"),
        errors.RejectedError,
        "409: RESOURCE_CONFLICT: Somebody else writes; correct what it names",
    ),
    "what the server does not do": (
        refusing(501, "NOT_IMPLEMENTED", "No aliases here"),
        errors.ConfigurationError,
        "501: NOT_IMPLEMENTED: No aliases here; use a release of the registry that can do this",
    ),
    "a broken server": (
        refusing(500, "INTERNAL_ERROR", "database is locked"),
        errors.UnavailableError,
        f"500: INTERNAL_ERROR: database is locked; {AGAIN}",
    ),
    "half an answer": (
        lambda request: httpx.Response(200, content=b'{"registered_model": {"na'),
        errors.AnswerError,
        f"{URL}/api/2.0/mlflow answered 200 with a body of no type; {STRANGER}",
    ),
    "an answer without a name": (
        lambda request: httpx.Response(200, json={"registered_model": {"creation_timestamp": 1}}),
        errors.AnswerError,
        f"the answer to GET /registered-models/get is not understood: registered_model.name: Field required; {BUG}",
    ),
    "an answer of other types": (
        lambda request: httpx.Response(200, json={"registered_model": {"name": SECRET, "creation_timestamp": SECRET}}),
        errors.AnswerError,
        "the answer to GET /registered-models/get is not understood: registered_model.creation_timestamp: Input should "
        f"be a valid integer, unable to parse string as an integer; {BUG}",
    ),
}


@pytest.mark.parametrize(("answer", "kind", "said"), FAILURES.values(), ids=FAILURES)
def test_what_is_no_answer_is_one_clear_line(answer: Answerer, kind: type[errors.PromptsError], said: str) -> None:
    with pytest.raises(errors.PromptsError) as caught:
        connect(answer).read("triage")
    assert (type(caught.value), str(caught.value)) == (kind, said)


def test_what_exists_already_is_400_there() -> None:
    answer = refusing(400, "RESOURCE_ALREADY_EXISTS", "Prompt (name=triage) already exists.")
    with pytest.raises(errors.AlreadyExistsError) as caught:
        connect(answer).create(desired())
    said = f"400: RESOURCE_ALREADY_EXISTS: Prompt (name=triage) already exists; {ANOTHER_NAME}"
    assert str(caught.value) == said


def test_what_may_go_through_later_is_sent_again() -> None:
    answers = iter([httpx.Response(503), httpx.Response(429, json={}), httpx.Response(200, json=PROMPT)])
    assert connect(lambda request: next(answers)).read("triage").name == "triage"


def test_fields_that_nobody_asked_for_are_ignored() -> None:
    model = {**PROMPT["registered_model"], "deployment_job_id": "1"}
    answer = {"registered_model": model, "more": [1]}
    assert connect(lambda request: httpx.Response(200, json=answer)).read("triage").name == "triage"


def test_of_the_newest_versions_of_all_stages_the_newest_is_the_head() -> None:
    newest = {"latest_versions": [{"version": version} for version in ("9", "10", "2")]}
    answer = {"registered_model": {**PROMPT["registered_model"], **newest}}
    assert connect(lambda request: httpx.Response(200, json=answer)).read("triage").version == "10"


# credentials


def sent(environment: Environment, **settings: Any) -> httpx.Headers:
    """The headers of a request."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=PROMPT)

    connect(answer, environment, **settings).read("triage")
    return requests[0].headers


TOKEN = {"MLFLOW_TRACKING_TOKEN": SECRET}
ACCOUNT = {"MLFLOW_TRACKING_USERNAME": "ada", "MLFLOW_TRACKING_PASSWORD": SECRET}
BASIC = f"Basic {base64.b64encode(f'ada:{SECRET}'.encode()).decode()}"


def test_a_server_without_accounts_is_sent_no_credentials() -> None:
    headers = sent(Environment())
    assert "authorization" not in headers
    assert "x-mlflow-workspace" not in headers


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (TOKEN, f"Bearer {SECRET}"),
        (ACCOUNT, BASIC),
        ({**ACCOUNT, **TOKEN}, BASIC),
        ({"MLFLOW_TRACKING_USERNAME": "ada", **TOKEN}, f"Bearer {SECRET}"),
        ({"MLFLOW_TRACKING_PASSWORD": "half", **TOKEN}, f"Bearer {SECRET}"),
    ],
    ids=["token", "account", "both, as MLflow's client has it", "a name without a password", "a password alone"],
)
def test_credentials_are_those_of_mlflows_client(variables: dict[str, str], expected: str) -> None:
    assert sent(Environment(variable=variables.get))["authorization"] == expected


@pytest.mark.parametrize(
    ("secrets", "expected"),
    [
        ({"prompts:mlflowTrackingToken": SECRET}, f"Bearer {SECRET}"),
        ({"prompts:mlflowTrackingUsername": "ada", "prompts:mlflowTrackingPassword": SECRET}, BASIC),
    ],
)
def test_credentials_may_stand_in_the_stacks_configuration(secrets: dict[str, str], expected: str) -> None:
    assert sent(Environment(secret=secrets.get))["authorization"] == expected


def test_a_workspace_is_named() -> None:
    assert sent(Environment(), workspace="team-a")["x-mlflow-workspace"] == "team-a"


@pytest.mark.parametrize("variables", [TOKEN, ACCOUNT])
@pytest.mark.parametrize("answer", [each[0] for each in FAILURES.values()], ids=FAILURES)
def test_no_error_tells_a_credential(answer: Answerer, variables: dict[str, str]) -> None:
    with pytest.raises(errors.PromptsError) as caught:
        connect(answer, Environment(variable=variables.get)).read("triage")
    assert SECRET not in str(caught.value)
    assert BASIC.removeprefix("Basic ") not in str(caught.value)


def test_a_credential_that_http_does_not_allow_is_named_and_not_told() -> None:
    variables = {"MLFLOW_TRACKING_TOKEN": f"{SECRET}\n"}
    with pytest.raises(errors.CredentialsError) as caught:
        sent(Environment(variable=variables.get))
    assert str(caught.value) == (
        "MLFLOW_TRACKING_TOKEN (or prompts:mlflowTrackingToken) holds what no header can carry, such as a line break; "
        "set MLFLOW_TRACKING_TOKEN, or `pulumi config set --secret prompts:mlflowTrackingToken`"
    )
