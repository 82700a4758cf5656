"""Credentials of the HTTP registries: where they stand, how they are sent, and that no text holds them."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pulumi_prompts import errors
from pulumi_prompts.registries.base import Environment

_IN_A_HEADER = r"[!-~]+( +[!-~]+)*"
_IN_BASE64 = r"[^\x00-\x1f\x7f]+"


class Place(NamedTuple):
    """Where a credential is looked for: an environment variable, then a key of the stack's secret configuration."""

    variable: str
    key: str

    def __str__(self) -> str:
        return f"{self.variable} (or {self.key})"


@dataclass(frozen=True, repr=False)
class Credentials:
    """What authenticates a request.

    Attributes:
        headers: The headers of the request.
        secrets: What of them is secret.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()

    def struck_out(self, text: str) -> str:
        """`text` without the secrets: a registry may repeat them in what it says."""
        for secret in self.secrets:
            text = text.replace(secret, errors.REDACTED)
        return text


def credential(environment: Environment, place: Place) -> str:
    """A credential that must be there.

    Raises:
        CredentialsError: It is set in neither place, or is nothing that a header can carry.
    """
    value = optional_credential(environment, place)
    if value is None:
        raise errors.CredentialsError("there are no credentials", _set(place))
    return value


def optional_credential(environment: Environment, place: Place, *, encoded: bool = False) -> str | None:
    """A credential, or None where there is none.

    Args:
        environment: Of the process and of the stack.
        place: Where it is looked for.
        encoded: Whether it is sent in base64, which carries more characters.

    Raises:
        CredentialsError: It is nothing that a header can carry.
    """
    value = environment.variable(place.variable) or environment.secret(place.key)
    if value and not re.fullmatch(_IN_BASE64 if encoded else _IN_A_HEADER, value):
        raise errors.CredentialsError(f"{place} holds what no header can carry, such as a line break", _set(place))
    return value or None


def _set(place: Place) -> str:
    return f"set {place.variable}, or `pulumi config set --secret {place.key}`"


def remedy_where_refused(places: Sequence[Place]) -> str:
    """What to do where the registry does not accept what was found in these places, which may be nothing."""
    return f"check the credentials, which are missing, wrong or expired: looked at were {_listed(places)}"


def _listed(places: Sequence[Place]) -> str:
    *others, last = map(str, places)
    return f"{', '.join(others)} and {last}" if others else last


def bearer(token: str) -> Credentials:
    """Those of a token."""
    return Credentials({"Authorization": f"Bearer {token}"}, (token,))


def basic(username: str, password: str) -> Credentials:
    """Those of an account."""
    encoded = base64.b64encode(f"{username}:{password}".encode()).decode()
    return Credentials({"Authorization": f"Basic {encoded}"}, (encoded, password))
