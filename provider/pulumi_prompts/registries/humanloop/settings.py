"""Where a Humanloop registry is, and how to reach it."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, StrictStr

from pulumi_prompts.content.base import Identity
from pulumi_prompts.registries.shared.settings import HttpSettings, address, url_of
from pulumi_prompts.registries.transport.credentials import Place

KEY = Place("HUMANLOOP_API_KEY", "prompts:humanloopApiKey")

_url = url_of("the API, such as 'https://api.humanloop.com/v5'", f"set {KEY.variable}")


class HumanloopSettings(HttpSettings):
    """The organization of the API key, which is `HUMANLOOP_API_KEY`, or the secret `prompts:humanloopApiKey`.

    Attributes:
        url: The address of the API, with the version of the API.
        timeout: Temporary errors are retried for this number of seconds.
    """

    credentials: ClassVar[tuple[Place, ...]] = (KEY,)
    kind: Literal["humanloop"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address)] = "https://api.humanloop.com/v5"
