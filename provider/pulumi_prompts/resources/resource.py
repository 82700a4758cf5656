"""What all resources are to Pulumi."""

from typing import Any

from pulumi import ResourceOptions
from pulumi.dynamic import Resource, ResourceProvider

from pulumi_prompts.resources.source_line import note_the_line_of_the_program


class OfOneType(Resource):
    """A resource whose type a user's subclass of it keeps: the SDK would silently give each subclass another."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keep the type, except where a resource of ours names its own."""
        kept = cls._resource_type_name
        super().__init_subclass__(**kwargs)
        if OfOneType not in cls.__bases__:
            cls._resource_type_name = kept

    def __init__(
        self, provider: ResourceProvider, name: str, props: dict[str, Any], opts: ResourceOptions | None
    ) -> None:
        """As of any dynamic resource."""
        note_the_line_of_the_program()
        super().__init__(provider, name, props, opts)
