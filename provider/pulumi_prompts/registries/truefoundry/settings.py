"""Where a TrueFoundry registry is, and how to reach it."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, StrictStr
from pydantic_core import PydanticCustomError

from pulumi_prompts.content.base import Identity, Remedy
from pulumi_prompts.registries.shared.settings import HttpSettings, address, url_of
from pulumi_prompts.registries.transport.credentials import Place

KEY = Place("TFY_API_KEY", "prompts:truefoundryApiKey")

Prefix = Literal["api/svc/v1", "api/ml/v1"]

_WHERE = Remedy("set the address of the control plane; `TFY_HOST` is not read")
_WHICH = Remedy("set the name of the ML repo that keeps the prompts")


_url = url_of("a control plane, such as 'https://acme.truefoundry.cloud'", f"set {KEY.variable}")


def _ml_repo(value: str) -> str:
    if re.fullmatch(r"[a-zA-Z][a-zA-Z0-9-]{1,98}[a-zA-Z0-9]", value) is None:
        form = "3 to 100 letters, digits and `-`, which begin with a letter and do not end in `-`"
        raise PydanticCustomError("ml_repo", "must be {form}", {"form": form})
    return value


class TrueFoundrySettings(HttpSettings):
    """One ML repo of a control plane. The API key is `TFY_API_KEY`, or the secret `prompts:truefoundryApiKey`.

    Attributes:
        url: The address of the control plane.
        ml_repo: The name of the ML repo that keeps the prompts.
        prefix: The path of the API on the control plane. If unset, the first call finds it out.
        timeout: Temporary errors are retried for this number of seconds.
    """

    credentials: ClassVar[tuple[Place, ...]] = (KEY,)
    kind: Literal["truefoundry"]
    url: Annotated[StrictStr, AfterValidator(_url), Identity(address), _WHERE]
    ml_repo: Annotated[StrictStr, AfterValidator(_ml_repo), Identity(), _WHICH]
    prefix: Prefix | None = None
