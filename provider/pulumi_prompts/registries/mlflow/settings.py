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

_WHERE = Remedy("set the address of the MLflow server; the environment is not asked for it")

_url = url_of(
    "an MLflow server, such as 'https://mlflow.example.com'",
    f"set {TOKEN.variable}, or {USERNAME.variable} and _PASSWORD",
)


def _workspace(value: str) -> str:
    if re.fullmatch(r"[\x21-\x7e]+", value) is None:
        raise PydanticCustomError("workspace", "must be the name of a workspace")
    return value


class MlflowSettings(HttpSettings):
    """One MLflow server. Credentials are those of MLflow's own client, or secret stack configuration.

    Attributes:
        url: The address of the server, with the prefix under which it is served, if any.
        workspace: The workspace, on a server that has more than one; unset, the one that every server has.
        timeout: Seconds until a call that keeps failing is given up.
    """

    credentials: ClassVar[tuple[Place, ...]] = (USERNAME, PASSWORD, TOKEN)
    kind: Literal["mlflow"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address), _WHERE]
    workspace: Annotated[StrictStr, AfterValidator(_workspace), Identity()] = DEFAULT_WORKSPACE
