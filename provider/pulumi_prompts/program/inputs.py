"""The types of arguments: plain dicts, in which every value may be an `Output`.

A class makes a dict: `Parameters(temperature=0)` is `{"temperature": 0}`. It checks nothing. A preview checks all
arguments of a resource, and tells every mistake with the path of its property.
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
    "LangfuseBackend",
    "LangfuseOptions",
    "LocalBackend",
    "Message",
    "MlflowBackend",
    "MlflowOptions",
    "NamedTool",
    "Options",
    "OtherBackend",
    "Parameters",
    "PhoenixBackend",
    "PhoenixOptions",
    "Placeholder",
    "ResponseFormat",
    "Tool",
    "TrueFoundryBackend",
    "TrueFoundryOptions",
]


class Message(TypedDict):
    """One message of a chat template.

    Attributes:
        role: Who speaks.
        content: The text. A list of texts makes several content blocks.
        name: The name of the participant. Not every registry keeps it.
    """

    role: Input[Literal["system", "developer", "user", "assistant", "tool"]]
    """Who speaks."""
    content: Input[str | Sequence[Input[str]]]
    """The text. A list of texts makes several content blocks."""
    name: NotRequired[Input[str]]
    """The name of the participant. Not every registry keeps it."""


class Parameters(TypedDict, total=False):
    """How the model samples and when it stops. The model uses its own default for each parameter that is unset.

    Attributes:
        temperature: The randomness of the answer, 0 or more. Some registries have an upper limit.
        top_p: Nucleus sampling, 0 to 1: the model chooses among the likeliest tokens with this total probability.
        top_k: The model chooses among this number of the likeliest tokens.
        max_tokens: The largest number of tokens to generate. On some registries, -1 means no limit.
        stop: Texts that end the answer.
        presence_penalty: -2 to 2. A positive value makes tokens that already appeared less likely.
        frequency_penalty: -2 to 2. A positive value makes tokens less likely each time they appear.
        seed: Makes sampling repeatable, if the model supports it.
        reasoning_effort: A named effort (OpenAI models) or a budget in tokens (Anthropic models).
    """

    temperature: Input[float]
    """The randomness of the answer, 0 or more. Some registries have an upper limit."""
    top_p: Input[float]
    """Nucleus sampling, 0 to 1: the model chooses among the likeliest tokens with this total probability."""
    top_k: Input[int]
    """The model chooses among this number of the likeliest tokens."""
    max_tokens: Input[int]
    """The largest number of tokens to generate. On some registries, -1 means no limit."""
    stop: Input[str | Sequence[Input[str]]]
    """Texts that end the answer."""
    presence_penalty: Input[float]
    """-2 to 2. A positive value makes tokens that already appeared less likely."""
    frequency_penalty: Input[float]
    """-2 to 2. A positive value makes tokens less likely each time they appear."""
    seed: Input[int]
    """Makes sampling repeatable, if the model supports it."""
    reasoning_effort: Input[Literal["none", "minimal", "low", "medium", "high", "xhigh"] | int]
    """A named effort (OpenAI models) or a budget in tokens (Anthropic models)."""


class Tool(TypedDict):
    """A function that the model may call.

    Attributes:
        name: The name of the function.
        description: What the function does. The model reads it.
        parameters: The JSON Schema of the arguments.
        strict: Whether the model must follow the schema exactly.
    """

    name: Input[str]
    """The name of the function."""
    description: NotRequired[Input[str]]
    """What the function does. The model reads it."""
    parameters: NotRequired[Input[Mapping[str, Any]]]
    """The JSON Schema of the arguments."""
    strict: NotRequired[Input[bool]]
    """Whether the model must follow the schema exactly."""


class NamedTool(TypedDict):
    """One tool that the model must call.

    Attributes:
        name: The name of the tool.
    """

    name: Input[str]
    """The name of the tool."""


class JsonSchema(TypedDict):
    """A JSON Schema that the answer must follow.

    Attributes:
        name: The name of the schema.
        description: What the schema is for. The model reads it.
        schema: The schema itself.
        strict: Whether the model must follow the schema exactly.
    """

    name: Input[str]
    """The name of the schema."""
    description: NotRequired[Input[str]]
    """What the schema is for. The model reads it."""
    schema: Input[Mapping[str, Any]]
    """The schema itself."""
    strict: NotRequired[Input[bool]]
    """Whether the model must follow the schema exactly."""


class ResponseFormat(TypedDict):
    """The form of the answer: text, any JSON object, or JSON that follows a schema.

    Attributes:
        type: `text`, `json_object` or `json_schema`.
        json_schema: The schema and its name. Required for the type `json_schema`, and only allowed there.
    """

    type: Input[Literal["text", "json_object", "json_schema"]]
    """`text`, `json_object` or `json_schema`."""
    json_schema: NotRequired[Input[JsonSchema]]
    """The schema and its name. Required for the type `json_schema`, and only allowed there."""


class BedrockOptions(TypedDict, total=False):
    """Options of Amazon Bedrock Prompt management (`CreatePrompt` in the bedrock-agent API).

    Attributes:
        kms_key_arn: The KMS key that encrypts the prompt. If unset, AWS uses a key of its own.
        variant_name: The name of the only variant of the prompt. If unset, it is `default`.
        additional_model_request_fields: Parameters of one model family. They go to the model unchanged.
        agent: The ARN of the alias of an agent, which answers instead of a model.
        cache_points: The places of cache checkpoints. Each checkpoint is after the named property: `template`,
            `messages[0]`, `messages[1].content[0]` or `tools[2]`.
    """

    kms_key_arn: Input[str]
    """The KMS key that encrypts the prompt. If unset, AWS uses a key of its own."""
    variant_name: Input[str]
    """The name of the only variant of the prompt. If unset, it is `default`."""
    additional_model_request_fields: Input[Any]
    """Parameters of one model family. They go to the model unchanged."""
    agent: Input[str]
    """The ARN of the alias of an agent, which answers instead of a model."""
    cache_points: Input[str | Sequence[Input[str]]]
    """The places of cache checkpoints. Each checkpoint is after the named property: `template`, `messages[0]`,
    `messages[1].content[0]` or `tools[2]`."""


class HumanloopOptions(TypedDict, total=False):
    """Options of Humanloop (`POST /v5/prompts`).

    Attributes:
        template_language: The language of the text: `default` or `jinja`. If unset, it is `default`.
        other: More parameters for the provider of the model. They go to the provider unchanged.
        linked_tools: The IDs of tools of the organization that the model may call.
        attributes: More properties of a version. Versions with other attributes are other versions.
        readme: A long description of the prompt, in Markdown.
    """

    template_language: Input[Literal["default", "jinja"]]
    """The language of the text: `default` or `jinja`. If unset, it is `default`."""
    other: Input[Mapping[str, Any]]
    """More parameters for the provider of the model. They go to the provider unchanged."""
    linked_tools: Input[str | Sequence[Input[str]]]
    """The IDs of tools of the organization that the model may call."""
    attributes: Input[Mapping[str, Any]]
    """More properties of a version. Versions with other attributes are other versions."""
    readme: Input[str]
    """A long description of the prompt, in Markdown."""


class Placeholder(TypedDict):
    """A place in a chat for messages of the application.

    Attributes:
        name: The name by which the application gives the messages: letters, digits and `_`, a letter first.
        position: The number of messages that stand before it.
    """

    name: Input[str]
    """The name by which the application gives the messages: letters, digits and `_`, a letter first."""
    position: Input[int]
    """The number of messages that stand before it."""


class LangfuseOptions(TypedDict, total=False):
    """Options of Langfuse's prompts.

    Attributes:
        placeholders: The message placeholders of a chat, in their order.
        config: More entries of the config. They are stored unchanged.
        tool_form: `playground` stores the tools in the form that Langfuse's playground shows and saves (a name, a
            description, parameters). Unless it is said, they have the form of OpenAI's chat completions, which an
            application passes on; a prompt that is saved in the playground loses tools of that form.
        commit_message: Why the next version is made: at most 100 characters, in one line. Change it together with the
            content.
    """

    placeholders: Input[Sequence[Input[Placeholder]]]
    """The message placeholders of a chat, in their order."""
    config: Input[Mapping[str, Any]]
    """More entries of the config. They are stored unchanged."""
    tool_form: Input[Literal["playground"]]
    """`playground` stores the tools in the form that Langfuse's playground shows and saves (a name, a description,
    parameters). Unless it is said, they have the form of OpenAI's chat completions, which an application passes on; a
    prompt that is saved in the playground loses tools of that form."""
    commit_message: Input[str]
    """Why the next version is made: at most 100 characters, in one line. Change it together with the content."""


class MlflowOptions(TypedDict, total=False):
    """Options of MLflow's prompt registry.

    Attributes:
        extra_params: More entries of the model configuration. They are stored unchanged.
        response_schema: A JSON Schema without a name, instead of `response_format`. MLflow's client stores a pydantic
            class in this form.
    """

    extra_params: Input[Mapping[str, Any]]
    """More entries of the model configuration. They are stored unchanged."""
    response_schema: Input[Mapping[str, Any]]
    """A JSON Schema without a name, instead of `response_format`. MLflow's client stores a pydantic class in this
    form."""


class PhoenixOptions(TypedDict, total=False):
    """Options of Phoenix.

    Attributes:
        invocation_parameters: More parameters, by the names that Phoenix has for them, such as `max_completion_tokens`
            and `extra_body` (OpenAI), `thinking` (Anthropic) or `thinking_config` (Google).
    """

    invocation_parameters: Input[Mapping[str, Any]]
    """More parameters, by the names that Phoenix has for them, such as `max_completion_tokens` and `extra_body`
    (OpenAI), `thinking` (Anthropic) or `thinking_config` (Google)."""


class TrueFoundryOptions(TypedDict, total=False):
    """Options of TrueFoundry's `chat_prompt` manifest.

    Attributes:
        version_alias: A second name (`v1.0.0`, `v1-prod`) for the version that the next write makes. Change it together
            with the content.
        variable_defaults: The value of each variable that an application does not set.
        extra_parameters: More parameters for the model. They go to the model unchanged.
        manifest_extra: More members of the manifest, with the names that they have there: `mcp_servers`, `guardrails`,
            `routing_config`, `cache_config`, `logging_config`, `sub_agents`, and new ones.
    """

    version_alias: Input[str]
    """A second name (`v1.0.0`, `v1-prod`) for the version that the next write makes. Change it together with the
    content."""
    variable_defaults: Input[Mapping[str, Input[str]]]
    """The value of each variable that an application does not set."""
    extra_parameters: Input[Mapping[str, Any]]
    """More parameters for the model. They go to the model unchanged."""
    manifest_extra: Input[Mapping[str, Any]]
    """More members of the manifest, with the names that they have there: `mcp_servers`, `guardrails`, `routing_config`,
    `cache_config`, `logging_config`, `sub_agents`, and new ones."""


class Options(TypedDict, total=False):
    """A block for each registry that has options of its own. Only the block of the prompt's registry applies.

    Attributes:
        bedrock: Options of Amazon Bedrock Prompt management (`CreatePrompt` in the bedrock-agent API).
        humanloop: Options of Humanloop (`POST /v5/prompts`).
        langfuse: Options of Langfuse's prompts.
        mlflow: Options of MLflow's prompt registry.
        phoenix: Options of Phoenix.
        truefoundry: Options of TrueFoundry's `chat_prompt` manifest.
    """

    bedrock: Input[BedrockOptions]
    """Options of Amazon Bedrock Prompt management (`CreatePrompt` in the bedrock-agent API)."""
    humanloop: Input[HumanloopOptions]
    """Options of Humanloop (`POST /v5/prompts`)."""
    langfuse: Input[LangfuseOptions]
    """Options of Langfuse's prompts."""
    mlflow: Input[MlflowOptions]
    """Options of MLflow's prompt registry."""
    phoenix: Input[PhoenixOptions]
    """Options of Phoenix."""
    truefoundry: Input[TrueFoundryOptions]
    """Options of TrueFoundry's `chat_prompt` manifest."""


