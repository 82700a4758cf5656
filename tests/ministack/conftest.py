"""Fixtures of the tests against ministack."""

from fakes.bedrock.fixtures import bedrock_fake
from ministack.fixtures import ministack

__all__ = ["bedrock_fake", "ministack"]
