"""What programs write: plain dicts with types, in which any value may be an `Output`, at any depth.

Calling one of these builds a dict (`Parameters(temperature=0)` is `{"temperature": 0}`), so nothing here can fail
while a program builds its arguments: the provider's `check` says everything that is wrong, at once, with its path.
Made by `make generate` from the models that parse what a program wrote; changes belong there.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NotRequired, TypedDict

from pulumi import Input

__all__ = [
    "Backend",
    "BedrockBackend",
    "BedrockOptions",
    "HumanloopBackend",
    "HumanloopOptions",
    "JsonSchema",
    "LocalBackend",
    "Message",
    "MlflowBackend",
    "MlflowOptions",
    "NamedTool",
    "Options",
    "Parameters",
    "ResponseFormat",
    "Tool",
    "TrueFoundryBackend",
    "TrueFoundryOptions",
]


class Message(TypedDict):
    """One message of a chat template.

    Attributes:
        role: Who speaks.
        content: The text, or the texts of several content blocks in a row.
        name: The name of the participant, where a registry keeps one.
    """

    role: Input[Literal["system", "developer", "user", "assistant", "tool"]]
    """Who speaks."""
    content: Input[str | Sequence[Input[str]]]
    """The text, or the texts of several content blocks in a row."""
    name: NotRequired[Input[str]]
    """The name of the participant, where a registry keeps one."""


class Parameters(TypedDict, total=False):
    """How a model samples and when it stops. Unset parameters are left to the registry's model.

    Attributes:
        temperature: Randomness; 0 is the least. Its upper limit is the registry's.
        top_p: Nucleus sampling: the probability mass considered.
        top_k: The number of candidates considered.
        max_tokens: The most tokens to generate; -1 means the rest of the context, where a registry knows that.
        stop: Texts that end the answer.
        presence_penalty: -2 to 2; positive values penalise tokens that appeared.
        frequency_penalty: -2 to 2; positive values penalise tokens by how often they appeared.
        seed: For repeatable sampling, where a model supports it.
        reasoning_effort: A named effort (OpenAI models) or a budget in tokens (Anthropic models).
    """

    temperature: Input[float]
    """Randomness; 0 is the least. Its upper limit is the registry's."""
    top_p: Input[float]
    """Nucleus sampling: the probability mass considered."""
    top_k: Input[int]
    """The number of candidates considered."""
    max_tokens: Input[int]
    """The most tokens to generate; -1 means the rest of the context, where a registry knows that."""
    stop: Input[str | Sequence[Input[str]]]
    """Texts that end the answer."""
    presence_penalty: Input[float]
    """-2 to 2; positive values penalise tokens that appeared."""
    frequency_penalty: Input[float]
    """-2 to 2; positive values penalise tokens by how often they appeared."""
    seed: Input[int]
    """For repeatable sampling, where a model supports it."""
    reasoning_effort: Input[Literal["none", "minimal", "low", "medium", "high", "xhigh"] | int]
    """A named effort (OpenAI models) or a budget in tokens (Anthropic models)."""


class Tool(TypedDict):
    """A function that the model may call.

    Attributes:
        name: The function's name.
        description: What it does, for the model.
        parameters: The JSON Schema of its arguments.
        strict: Whether the model must follow the schema to the letter.
    """

    name: Input[str]
    """The function's name."""
    description: NotRequired[Input[str]]
    """What it does, for the model."""
    parameters: NotRequired[Input[Mapping[str, Any]]]
    """The JSON Schema of its arguments."""
    strict: NotRequired[Input[bool]]
    """Whether the model must follow the schema to the letter."""


class NamedTool(TypedDict):
    """The choice of one tool.

    Attributes:
        name: The name of one of the tools.
    """

    name: Input[str]
    """The name of one of the tools."""


class JsonSchema(TypedDict):
    """A JSON Schema that the answer must follow.

    Attributes:
        name: A name for it.
        description: What it is for, for the model.
        schema: The schema itself.
        strict: Whether the model must follow it to the letter.
    """

    name: Input[str]
    """A name for it."""
    description: NotRequired[Input[str]]
    """What it is for, for the model."""
    schema: Input[Mapping[str, Any]]
    """The schema itself."""
    strict: NotRequired[Input[bool]]
    """Whether the model must follow it to the letter."""


class ResponseFormat(TypedDict):
    """The form of the answer: any JSON object, or one that follows a schema.

    Attributes:
        type: `text`, `json_object`, or `json_schema` with a schema.
        json_schema: The schema, with its name.
    """

    type: Input[Literal["text", "json_object", "json_schema"]]
    """`text`, `json_object`, or `json_schema` with a schema."""
    json_schema: NotRequired[Input[JsonSchema]]
    """The schema, with its name."""


