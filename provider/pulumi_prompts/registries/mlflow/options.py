"""Options that only MLflow has."""

from typing import Annotated, ClassVar

from pulumi_prompts.content.base import InContent, JsonObject
from pulumi_prompts.content.options import OptionsBlock


class MlflowOptions(OptionsBlock):
    """Options of MLflow's prompt registry.

    Attributes:
        extra_params: Further entries of the model configuration, passed on as they are.
        response_schema: A JSON Schema alone, in the place of `response_format`: what MLflow's client keeps of a
            pydantic class.
    """

    kind: ClassVar[str] = "mlflow"
    extra_params: Annotated[JsonObject | None, InContent] = None
    response_schema: Annotated[JsonObject | None, InContent] = None
