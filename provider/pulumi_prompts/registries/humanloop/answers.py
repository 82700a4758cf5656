"""The registry's answers, as far as we need them."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from pulumi_prompts.registries.transport.http import Answer, Moment

KERNEL = (
    "model",
    "endpoint",
    "template",
    "template_language",
    "provider",
    "max_tokens",
    "temperature",
    "top_p",
    "stop",
    "presence_penalty",
    "frequency_penalty",
    "other",
    "seed",
    "response_format",
    "reasoning_effort",
    "tools",
    "linked_tools",
    "attributes",
)
"""The parameters that determine a version."""


def _list(value: Any) -> Any:
    return () if value is None else value


class Directory(Answer):
    """A folder; the one without a parent is the root of the organization."""

    id: str
    parent_id: str | None = None


class Directories(Answer):
    """All folders of the organization."""

    items: tuple[Directory, ...]

    @model_validator(mode="before")
    @classmethod
    def _wrapped(cls, answer: Any) -> Any:
        return {"items": answer} if isinstance(answer, list) else answer


class File(Answer):
    """Whatever stands at a path."""

    id: str
    type: str = "prompt"


class Environment(Answer):
    """Where a version can be deployed."""

    id: str
    name: str


class Environments(Answer):
    """All of the organization."""

    items: tuple[Environment, ...]

    @model_validator(mode="before")
    @classmethod
    def _wrapped(cls, answer: Any) -> Any:
        return {"items": answer} if isinstance(answer, list) else answer


class Record(Answer):
    """A version, with what belongs to its prompt. That `created_at` is the version's own is inferred.

    Attributes:
        kernel: Those of its parameters that are not null, as they stand.
    """

    id: str
    path: str
    version_id: str
    created_at: Moment
    kernel: dict[str, Any]
    version_name: str | None = None
    version_description: str | None = None
    description: str | None = None
    readme: str | None = None
    tags: Annotated[tuple[str, ...], BeforeValidator(_list)] = ()
    environments: Annotated[tuple[Environment, ...], BeforeValidator(_list)] = ()

    @model_validator(mode="before")
    @classmethod
    def _with_kernel(cls, answer: Any) -> Any:
        if not isinstance(answer, Mapping):
            return answer
        return {**answer, "kernel": {name: answer[name] for name in KERNEL if answer.get(name) is not None}}


class Records(Answer):
    """All versions of a prompt."""

    records: tuple[Record, ...]


class Listed(Answer):
    """A prompt in the list of all."""

    id: str
    path: str


class Prompts(Answer):
    """A page of that list."""

    records: tuple[Listed, ...]
    total: int