class BedrockOptions(TypedDict, total=False):
    """Options of Amazon Bedrock Prompt management (`CreatePrompt` in the bedrock-agent API).

    Attributes:
        kms_key_arn: The KMS key that encrypts the prompt; unset, a key that AWS owns.
        variant_name: The name of the prompt's only variant; unset, `default`.
        additional_model_request_fields: Inference parameters of one model family, passed on as they are.
        agent: The ARN of the alias of an agent that answers instead of a model.
        cache_points: Property paths after which a cache checkpoint stands: `template`, `messages[0]`,
            `messages[1].content[0]` or `tools[2]`.
    """

    kms_key_arn: Input[str]
    """The KMS key that encrypts the prompt; unset, a key that AWS owns."""
    variant_name: Input[str]
    """The name of the prompt's only variant; unset, `default`."""
    additional_model_request_fields: Input[Any]
    """Inference parameters of one model family, passed on as they are."""
    agent: Input[str]
    """The ARN of the alias of an agent that answers instead of a model."""
    cache_points: Input[str | Sequence[Input[str]]]
    """Property paths after which a cache checkpoint stands: `template`, `messages[0]`, `messages[1].content[0]` or
    `tools[2]`."""


class HumanloopOptions(TypedDict, total=False):
    """Options of Humanloop (`POST /v5/prompts`).

    Attributes:
        template_language: What fills the variables in: `default`, or `jinja`; unset, the former.
        other: Further parameters for the provider of the model, passed on as they are.
        linked_tools: The IDs of tools of the organization that the model may call.
        attributes: Further entries that tell versions apart.
        readme: A long description of the prompt, in Markdown.
    """

    template_language: Input[Literal["default", "jinja"]]
    """What fills the variables in: `default`, or `jinja`; unset, the former."""
    other: Input[Mapping[str, Any]]
    """Further parameters for the provider of the model, passed on as they are."""
    linked_tools: Input[str | Sequence[Input[str]]]
    """The IDs of tools of the organization that the model may call."""
    attributes: Input[Mapping[str, Any]]
    """Further entries that tell versions apart."""
    readme: Input[str]
    """A long description of the prompt, in Markdown."""


class MlflowOptions(TypedDict, total=False):
    """Options of MLflow's prompt registry.

    Attributes:
        extra_params: Further entries of the model configuration, passed on as they are.
        response_schema: A JSON Schema alone, in the place of `response_format`: what MLflow's client keeps of a
            pydantic class.
    """

    extra_params: Input[Mapping[str, Any]]
    """Further entries of the model configuration, passed on as they are."""
    response_schema: Input[Mapping[str, Any]]
    """A JSON Schema alone, in the place of `response_format`: what MLflow's client keeps of a pydantic class."""


class TrueFoundryOptions(TypedDict, total=False):
    """Options of TrueFoundry's `chat_prompt` manifest.

    Attributes:
        version_alias: Another name (`v1.0.0`, `v1-prod`) of the version that the next write makes; new with the text.
        variable_defaults: What stands in the place of a variable for which an application gives nothing.
        extra_parameters: Further parameters for the model, passed on as they are.
        manifest_extra: Further members of the manifest, by their names there: `mcp_servers`, `guardrails`,
            `routing_config`, `cache_config`, `logging_config`, `sub_agents`, and what later releases add.
    """

    version_alias: Input[str]
    """Another name (`v1.0.0`, `v1-prod`) of the version that the next write makes; new with the text."""
    variable_defaults: Input[Mapping[str, Input[str]]]
    """What stands in the place of a variable for which an application gives nothing."""
    extra_parameters: Input[Mapping[str, Any]]
    """Further parameters for the model, passed on as they are."""
    manifest_extra: Input[Mapping[str, Any]]
    """Further members of the manifest, by their names there: `mcp_servers`, `guardrails`, `routing_config`,
    `cache_config`, `logging_config`, `sub_agents`, and what later releases add."""


