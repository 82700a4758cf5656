"""Fixtures of the tests of the MLflow server itself."""

from .fixtures import mlflow_client, mlflow_registry, mlflow_server

__all__ = ["mlflow_client", "mlflow_registry", "mlflow_server"]
