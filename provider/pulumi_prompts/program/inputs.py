"""What programs write: plain dicts with types, in which any value may be an `Output`, at any depth.

Calling one of these builds a dict (`Parameters(temperature=0)` is `{"temperature": 0}`), so nothing here can fail while
a program builds its arguments: the provider's `check` says everything that is wrong, at once, with its property path.
The meaning and the limits of each property stand on the model of the same name in `content` and `options`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, Required, TypedDict

from pulumi import Input


class Message(TypedDict):
    """One message of a chat template; `system`, `user` and `assistant` make the usual ones."""

    role: Input[str]
    content: Input[str | Sequence[Input[str]]]
    name: NotRequired[Input[str]]


class Parameters(TypedDict, total=False):
    """How a model samples and when it stops."""

    temperature: Input[float]
    top_p: Input[float]
    top_k: Input[int]
    max_tokens: Input[int]
    stop: Input[str | Sequence[Input[str]]]
    presence_penalty: Input[float]
    frequency_penalty: Input[float]
    seed: Input[int]
    reasoning_effort: Input[str | int]


class Tool(TypedDict):
    """A function that the model may call; `parameters` is a JSON Schema."""

    name: Input[str]
    description: NotRequired[Input[str]]
    parameters: NotRequired[Input[Mapping[str, Any]]]
    strict: NotRequired[Input[bool]]


class NamedTool(TypedDict):
    """The choice of one tool, by its name."""

    name: Input[str]


class JsonSchema(TypedDict):
    """A JSON Schema that the answer must follow."""

    name: Input[str]
    schema: Input[Mapping[str, Any]]
    description: NotRequired[Input[str]]
    strict: NotRequired[Input[bool]]


class ResponseFormat(TypedDict):
    """The form of the answer: `text`, `json_object`, or `json_schema` with a schema."""

    type: Input[str]
    json_schema: NotRequired[Input[JsonSchema]]


class BedrockOptions(TypedDict, total=False):
    """Options that only Amazon Bedrock has."""

    kms_key_arn: Input[str]
    variant_name: Input[str]
    additional_model_request_fields: Input[Mapping[str, Any]]
    agent: Input[str]
    cache_points: Input[Sequence[Input[str]]]


class HumanloopOptions(TypedDict, total=False):
    """Options that only Humanloop has."""

    template_language: Input[str]
    other: Input[Mapping[str, Any]]
    linked_tools: Input[str | Sequence[Input[str]]]
    attributes: Input[Mapping[str, Any]]
    readme: Input[str]


class MlflowOptions(TypedDict, total=False):
    """Options that only MLflow has."""

    extra_params: Input[Mapping[str, Any]]
    response_schema: Input[Mapping[str, Any]]


class TrueFoundryOptions(TypedDict, total=False):
    """Options that only TrueFoundry has."""

    version_alias: Input[str]
    variable_defaults: Input[Mapping[str, Input[str]]]
    extra_parameters: Input[Mapping[str, Any]]
    manifest_extra: Input[Mapping[str, Any]]


class Options(TypedDict, total=False):
    """One block for each registry that has options of its own; only that of the prompt's own registry applies."""

    bedrock: Input[BedrockOptions]
    humanloop: Input[HumanloopOptions]
    mlflow: Input[MlflowOptions]
    truefoundry: Input[TrueFoundryOptions]


class LocalBackend(TypedDict):
    """The embedded registry: one SQLite file."""

    kind: Literal["local"]
    path: NotRequired[Input[str]]


class BedrockBackend(TypedDict, total=False):
    """Amazon Bedrock Prompt management in one account and region."""

    kind: Required[Literal["bedrock"]]
    region: Input[str]
    account_id: Input[str]
    allowed_account_ids: Input[Sequence[Input[str]]]
    profile: Input[str]
    role_arn: Input[str]
    endpoint_url: Input[str]
    timeout: Input[float]


class HumanloopBackend(TypedDict, total=False):
    """Humanloop's API, or what speaks it."""

    kind: Required[Literal["humanloop"]]
    url: Input[str]
    timeout: Input[float]


class MlflowBackend(TypedDict, total=False):
    """The prompt registry of one MLflow server."""

    kind: Required[Literal["mlflow"]]
    url: Required[Input[str]]
    workspace: Input[str]
    timeout: Input[float]


class TrueFoundryBackend(TypedDict, total=False):
    """The prompt registry of one TrueFoundry control plane, in one ML repo."""

    kind: Required[Literal["truefoundry"]]
    url: Required[Input[str]]
    ml_repo: Required[Input[str]]
    prefix: Input[str]
    timeout: Input[float]


Backend = LocalBackend | BedrockBackend | HumanloopBackend | MlflowBackend | TrueFoundryBackend
Adopt = bool | Literal["overwrite"]


def system(content: Input[str]) -> Message:
    """A message that sets the model's task and manner."""
    return Message(role="system", content=content)


def user(content: Input[str]) -> Message:
    """A message of the person, or of the program, that asks."""
    return Message(role="user", content=content)


def assistant(content: Input[str]) -> Message:
    """A message of the model: an example of an answer, or its beginning."""
    return Message(role="assistant", content=content)
