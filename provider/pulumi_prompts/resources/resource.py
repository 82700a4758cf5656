"""What all resources are to Pulumi."""

from typing import Any

from pulumi.dynamic import Resource


class OfOneType(Resource):
    """A resource whose type a user's subclass of it keeps: the SDK would silently give each subclass another."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keep the type, except where a resource of ours names its own."""
        kept = cls._resource_type_name
        super().__init_subclass__(**kwargs)
        if OfOneType not in cls.__bases__:
            cls._resource_type_name = kept
