"""What stands in for the plugins of `pulumi_aws` and `pulumi_aws_native`: prompts of Bedrock and versions of them.

The engine runs it; `installed` puts it where the engine looks. It makes and deletes what it is told, and no more.
"""

import os
import sys
from pathlib import Path
from typing import Any

import boto3
from pulumi.provider.experimental import provider, server
from pulumi.provider.experimental.property_value import PropertyValue

from fakes.bedrock import REGION

URL = "AWS_PLUGIN_URL"
"""The variable that says where Bedrock is."""

_PLUGINS = ("aws", "aws-native")
_VARIANT = "main"


def installed(folder: Path) -> Path:
    """The folder with both plugins, for PATH."""
    folder.mkdir()
    for name in _PLUGINS:
        script = folder / f"pulumi-resource-{name}"
        script.write_text(f'#!/bin/sh\nexec {sys.executable} -m acceptance.aws_plugin "$@"\n')
        script.chmod(0o755)
    return folder


class Plugin(provider.Provider):
    """Both of them: a type tells which of the two things is meant."""

    def __init__(self) -> None:
        self._bedrock: Any = boto3.client("bedrock-agent", endpoint_url=os.environ[URL], region_name=REGION)

    async def get_schema(self, request: provider.GetSchemaRequest) -> provider.GetSchemaResponse:
        return provider.GetSchemaResponse("{}")

    async def check_config(self, request: provider.CheckRequest) -> provider.CheckResponse:
        return provider.CheckResponse(request.new_inputs)

    async def configure(self, request: provider.ConfigureRequest) -> provider.ConfigureResponse:
        return provider.ConfigureResponse(accept_outputs=True, accept_resources=True)

    async def check(self, request: provider.CheckRequest) -> provider.CheckResponse:
        return provider.CheckResponse(request.new_inputs)

    async def diff(self, request: provider.DiffRequest) -> provider.DiffResponse:
        return provider.DiffResponse(changes=False)

    async def create(self, request: provider.CreateRequest) -> provider.CreateResponse:
        said = {name: value.value for name, value in request.properties.items()}
        if request.type.endswith("PromptVersion"):
            made = self._bedrock.create_prompt_version(promptIdentifier=said["promptArn"])
        else:
            made = self._bedrock.create_prompt(
                name=said["name"], defaultVariant=_VARIANT, variants=[_variant(said["text"])]
            )
        told = {name: PropertyValue(made[name]) for name in ("arn", "version")}
        return provider.CreateResponse(made["arn"], {**request.properties, **told})

    async def delete(self, request: provider.DeleteRequest) -> None:
        self._bedrock.delete_prompt(promptIdentifier=request.resource_id.split(":prompt/")[1].partition(":")[0])


def _variant(text: Any) -> dict[str, Any]:
    template = {"text": {"text": text, "inputVariables": [{"name": "ticket"}]}}
    return {"name": _VARIANT, "templateType": "TEXT", "modelId": "small", "templateConfiguration": template}


if __name__ == "__main__":
    server.main(sys.argv[1:], "1.0.0", Plugin())
