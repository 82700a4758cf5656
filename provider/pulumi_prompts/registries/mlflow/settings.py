"""Where an MLflow registry is, and how to reach it."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import Identity, Number, Remedy
from pulumi_prompts.registries.base import Settings
from pulumi_prompts.registries.transport.http import address, url_of

DEFAULT_WORKSPACE = "default"

_WHERE = Remedy("set the address of the MLflow server; the environment is not asked for it")
_CREDENTIALS = "must not hold credentials; set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and _PASSWORD"


_url = url_of("an MLflow server, such as 'https://mlflow.example.com'", _CREDENTIALS)


def _workspace(value: str) -> str:
    if re.fullmatch(r"[\x21-\x7e]+", value) is None:
        raise PydanticCustomError("workspace", "must be the name of a workspace")
    return value


class MlflowSettings(Settings):
    """One MLflow server. Credentials are those of MLflow's own client, or secret stack configuration.

    Attributes:
        url: The address of the server, with the prefix under which it is served, if any.
        workspace: The workspace, on a server that has more than one; unset, the one that every server has.
        timeout: Seconds until a call that keeps failing is given up.
    """

    kind: Literal["mlflow"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address), _WHERE]
    workspace: Annotated[StrictStr, AfterValidator(_workspace), Identity()] = DEFAULT_WORKSPACE
    timeout: Annotated[Number, Field(gt=0)] = 300.0
