"""Where a Langfuse project is, and how to reach it."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, StrictStr

from pulumi_prompts.content.base import Identity, Remedy
from pulumi_prompts.registries.shared.settings import HttpSettings, address, url_of
from pulumi_prompts.registries.transport.credentials import Place

PUBLIC_KEY = Place("LANGFUSE_PUBLIC_KEY", "prompts:langfusePublicKey")
SECRET_KEY = Place("LANGFUSE_SECRET_KEY", "prompts:langfuseSecretKey")

_WHERE = Remedy("set the address of Langfuse, such as 'https://cloud.langfuse.com'; `LANGFUSE_BASE_URL` is not read")

_url = url_of("Langfuse, such as 'https://cloud.langfuse.com'", f"set {PUBLIC_KEY.variable} and {SECRET_KEY.variable}")


class LangfuseSettings(HttpSettings):
    """The project of the API keys, which are `LANGFUSE_PUBLIC_KEY` and `LANGFUSE_SECRET_KEY`, or secrets of the stack.

    Attributes:
        url: The address of Langfuse: the region of the cloud, or your own host.
        timeout: Temporary errors are retried for this number of seconds.
    """

    credentials: ClassVar[tuple[Place, ...]] = (PUBLIC_KEY, SECRET_KEY)
    kind: Literal["langfuse"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address), _WHERE]
