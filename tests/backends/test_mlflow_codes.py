"""What each error code of MLflow's protocol, as the real server sends it, means."""

import json
import subprocess
from collections.abc import Mapping

import httpx
import pytest

from mlflow_server.server import VENV
from pulumi_prompts import errors
from pulumi_prompts.registries.mlflow.failures import BY_CODE, NOT_ABOUT_A_PROMPT, refusal
from pulumi_prompts.registries.transport.http_failures import of_answer

LIST_CODES = """
import json
from mlflow.exceptions import MlflowException
from mlflow.protos.databricks_pb2 import ErrorCode
print(json.dumps({code: MlflowException("x", number).get_http_status_code() for code, number in ErrorCode.items()}))
"""


@pytest.fixture(scope="module")
def statuses() -> Mapping[str, int]:
    """The codes of the installed MLflow, each with the status that its server sends."""
    listed = subprocess.run([VENV.python(), "-c", LIST_CODES], check=True, capture_output=True, text=True)
    return dict(json.loads(listed.stdout))


def test_the_codes_that_we_know_are_those_of_the_server(statuses: Mapping[str, int]) -> None:
    assert BY_CODE.keys() | NOT_ABOUT_A_PROMPT <= statuses.keys()
    assert not BY_CODE.keys() & NOT_ABOUT_A_PROMPT


def test_only_the_registrys_own_not_found_is_one(statuses: Mapping[str, int]) -> None:
    """Among them, and in any code that a newer server may send with 404."""
    found = {code for code in statuses if BY_CODE.get(code) is errors.NotFoundError}
    assert found == {"RESOURCE_DOES_NOT_EXIST"}
    for code in (*NOT_ABOUT_A_PROMPT, "PROMPT_IS_ELSEWHERE"):
        assert refusal(404, {"error_code": code, "message": "no"}) is None


def test_what_is_no_failure_of_the_server_is_not_repeated(statuses: Mapping[str, int]) -> None:
    """Codes without a status of their own are sent as 500: of those only the known ones pass."""
    failing = {code: status for code, status in statuses.items() if status >= 500}
    repeated = {code for code, status in failing.items() if issubclass(kind(code, status), errors.UnavailableError)}
    assert repeated == {"DEADLINE_EXCEEDED", "INTERNAL_ERROR", "IO_ERROR", "TEMPORARILY_UNAVAILABLE"}


def kind(code: str, status: int) -> type[errors.PromptsError]:
    """The class of error that a code comes to."""
    refused = refusal(status, {"error_code": code, "message": "no"})
    assert refused
    error = of_answer(httpx.Response(status), "http://mlflow.example.com", refused, True, str)
    return type(error)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, errors.RejectedError),
        (409, errors.AlreadyExistsError),
        (500, errors.RejectedError),
        (501, errors.ConfigurationError),
        (503, errors.UnavailableError),
    ],
)
def test_a_code_that_is_not_known_is_decided_by_its_status(status: int, expected: type[errors.PromptsError]) -> None:
    """And where that is 500, which says nothing here, it is final."""
    assert kind("NEW", status) is expected


@pytest.mark.parametrize("body", [None, [], "x", {}, {"error_code": 5, "message": "x"}, {"error_code": "X"}])
def test_what_has_another_form_is_not_of_the_registry(body: object) -> None:
    assert refusal(404, body) is None