class LocalBackend(TypedDict):
    """The embedded registry: one SQLite file.

    Attributes:
        path: The file. A relative path starts at the folder of the program. The first `up` makes the file.
    """

    kind: Literal["local"]
    path: NotRequired[Input[str]]
    """The file. A relative path starts at the folder of the program. The first `up` makes the file."""


class BedrockBackend(TypedDict):
    """One account and region of Amazon Bedrock. Credentials come from boto3: variables, profiles, SSO, roles.

    Attributes:
        timeout: Temporary errors are retried for this number of seconds.
        endpoint_url: The address of the `bedrock-agent` API, if it is not the usual one (a VPC endpoint, an emulator).
        region: The AWS region. If unset, it is `aws:region` of the stack's configuration; one of them is required.
        account_id: The AWS account of the prompts. If unset, it is the account of the credentials.
        allowed_account_ids: The accounts that the credentials may belong to. If unset, every account is allowed.
        profile: A profile of the AWS configuration files. If unset, it is `aws:profile` of the stack's configuration.
        role_arn: The ARN of a role to assume.
    """

    kind: Literal["bedrock"]
    timeout: NotRequired[Input[float]]
    """Temporary errors are retried for this number of seconds."""
    endpoint_url: NotRequired[Input[str]]
    """The address of the `bedrock-agent` API, if it is not the usual one (a VPC endpoint, an emulator)."""
    region: NotRequired[Input[str]]
    """The AWS region. If unset, it is `aws:region` of the stack's configuration; one of them is required."""
    account_id: NotRequired[Input[str]]
    """The AWS account of the prompts. If unset, it is the account of the credentials."""
    allowed_account_ids: NotRequired[Input[Sequence[Input[str]]]]
    """The accounts that the credentials may belong to. If unset, every account is allowed."""
    profile: NotRequired[Input[str]]
    """A profile of the AWS configuration files. If unset, it is `aws:profile` of the stack's configuration."""
    role_arn: NotRequired[Input[str]]
    """The ARN of a role to assume."""


