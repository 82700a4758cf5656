"""Fixtures of the tests of the Phoenix server itself."""

from .fixtures import phoenix_client, phoenix_registry, phoenix_server

__all__ = ["phoenix_client", "phoenix_registry", "phoenix_server"]
