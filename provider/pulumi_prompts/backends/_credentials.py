"""Credentials of the HTTP registries: where they stand, how they are sent, and that no text holds them."""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Self

from pulumi_prompts import errors
from pulumi_prompts.backends.base import Environment

_IN_A_HEADER = r"[!-~]+( +[!-~]+)*"
_IN_BASE64 = r"[^\x00-\x1f\x7f]+"
_BEARER, _BASIC = "Bearer ", "Basic "
_REDACTED = "[secret]"


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


def bearer(token: str) -> Mapping[str, str]:
    """The header for a token."""
    return {"Authorization": _BEARER + token}


def basic(username: str, password: str) -> Mapping[str, str]:
    """The header for an account."""
    return {"Authorization": _Account(username, password)}


class _Account(str):
    """The value of a header, which knows what of it is secret: a user's name may hold a colon."""

    secrets: tuple[str, ...]

    def __new__(cls, username: str, password: str) -> Self:
        encoded = base64.b64encode(f"{username}:{password}".encode()).decode()
        header = super().__new__(cls, _BASIC + encoded)
        header.secrets = (encoded, password)
        return header


def without_credentials(text: str, headers: Mapping[str, str]) -> str:
    """`text` without the credentials that these headers carry: a registry may repeat them in what it says."""
    for secret in _secrets(headers):
        text = text.replace(secret, _REDACTED)
    return text


def _secrets(headers: Mapping[str, str]) -> Iterator[str]:
    for value in headers.values():
        yield from value.secrets if isinstance(value, _Account) else [value.removeprefix(_BEARER)]