class HumanloopBackend(TypedDict):
    """The organization of the API key, which is `HUMANLOOP_API_KEY`, or the secret `prompts:humanloopApiKey`.

    Attributes:
        timeout: Temporary errors are retried for this number of seconds.
        url: The address of the API, with the version of the API.
    """

    kind: Literal["humanloop"]
    timeout: NotRequired[Input[float]]
    """Temporary errors are retried for this number of seconds."""
    url: NotRequired[Input[str]]
    """The address of the API, with the version of the API."""


class LangfuseBackend(TypedDict):
    """The project of the API keys, which are `LANGFUSE_PUBLIC_KEY` and `LANGFUSE_SECRET_KEY`, or secrets of the stack.

    Attributes:
        timeout: Temporary errors are retried for this number of seconds.
        url: The address of Langfuse: the region of the cloud, or your own host.
    """

    kind: Literal["langfuse"]
    timeout: NotRequired[Input[float]]
    """Temporary errors are retried for this number of seconds."""
    url: Input[str]
    """The address of Langfuse: the region of the cloud, or your own host."""


class MlflowBackend(TypedDict):
    """One MLflow server. The credentials are a token, or a user name and a password, or none.

    Attributes:
        timeout: Temporary errors are retried for this number of seconds.
        url: The address of the server, with its path prefix if it has one.
        workspace: The workspace, if the server has several.
    """

    kind: Literal["mlflow"]
    timeout: NotRequired[Input[float]]
    """Temporary errors are retried for this number of seconds."""
    url: Input[str]
    """The address of the server, with its path prefix if it has one."""
    workspace: NotRequired[Input[str]]
    """The workspace, if the server has several."""