class Options(TypedDict, total=False):
    """One block for each registry that has options of its own; only that of the prompt's own registry applies.

    Attributes:
        bedrock: Options of Amazon Bedrock Prompt management (`CreatePrompt` in the bedrock-agent API).
        humanloop: Options of Humanloop (`POST /v5/prompts`).
        mlflow: Options of MLflow's prompt registry.
        truefoundry: Options of TrueFoundry's `chat_prompt` manifest.
    """

    bedrock: Input[BedrockOptions]
    """Options of Amazon Bedrock Prompt management (`CreatePrompt` in the bedrock-agent API)."""
    humanloop: Input[HumanloopOptions]
    """Options of Humanloop (`POST /v5/prompts`)."""
    mlflow: Input[MlflowOptions]
    """Options of MLflow's prompt registry."""
    truefoundry: Input[TrueFoundryOptions]
    """Options of TrueFoundry's `chat_prompt` manifest."""


class LocalBackend(TypedDict):
    """Where the file is.

    Attributes:
        path: The SQLite file; a relative path starts at the folder of the program. Made when first written.
    """

    kind: Literal["local"]
    path: NotRequired[Input[str]]
    """The SQLite file; a relative path starts at the folder of the program. Made when first written."""


class BedrockBackend(TypedDict):
    """One account and region of Amazon Bedrock. Credentials come from boto3's own chain.

    Attributes:
        timeout: Seconds until a call that keeps failing is given up.
        endpoint_url: Another address of the `bedrock-agent` API (a VPC endpoint, an emulator).
        region: The AWS region, one that botocore knows; unset, `aws:region` of the stack's configuration.
        account_id: The AWS account that is meant; its change replaces the prompts. Unset, that of the credentials.
        allowed_account_ids: The only accounts that credentials may belong to.
        profile: A profile of the AWS configuration files.
        role_arn: A role to assume with those credentials.
    """

    kind: Literal["bedrock"]
    timeout: NotRequired[Input[float]]
    """Seconds until a call that keeps failing is given up."""
    endpoint_url: NotRequired[Input[str]]
    """Another address of the `bedrock-agent` API (a VPC endpoint, an emulator)."""
    region: NotRequired[Input[str]]
    """The AWS region, one that botocore knows; unset, `aws:region` of the stack's configuration."""
    account_id: NotRequired[Input[str]]
    """The AWS account that is meant; its change replaces the prompts. Unset, that of the credentials."""
    allowed_account_ids: NotRequired[Input[Sequence[Input[str]]]]
    """The only accounts that credentials may belong to."""
    profile: NotRequired[Input[str]]
    """A profile of the AWS configuration files."""
    role_arn: NotRequired[Input[str]]
    """A role to assume with those credentials."""


class HumanloopBackend(TypedDict):
    """One organization, which is that of the API key: `HUMANLOOP_API_KEY`, or secret `prompts:humanloopApiKey`.

    Attributes:
        timeout: Seconds until a call that keeps failing is given up.
        url: The address of the API, with its version.
    """

    kind: Literal["humanloop"]
    timeout: NotRequired[Input[float]]
    """Seconds until a call that keeps failing is given up."""
    url: NotRequired[Input[str]]
    """The address of the API, with its version."""


class MlflowBackend(TypedDict):
    """One MLflow server. Credentials are those of MLflow's own client, or secret stack configuration.

    Attributes:
        timeout: Seconds until a call that keeps failing is given up.
        url: The address of the server, with the prefix under which it is served, if any.
        workspace: The workspace, on a server that has more than one; unset, the one that every server has.
    """

    kind: Literal["mlflow"]
    timeout: NotRequired[Input[float]]
    """Seconds until a call that keeps failing is given up."""
    url: Input[str]
    """The address of the server, with the prefix under which it is served, if any."""
    workspace: NotRequired[Input[str]]
    """The workspace, on a server that has more than one; unset, the one that every server has."""


class TrueFoundryBackend(TypedDict):
    """One ML repo of one control plane. The API key is `TFY_API_KEY`, or secret stack configuration.

    Attributes:
        timeout: Seconds until a call that keeps failing is given up.
        url: The address of the control plane.
        ml_repo: The name of the ML repo that keeps the prompts.
        prefix: Under which the registry answers, `api/svc/v1` or `api/ml/v1`; unset, the first call finds out.
    """

    kind: Literal["truefoundry"]
    timeout: NotRequired[Input[float]]
    """Seconds until a call that keeps failing is given up."""
    url: Input[str]
    """The address of the control plane."""
    ml_repo: Input[str]
    """The name of the ML repo that keeps the prompts."""
    prefix: NotRequired[Input[Literal["api/svc/v1", "api/ml/v1"]]]
    """Under which the registry answers, `api/svc/v1` or `api/ml/v1`; unset, the first call finds out."""


Backend = LocalBackend | BedrockBackend | HumanloopBackend | MlflowBackend | TrueFoundryBackend
