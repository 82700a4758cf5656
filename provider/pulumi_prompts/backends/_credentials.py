"""Credentials of the HTTP registries: where they stand, how they are sent, and that no text holds them."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pulumi_prompts import errors
from pulumi_prompts.backends.base import Environment

_IN_A_HEADER = r"[!-~]+( +[!-~]+)*"
_IN_BASE64 = r"[^\x00-\x1f\x7f]+"


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


def credential(environment: Environment, variable: str, key: str) -> str:
    """A credential that must be there.

    Raises:
        CredentialsError: It is set in neither place, or is nothing that a header can carry.
    """
    value = optional_credential(environment, variable, key)
    if value is None:
        raise errors.CredentialsError("there are no credentials", _where(variable, key))
    return value


def optional_credential(environment: Environment, variable: str, key: str, *, encoded: bool = False) -> str | None:
    """A credential from an environment variable or the stack's secret configuration, or None.

    Args:
        environment: Where both are looked up.
        variable: The name of the variable, which comes first.
        key: The key of the configuration.
        encoded: Whether it is sent in base64, which carries more characters.

    Raises:
        CredentialsError: It is nothing that a header can carry.
    """
    value = environment.variable(variable) or environment.secret(key)
    if value and not re.fullmatch(_IN_BASE64 if encoded else _IN_A_HEADER, value):
        said = f"{variable} (or {key}) holds what no header can carry, such as a line break"
        raise errors.CredentialsError(said, _where(variable, key))
    return value or None


def _where(variable: str, key: str) -> str:
    return f"set {variable}, or `pulumi config set --secret {key}`"


def bearer(token: str) -> Credentials:
    """Those of a token."""
    return Credentials({"Authorization": f"Bearer {token}"}, (token,))


def basic(username: str, password: str) -> Credentials:
    """Those of an account."""
    encoded = base64.b64encode(f"{username}:{password}".encode()).decode()
    return Credentials({"Authorization": f"Basic {encoded}"}, (encoded, password))
