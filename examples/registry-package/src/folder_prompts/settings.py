"""Where the registry is, and where its key stands."""

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, StrictStr

from pulumi_prompts.content.base import Identity
from pulumi_prompts.registries.shared.settings import HttpSettings, address, url_of
from pulumi_prompts.registries.transport.credentials import Place

KEY = Place("FOLDER_API_KEY", "prompts:folderApiKey")

_url = url_of("a folder of prompts, such as 'https://prompts.example.com'", f"set {KEY.variable}")


class FolderSettings(HttpSettings):
    """One folder of prompts. The key is `FOLDER_API_KEY`, or the secret `prompts:folderApiKey`.

    Attributes:
        url: The address of the server.
        timeout: Temporary errors are retried for this number of seconds.
    """

    credentials: ClassVar[tuple[Place, ...]] = (KEY,)
    kind: Literal["folder"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address)]
