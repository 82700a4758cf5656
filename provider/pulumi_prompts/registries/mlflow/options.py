"""Options that only MLflow has."""

from typing import Annotated, ClassVar

from pulumi_prompts.content.base import InContent, JsonObject
from pulumi_prompts.content.options import OptionsBlock


class MlflowOptions(OptionsBlock):
    """Options of MLflow's prompt registry.

    Attributes:
        extra_params: More entries of the model configuration. They are stored unchanged.
        response_schema: A JSON Schema without a name, instead of `response_format`. MLflow's client stores a pydantic
            class in this form.
    """

    kind: ClassVar[str] = "mlflow"
    extra_params: Annotated[JsonObject | None, InContent] = None
    response_schema: Annotated[JsonObject | None, InContent] = None
