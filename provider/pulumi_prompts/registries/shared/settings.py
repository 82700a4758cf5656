"""Settings that several registries have."""

import re
from collections.abc import Callable
from typing import Annotated, ClassVar
from urllib.parse import urlsplit

from pydantic import Field
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import Number
from pulumi_prompts.registries.base import Settings
from pulumi_prompts.registries.transport.credentials import Place

_DEFAULT_PORTS = {"http": 80, "https": 443}


class RemoteSettings(Settings):
    """Those of a registry that is reached over a network.

    Attributes:
        timeout: Temporary errors are retried for this number of seconds.
    """

    timeout: Annotated[Number, Field(gt=0)] = 300.0


class HttpSettings(RemoteSettings):
    """Those of a registry that our own HTTP layer reaches, and whose credentials we look for ourselves.

    Attributes:
        credentials: Where they are looked for, in this order.
    """

    credentials: ClassVar[tuple[Place, ...]]


def url_of(what: str, credentials: str) -> Callable[[str], str]:
    """A check of a setting that holds a URL.

    Args:
        what: What it is the URL of, with an example.
        credentials: What to do with those that the URL holds.
    """

    def checked(value: str) -> str:
        if "@" in value:  # anywhere: a password may hold a slash
            raise PydanticCustomError("credentials", f"must not hold credentials; {credentials}")
        if re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", value) is None or not _has_valid_host(value):
            raise PydanticCustomError("url", f"must be the URL of {what}")
        return value.rstrip("/")

    return checked


def _has_valid_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname) and urlsplit(url).port != 0
    except ValueError:
        return False


def address(url: str) -> str:
    """The same for all spellings of an address: the scheme, a default port and the case of the host say nothing."""
    parts = urlsplit(url)
    port = "" if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.hostname}{port}{parts.path.rstrip('/')}"
