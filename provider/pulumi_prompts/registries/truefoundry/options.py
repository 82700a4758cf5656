"""Options that only TrueFoundry has."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, StrictStr

from pulumi_prompts.content.base import InContent, JsonObject
from pulumi_prompts.content.options import OptionsBlock


def _without_empty(defaults: dict[str, str] | None) -> dict[str, str] | None:
    return {name: default for name, default in (defaults or {}).items() if default} or None


class TrueFoundryOptions(OptionsBlock):
    """Options of TrueFoundry's `chat_prompt` manifest.

    Attributes:
        version_alias: A second name (`v1.0.0`, `v1-prod`) for the version that the next write makes. Change it together
            with the content.
        variable_defaults: The value of each variable that an application does not set.
        extra_parameters: More parameters for the model. They go to the model unchanged.
        manifest_extra: More members of the manifest, with the names that they have there: `mcp_servers`, `guardrails`,
            `routing_config`, `cache_config`, `logging_config`, `sub_agents`, and new ones.
    """

    kind: ClassVar[str] = "truefoundry"
    version_alias: StrictStr | None = None
    variable_defaults: Annotated[dict[StrictStr, StrictStr] | None, AfterValidator(_without_empty), InContent] = None
    extra_parameters: Annotated[JsonObject | None, InContent] = None
    manifest_extra: Annotated[JsonObject | None, InContent] = None
