"""What a `chat_prompt` manifest may hold: the schema of the vendor's own clients, strictly.

Names, types, patterns, limits and defaults are those of `truefoundry-sdk` 0.6.0 and of the schema in `truefoundry`
0.17.5. That members of another name are refused is inferred; that `name` and `ml_repo` are required, too.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, protected_namespaces=())


Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_\-]+$", max_length=256)]
MlRepoName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z][a-zA-Z0-9\-]{1,98}[a-zA-Z0-9]$")]
VersionAlias = Annotated[str, StringConstraints(pattern=r"^v[a-zA-Z0-9.-]*([a-zA-Z0-9]+)$", max_length=128)]
ModelName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z](?:[a-zA-Z0-9\-.]{0,60}[a-zA-Z0-9])$")]
Text = Annotated[str, StringConstraints(pattern=r"^.[\s\S]*$")]
Seconds = Annotated[float, Field(gt=0, le=259200)]
Statuses = list[str]


class BlobStorageReference(Strict):
    type: Literal["blob-storage"]
    path: Annotated[str, StringConstraints(min_length=1)]
    mime_type: str


class TextPart(Strict):
    type: Literal["text"]
    text: Text | BlobStorageReference


class ImageUrl(Strict):
    url: str | BlobStorageReference
    detail: str | None = None


class ImagePart(Strict):
    type: Literal["image_url"]
    image_url: ImageUrl


class RefusalPart(Strict):
    type: Literal["refusal"]
    refusal: str


class FunctionCall(Strict):
    name: str
    arguments: str


class ToolCall(Strict):
    type: Literal["function"]
    id: str
    function: FunctionCall


class SystemMessage(Strict):
    role: Literal["system", "developer"]
    content: Text | BlobStorageReference
    name: str | None = None


class UserMessage(Strict):
    role: Literal["user"]
    content: Text | list[TextPart | ImagePart] | BlobStorageReference
    name: str | None = None


class AssistantMessage(Strict):
    role: Literal["assistant"]
    content: str | list[TextPart | RefusalPart] | BlobStorageReference | None = None
    tool_calls: list[ToolCall] | None = None
    name: str | None = None


class ToolMessage(Strict):
    role: Literal["tool"]
    content: Text | BlobStorageReference
    tool_call_id: str


Message = Annotated[SystemMessage | UserMessage | AssistantMessage | ToolMessage, Field(discriminator="role")]


class Parameters(Strict):
    max_tokens: int | None = None
    temperature: float | None = None
    top_k: float | None = None
    top_p: float | None = None
    stop: list[str] | str | None = None


class ModelConfiguration(Strict):
    provider: str
    model: ModelName
    parameters: Parameters | None = None
    extra_parameters: dict[str, Any] | None = None


class FunctionSchema(Strict):
    name: str
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool = False


class ToolSchema(Strict):
    type: Literal["function"]
    function: FunctionSchema


class JsonObjectFormat(Strict):
    type: Literal["json_object"]


class JsonSchema(Strict):
    name: str
    json_schema: Annotated[dict[str, Any], Field(alias="schema")]


class JsonSchemaFormat(Strict):
    type: Literal["json_schema"]
    json_schema: JsonSchema


class McpTool(Strict):
    name: str


class McpServer(Strict):
    enable_all_tools: bool = False
    tools: list[McpTool] | None = None


class McpServerWithFqn(McpServer):
    type: Literal["mcp-server-fqn"]
    integration_fqn: str


class McpServerWithUrl(McpServer):
    type: Literal["mcp-server-url"]
    url: Annotated[str, StringConstraints(pattern=r"^https?://.+")]
    headers: dict[str, str] | None = None


class McpToolDetails(Strict):
    mcp_server_integration_id: str
    tool_name: str


class Guardrails(Strict):
    input_guardrails: list[str] | None = None
    output_guardrails: list[str] | None = None


class RetryConfig(Strict):
    attempts: Annotated[int, Field(ge=0)]
    delay: Annotated[int, Field(gt=0)] = 100
    on_status_codes: Statuses = ["429", "500", "502", "503"]


class HeadersOverride(Strict):
    remove: list[str] | None = None
    set: dict[str, str] | None = None


class Target(Strict):
    target: str
    retry_config: RetryConfig | None = None
    fallback_status_codes: Statuses = ["401", "403", "404", "408", "429", "500", "502", "503"]
    fallback_candidate: bool = True
    override_params: dict[str, Any] | None = None
    headers_override: HeadersOverride | None = None
    metadata_match: dict[str, str] | None = None


class SlaCutoff(Strict):
    time_per_output_token_ms: Annotated[int | None, Field(gt=0)] = None


class WeightedTarget(Target):
    weight: int


class PriorityTarget(Target):
    priority: Annotated[int, Field(ge=0)] = 0
    sla_cutoff: SlaCutoff | None = None


class SessionIdentifier(Strict):
    source: Literal["headers", "metadata"]
    key: Annotated[str, StringConstraints(pattern=r"^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$")]


class StickyRouting(Strict):
    ttl_seconds: Annotated[int, Field(ge=1800, le=86400)]
    session_identifiers: list[SessionIdentifier]


class WeightBasedRouting(Strict):
    type: Literal["weight-based-routing"]
    load_balance_targets: list[WeightedTarget]
    sticky_routing: StickyRouting | None = None


class LatencyBasedRouting(Strict):
    type: Literal["latency-based-routing"]
    load_balance_targets: list[Target]


class PriorityBasedRouting(Strict):
    type: Literal["priority-based-routing"]
    load_balance_targets: list[PriorityTarget]


class SemanticCache(Strict):
    type: Literal["semantic"]
    similarity_threshold: Annotated[float, Field(gt=0, le=1)]
    namespace: str | None = None
    ttl: Seconds = 3600.0


class ExactMatchCache(Strict):
    type: Literal["exact-match"]
    namespace: str | None = None
    ttl: Seconds = 3600.0


class Logging(Strict):
    enabled: bool = True
    tracing_project_fqn: str | None = None


class SubAgent(Strict):
    name: str


Routing = Annotated[WeightBasedRouting | LatencyBasedRouting | PriorityBasedRouting, Field(discriminator="type")]


class ChatPromptManifest(Strict):
    type: Literal["chat_prompt"]
    name: Name
    ml_repo: MlRepoName
    metadata: dict[str, Any]
    description: Annotated[str, StringConstraints(max_length=512)] | None = None
    version: Annotated[int, Field(ge=1)] | None = None
    version_alias: VersionAlias | None = None
    messages: Annotated[list[Message], Field(min_length=1)]
    variables: dict[str, str | None] | None = None
    model_configuration: ModelConfiguration | None = None
    tools: list[ToolSchema] | None = None
    response_format: Annotated[JsonObjectFormat | JsonSchemaFormat, Field(discriminator="type")] | None = None
    mcp_servers: list[Annotated[McpServerWithFqn | McpServerWithUrl, Field(discriminator="type")]] | None = None
    tool_call_to_mcp_mapping: dict[str, McpToolDetails] | None = None
    guardrails: Guardrails | None = None
    routing_config: Routing | None = None
    cache_config: Annotated[SemanticCache | ExactMatchCache, Field(discriminator="type")] | None = None
    logging_config: Logging | None = None
    sub_agents: list[SubAgent] | None = None


class ApplyRequest(Strict):
    """The body of PUT /prompt-versions."""

    manifest: ChatPromptManifest


class TagsRequest(Strict):
    """The body of PUT /prompt-versions/tags."""

    prompt_version_id: str
    tags: list[str]
    force: bool = False


class VersionsQuery(BaseModel):
    """The query of GET /prompt-versions. That a page has at most 100 entries is inferred."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=100)] = 100
    offset: Annotated[int, Field(ge=0)] = 0
    tag: str | None = None
    fqn: str | None = None
    prompt_id: str | None = None
    ml_repo_id: str | None = None
    name: str | None = None
    version: Annotated[int, Field(ge=1)] | None = None


class PromptsQuery(BaseModel):
    """The query of GET /prompts."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=100)] = 100
    offset: Annotated[int, Field(ge=0)] = 0
    fqn: str | None = None
    ml_repo_id: str | None = None
    name: str | None = None
    include_empty_prompts: bool = True


class MlReposQuery(BaseModel):
    """The query of GET /ml-repos."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=100)] = 100
    offset: Annotated[int, Field(ge=0)] = 0
    name: str | None = None


class NoQuery(BaseModel):
    """The query of a request that has none."""

    model_config = ConfigDict(extra="forbid")
