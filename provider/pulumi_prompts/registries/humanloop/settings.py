"""Where a Humanloop registry is, and how to reach it."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictStr

from pulumi_prompts.content.base import Identity, Number
from pulumi_prompts.registries.base import Settings
from pulumi_prompts.registries.transport.http import address, url_of

_url = url_of("the API, such as 'https://api.humanloop.com/v5'", "must not hold credentials; set HUMANLOOP_API_KEY")


class HumanloopSettings(Settings):
    """One organization, which is that of the API key: `HUMANLOOP_API_KEY`, or secret `prompts:humanloopApiKey`.

    Attributes:
        url: The address of the API, with its version.
        timeout: Seconds until a call that keeps failing is given up.
    """

    kind: Literal["humanloop"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address)] = "https://api.humanloop.com/v5"
    timeout: Annotated[Number, Field(gt=0)] = 300.0
