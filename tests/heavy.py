"""What a library takes longer to make than a test takes, and makes alike each time: here once in a process."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import botocore.session
import pytest


@contextmanager
def made_once() -> Iterator[None]:
    """The certificates of this machine, and botocore's models of services."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        patch.setattr(botocore.session, "create_loader", cache(botocore.session.create_loader))
        yield
