"""What a fake keeps, as JSON: so that it can be looked at, and put into another one of its kind."""

from typing import TypeVar

from pydantic import TypeAdapter

KeptT = TypeVar("KeptT")


def dumped(kept: object) -> str:
    """A dataclass as JSON."""
    return TypeAdapter(type(kept)).dump_json(kept, indent=2).decode() + "\n"


def loaded(form: type[KeptT], dump: str) -> KeptT:
    """The dataclass again. Raises ValidationError where the JSON is not of that form."""
    return TypeAdapter(form).validate_json(dump)
