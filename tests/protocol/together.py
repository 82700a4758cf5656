"""A provider whose checks wait for each other, in a module of its own: another process has to find it by name."""

from threading import Barrier, BrokenBarrierError

from pulumi.dynamic import CheckFailure, CheckResult

from pulumi_prompts.registries.base import THREADS
from pulumi_prompts.resources.provider import Props, Provider

_SECONDS = 20.0
_together = Barrier(THREADS)


class TogetherProvider(Provider):
    """Each check fails that has not as many beside it as there may be."""

    def check(self, _olds: Props, news: Props) -> CheckResult:
        try:
            _together.wait(_SECONDS)
        except BrokenBarrierError:
            return CheckResult(news, [CheckFailure("", "the others did not come")])
        return CheckResult(news, [])
