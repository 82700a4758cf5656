"""MLflow's prompt registry: the registered models that MLflow's own client and UI show as prompts.

There is no prompt in MLflow's protocol. A prompt is a registered model with the tag `mlflow.prompt.is_prompt`, known by
its name alone; each write of its content makes a version, and the newest one is its head. Text, response format and
model configuration are tags of the version.
"""

from pulumi_prompts.registries.mlflow.adapter import Mlflow

__all__ = ["Mlflow"]
