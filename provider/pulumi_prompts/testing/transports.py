"""Ways between an adapter and its registry on which answers get lost, or somebody else answers."""

import httpx


class LosesAnswers(httpx.BaseTransport):
    """A network that carries every request to the registry, and loses one answer when it is told to.

    Args:
        network: What carries requests and answers.
    """

    def __init__(self, network: httpx.BaseTransport) -> None:
        self._network = network
        self._left: int | None = None

    def lose(self, number: int) -> None:
        """Lose the answer to the request of that number from now on, from 1."""
        self._left = number

    @property
    def has_lost(self) -> bool:
        """Whether it came to that."""
        return self._left == 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer of the registry, or a connection that breaks before it."""
        response = self._network.handle_request(request)
        if not self._left:
            return response
        self._left -= 1
        if self._left:
            return response
        response.close()
        raise httpx.RemoteProtocolError("the connection broke before the answer", request=request)

    def close(self) -> None:
        """Close the network's connections."""
        self._network.close()


def answering(status: int, kind: str, text: str) -> httpx.BaseTransport:
    """A network on which somebody else answers everything: a web server, a proxy, or a registry in plain text."""
    body = text.encode()
    return httpx.MockTransport(lambda request: httpx.Response(status, headers={"Content-Type": kind}, content=body))
