"""Signed HTTP requests by hand: what no client of AWS would send, and what the wire really holds."""

import http.client
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from fakes.bedrock import ACCESS_KEY, REGION, SECRET_KEY, BedrockFake


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def signed(fake: BedrockFake, method: str, path: str, body: bytes, service: str = "bedrock") -> dict[str, str]:
    """The headers of a signed request."""
    request = AWSRequest(method, fake.url + path, data=body)
    SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY), service, REGION).add_auth(request)
    return dict(request.headers.items())


def send(
    fake: BedrockFake, method: str, path: str, body: bytes | dict[str, Any] = b"", headers: dict[str, str] | None = None
) -> Answer:
    """Sends a request, signed unless `headers` are given."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    connection = http.client.HTTPConnection(urlsplit(fake.url).netloc, timeout=20)
    try:
        connection.request(method, path, data, signed(fake, method, path, data) if headers is None else headers)
        response = connection.getresponse()
        return Answer(response.status, {key.lower(): value for key, value in response.getheaders()}, response.read())
    finally:
        connection.close()
