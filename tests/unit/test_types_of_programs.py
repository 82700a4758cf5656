"""What a type checker knows of a program: mypy reads this, and tells of an error here that it does not see."""

from folder_prompts.inputs import FolderBackend, OptionsWithFolder
from pulumi_prompts import Backend, LocalBackend, Options


def test_the_types_of_another_package_are_accepted() -> None:
    """At run time they are plain dicts."""
    backend: Backend = FolderBackend(kind="folder", url="https://prompts.example.com")
    options: Options = OptionsWithFolder(folder={"audience": "children"}, mlflow={"extra_params": {}})
    assert backend == {"kind": "folder", "url": "https://prompts.example.com"}
    assert options == {"folder": {"audience": "children"}, "mlflow": {"extra_params": {}}}


def test_a_slip_in_the_settings_of_a_known_registry_is_an_error() -> None:
    """In a dict as it is written, and in one that names its type."""
    backend: Backend = LocalBackend(kind="local", path="prompts.db")
    assert backend == {"kind": "local", "path": "prompts.db"}
    backend = {"kind": "local", "pth": "prompts.db"}  # type: ignore[assignment]
    backend = {"kind": "locl", "path": "prompts.db"}  # type: ignore[typeddict-item]
    backend = {"kind": "bedrock", "region": 1}  # type: ignore[typeddict-item]
    backend = FolderBackend(kind="folder", address="https://prompts.example.com")  # type: ignore[typeddict-item]
    options: Options = {"mlflw": {}}  # type: ignore[typeddict-unknown-key]
    options = {"mlflow": {"extra_parms": {}}}  # type: ignore[typeddict-item]
    options = OptionsWithFolder(folder={"audence": "children"})  # type: ignore[typeddict-item]
    assert backend["kind"] == "folder"
    assert "folder" in options
