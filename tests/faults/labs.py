"""A registry, a proxy before it, and a plugin in this process that reaches the one through the other."""

import sys
from collections import ChainMap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import pytest

from faults.cells import HealingTime, Lab
from faults.proxy import FaultProxy
from faults.registries import TRAITS, Registry
from heavy import made_once
from protocol.client import Client
from protocol.plugin import plugin_module, serve
from pulumi_prompts.registries.base import Environment
from pulumi_prompts.resources import console, process
from pulumi_prompts.resources.prompt import PromptProvider
from pulumi_prompts.resources.prompt_alias import PromptAliasProvider
from pulumi_prompts.resources.prompt_version import PromptVersionProvider

_TIME = HealingTime()
_module = cache(plugin_module)
_VARIABLES = ChainMap(*(dict(traits.environ) for traits in TRAITS.values()))


@contextmanager
def lab(registry: Registry) -> Iterator[Lab]:
    """One for as many cells as there are. Several may live in a process, of which any may be used."""

    warnings: list[str] = []

    def environment(*_: object, **__: object) -> Environment:
        return Environment(variable=_VARIABLES.get, clock=_TIME, warn=console.warn)

    def say(severity: str, text: str, **_: object) -> None:
        if severity == "WARNING":
            warnings.append(text)

    with made_once(), pytest.MonkeyPatch.context() as patch, FaultProxy(registry.url) as proxy:
        for name, value in {**registry.traits.environ, **dict.fromkeys(registry.traits.checks, proxy.url)}.items():
            patch.setenv(name, value)
        module = _module()
        patch.setitem(sys.modules, "__main__", module)
        patch.setattr(process, "environment", environment)
        patch.setattr(console, "_say", say)
        with serve(module.DynamicResourceProviderServicer(), {}) as stub:
            prompts, versions = Client(stub, PromptProvider()), Client(stub, PromptVersionProvider())
            yield Lab(registry, proxy, prompts, versions, Client(stub, PromptAliasProvider()), _TIME, warnings)
    process.forget()
