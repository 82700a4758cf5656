"""Every error code of MLflow's protocol is decided, and what the real server says is among them."""

import json
import subprocess
from collections.abc import Mapping

import pytest

from mlflow_server.server import VENV
from pulumi_prompts import errors
from pulumi_prompts.backends._http import Refusal
from pulumi_prompts.backends.mlflow.failures import BY_CODE, NOT_ABOUT_A_PROMPT, refusal

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


def test_every_code_is_decided(statuses: Mapping[str, int]) -> None:
    assert BY_CODE.keys() | NOT_ABOUT_A_PROMPT == statuses.keys()
    assert not BY_CODE.keys() & NOT_ABOUT_A_PROMPT


def test_only_the_registrys_own_not_found_is_one(statuses: Mapping[str, int]) -> None:
    """Among them, and in any code that a newer server may send with 404."""
    found = {code for code in statuses if BY_CODE.get(code) is errors.NotFoundError}
    assert found == {"RESOURCE_DOES_NOT_EXIST"}
    for code in (*NOT_ABOUT_A_PROMPT, "PROMPT_IS_ELSEWHERE"):
        assert refusal(404, {"error_code": code, "message": "no"}) is None


def test_what_is_no_failure_of_the_server_is_not_repeated(statuses: Mapping[str, int]) -> None:
    """Codes without a status of their own are sent as 500."""
    failing = {code for code, status in statuses.items() if status >= 500}
    repeated = {code for code in failing if issubclass(BY_CODE[code], errors.UnavailableError)}
    assert repeated == {
        "COULD_NOT_ACQUIRE_LOCK",
        "DEADLINE_EXCEEDED",
        "INTERNAL_ERROR",
        "IO_ERROR",
        "SERVICE_UNDER_MAINTENANCE",
        "TEMPORARILY_UNAVAILABLE",
        "UNPARSEABLE_HTTP_ERROR",
        "WORKSPACE_TEMPORARILY_UNAVAILABLE",
    }


def test_a_code_that_is_not_known_is_decided_by_its_status() -> None:
    assert refusal(400, {"error_code": "NEW", "message": "no"}) == Refusal("NEW: no")


@pytest.mark.parametrize("body", [None, [], "x", {}, {"error_code": 5, "message": "x"}, {"error_code": "X"}])
def test_what_has_another_form_is_not_of_the_registry(body: object) -> None:
    assert refusal(404, body) is None
