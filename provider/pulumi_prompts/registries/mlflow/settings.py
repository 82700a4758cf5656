"""Where an MLflow registry is, and how to reach it."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import Identity, Remedy
from pulumi_prompts.registries.shared.settings import HttpSettings, address, url_of
from pulumi_prompts.registries.transport.credentials import Place

DEFAULT_WORKSPACE = "default"

USERNAME = Place("MLFLOW_TRACKING_USERNAME", "prompts:mlflowTrackingUsername")
PASSWORD = Place("MLFLOW_TRACKING_PASSWORD", "prompts:mlflowTrackingPassword")
TOKEN = Place("MLFLOW_TRACKING_TOKEN", "prompts:mlflowTrackingToken")

_WHERE = Remedy("set the address of the MLflow server; `MLFLOW_TRACKING_URI` is not read")

_url = url_of(
    "an MLflow server, such as 'https://mlflow.example.com'",
    f"set {TOKEN.variable}, or {USERNAME.variable} and _PASSWORD",
)


def _workspace(value: str) -> str:
    if re.fullmatch(r"[\x21-\x7e]+", value) is None:
        raise PydanticCustomError("workspace", "must be the name of a workspace")
    return value


class MlflowSettings(HttpSettings):
    """One MLflow server. The credentials are a token, or a user name and a password, or none.

    Attributes:
        url: The address of the server, with its path prefix if it has one.
        workspace: The workspace, if the server has several.
        timeout: Temporary errors are retried for this number of seconds.
    """

    credentials: ClassVar[tuple[Place, ...]] = (USERNAME, PASSWORD, TOKEN)
    kind: Literal["mlflow"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address), _WHERE]
    workspace: Annotated[StrictStr, AfterValidator(_workspace), Identity()] = DEFAULT_WORKSPACE
