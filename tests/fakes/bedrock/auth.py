"""Who calls: the SigV4 header, and the account behind an access key.

The signature itself is not recomputed (the fake knows no secrets); that there is one, of the right form and scope, is
checked. The account follows from the access key alone, the region from the credential scope, as on AWS.
"""

import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from .wire import ApiError

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/,\s]+)/(?P<date>\d{8})/(?P<region>[a-z0-9-]+)/(?P<service>[a-z0-9-]+)"
    r"/aws4_request, SignedHeaders=(?P<signed>[a-z0-9;-]+), Signature=[0-9a-f]{64}"
)


@dataclass(frozen=True)
class Identity:
    """What an access key stands for."""

    account: str
    arn: str
    user_id: str
    session_token: str | None = None


@dataclass(frozen=True)
class Caller:
    """Who made one request, and for which region it is signed."""

    access_key: str
    region: str
    identity: Identity

    @property
    def account(self) -> str:
        return self.identity.account


@dataclass(frozen=True)
class TemporaryCredentials:
    access_key: str
    secret: str
    session_token: str


class Accounts:
    """Access keys and the accounts they belong to; AssumeRole adds to them."""

    def __init__(self, accounts: Mapping[str, str]) -> None:
        self._identities = {key: _user(account) for key, account in accounts.items()}
        self._lock = threading.Lock()

    def caller(self, headers: Mapping[str, str], service: str) -> Caller:
        """The caller of a request, or the 403 that AWS answers."""
        header = headers.get("authorization")
        if not header:
            raise ApiError("MissingAuthenticationTokenException", "Missing Authentication Token")
        found = _AUTHORIZATION.fullmatch(header)
        if not found or "x-amz-date" not in headers or "host" not in found["signed"].split(";"):
            raise ApiError("IncompleteSignatureException", "Authorization header is not a complete SigV4 signature")
        if found["service"] != service:
            raise ApiError("InvalidSignatureException", f"Credential should be scoped to correct service: '{service}'.")
        return Caller(found["key"], found["region"], self._identity(found["key"], headers.get("x-amz-security-token")))

    def assume(self, account: str, role_path: str, session: str) -> tuple[TemporaryCredentials, Identity]:
        """New credentials in `account`. Any role may be assumed; inject an AccessDenied to have one refused."""
        role = role_path.rsplit("/", 1)[-1]
        credentials = TemporaryCredentials(
            f"ASIA{secrets.token_hex(8).upper()}", secrets.token_hex(20), secrets.token_hex(32)
        )
        identity = Identity(
            account,
            f"arn:aws:sts::{account}:assumed-role/{role}/{session}",
            f"AROAFAKE{account}:{session}",
            credentials.session_token,
        )
        with self._lock:
            self._identities[credentials.access_key] = identity
        return credentials, identity

    def _identity(self, key: str, session_token: str | None) -> Identity:
        identity = self._identities.get(key)
        if identity is None or identity.session_token != session_token:
            raise ApiError("UnrecognizedClientException", "The security token included in the request is invalid.")
        return identity


def _user(account: str) -> Identity:
    return Identity(account, f"arn:aws:iam::{account}:user/fake", f"AIDAFAKE{account}")
