"""Parts of a prompt that many registries take as they are; one that has limits of its own says them behind."""

from collections.abc import Mapping

from pulumi_prompts.registries.support import Anything, Items, Limit

TOOLS: Mapping[str, Limit] = {
    "tools": Items(),
    "tools[]": Anything(),
    "tools[].name": Anything(),
    "tools[].description": Anything(),
    "tools[].parameters": Anything(deep=True),
    "tools[].strict": Anything(),
}
TOOL_CHOICE: Mapping[str, Limit] = {"tool_choice": Anything(), "tool_choice.name": Anything()}
RESPONSE_FORMAT: Mapping[str, Limit] = {
    "response_format": Anything(),
    "response_format.type": Anything(),
    "response_format.json_schema": Anything(),
    "response_format.json_schema.name": Anything(),
    "response_format.json_schema.description": Anything(),
    "response_format.json_schema.schema": Anything(deep=True),
    "response_format.json_schema.strict": Anything(),
}
VARIABLES: Mapping[str, Limit] = {"variables": Items(), "variables[]": Anything()}
