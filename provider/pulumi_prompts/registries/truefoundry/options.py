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
        version_alias: Another name (`v1.0.0`, `v1-prod`) of the version that the next write makes; new with the text.
        variable_defaults: What stands in the place of a variable for which an application gives nothing.
        extra_parameters: Further parameters for the model, passed on as they are.
        manifest_extra: Further members of the manifest, by their names there: `mcp_servers`, `guardrails`,
            `routing_config`, `cache_config`, `logging_config`, `sub_agents`, and what later releases add.
    """

    kind: ClassVar[str] = "truefoundry"
    version_alias: StrictStr | None = None
    variable_defaults: Annotated[dict[StrictStr, StrictStr] | None, AfterValidator(_without_empty), InContent] = None
    extra_parameters: Annotated[JsonObject | None, InContent] = None
    manifest_extra: Annotated[JsonObject | None, InContent] = None
