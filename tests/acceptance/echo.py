"""A resource of another kind, for programs whose prompts depend on one: `value` is `seed` up to a `#`.

A changed seed makes the value unknown in a preview; what stands behind the `#` changes the seed and not the value.
"""

from typing import Any

from pulumi import Input, Output
from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider, UpdateResult


class EchoProvider(ResourceProvider):
    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> CreateResult:
        return CreateResult("echo", _outputs(props))

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:
        return DiffResult(changes=None if _olds["seed"] != _news["seed"] else False)

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:
        return UpdateResult(_outputs(_news))


def _outputs(props: dict[str, Any]) -> dict[str, Any]:
    return {"seed": props["seed"], "value": props["seed"].partition("#")[0]}


class Echo(Resource, module="acme", name="Echo"):
    value: Output[str]

    def __init__(self, resource_name: str, seed: Input[str]) -> None:
        super().__init__(EchoProvider(), resource_name, {"seed": seed, "value": None})
