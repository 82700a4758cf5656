"""Where a Humanloop registry is, and how to reach it."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts._model import Identity, Number
from pulumi_prompts.backends.base import Settings


def _url(value: str) -> str:
    if re.match(r"[a-z]+://[^/]*@", value):
        raise PydanticCustomError("credentials", "must not hold credentials; set HUMANLOOP_API_KEY")
    if re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value) is None:
        raise PydanticCustomError("url", "must be the URL of the API, such as 'https://api.humanloop.com/v5'")
    return value.rstrip("/")


class HumanloopSettings(Settings):
    """One organization, which is that of the API key: `HUMANLOOP_API_KEY`, or secret `prompts:humanloopApiKey`.

    Attributes:
        url: The address of the API, with its version.
        timeout: Seconds until a call that keeps failing is given up.
    """

    kind: Literal["humanloop"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity] = "https://api.humanloop.com/v5"
    timeout: Annotated[Number, Field(gt=0)] = 300.0
