"""Where a Phoenix server is, and how to reach it."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, StrictStr

from pulumi_prompts.content.base import Identity, Remedy
from pulumi_prompts.registries.shared.settings import HttpSettings, address, url_of
from pulumi_prompts.registries.transport.credentials import Place

KEY = Place("PHOENIX_API_KEY", "prompts:phoenixApiKey")

_WHERE = Remedy("set the address of the Phoenix server; `PHOENIX_COLLECTOR_ENDPOINT` is not read")
_url = url_of("a Phoenix server, such as 'https://phoenix.example.com'", f"set {KEY.variable}")


class PhoenixSettings(HttpSettings):
    """One Phoenix server. If it knows its users, it wants the API key of one of them.

    Attributes:
        url: The address of the server, with its path prefix if it has one.
        timeout: Temporary errors are retried for this number of seconds.
    """

    credentials: ClassVar[tuple[Place, ...]] = (KEY,)
    kind: Literal["phoenix"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address), _WHERE]