class PhoenixBackend(TypedDict):
    """One Phoenix server. If it knows its users, it wants the API key of one of them.

    Attributes:
        timeout: Temporary errors are retried for this number of seconds.
        url: The address of the server, with its path prefix if it has one.
    """

    kind: Literal["phoenix"]
    timeout: NotRequired[Input[float]]
    """Temporary errors are retried for this number of seconds."""
    url: Input[str]
    """The address of the server, with its path prefix if it has one."""


class TrueFoundryBackend(TypedDict):
    """One ML repo of a control plane. The API key is `TFY_API_KEY`, or the secret `prompts:truefoundryApiKey`.

    Attributes:
        timeout: Temporary errors are retried for this number of seconds.
        url: The address of the control plane.
        ml_repo: The name of the ML repo that keeps the prompts.
        prefix: The path of the API on the control plane. If unset, the first call finds it out.
    """

    kind: Literal["truefoundry"]
    timeout: NotRequired[Input[float]]
    """Temporary errors are retried for this number of seconds."""
    url: Input[str]
    """The address of the control plane."""
    ml_repo: Input[str]
    """The name of the ML repo that keeps the prompts."""
    prefix: NotRequired[Input[Literal["api/svc/v1", "api/ml/v1"]]]
    """The path of the API on the control plane. If unset, the first call finds it out."""


class OtherBackend(TypedDict):
    """The backend of a registry that another package brings: a TypedDict of that package.

    Every TypedDict is one, because this has no key. A literal dict is none: a wrong key of a known kind is an error.
    """


Backend = (
    LocalBackend
    | BedrockBackend
    | HumanloopBackend
    | LangfuseBackend
    | MlflowBackend
    | PhoenixBackend
    | TrueFoundryBackend
    | OtherBackend
)
