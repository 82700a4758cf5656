'''The conformance suite that every backend passes, for backends of others too.

    from pulumi_prompts.registries.base import Environment
    from pulumi_prompts.testing import BackendConformance

    class TestAcme(BackendConformance):
        adapter = Acme

        @pytest.fixture
        def backend(self, acme_url: str) -> Acme:
            """A connected adapter, for an empty registry."""
            return Acme.connect(AcmeSettings(kind="acme", url=acme_url), Environment())

`pip install pytest`: it is not among the package's own dependencies, and nothing else here imports this.

What the adapter declares decides what applies. Contents that its `support` refuses are not tried; tests for an optional
protocol that it lacks, and for a property that its registry does not keep, are not there at all. A subclass may add:

- `samples = {**SAMPLES, "acme routing": {...}}`: contents with options of its own;
- `make_inexpressible`: a change behind the adapter's back that `Content` cannot say;
- `elsewhere`: an address in another registry, for backends that are `ConfirmsTarget`;
- a fixture `connect_over`, for backends that are reached by HTTP: a function that connects the adapter over a transport
  of httpx. Over it answers get lost, and strangers answer. A clock of the test's own in `Environment` makes it fast.

The suite assumes that the registry is its own while a test runs, and that what it tells of a prompt's age is right to
the minute. It does not assume a draft: a write of the head may make a version or not (see `versions`).
'''

import pytest

_PARTS = "aliases answers base contents declarations failures identifiers labels lists prompts versions wholes"
pytest.register_assert_rewrite(*(f"{__name__}.{part}" for part in _PARTS.split()))

from pulumi_prompts.testing.conformance import BackendConformance  # noqa: E402 (after its asserts are made to speak)
from pulumi_prompts.testing.samples import SAMPLES  # noqa: E402

__all__ = ["SAMPLES", "BackendConformance"]
