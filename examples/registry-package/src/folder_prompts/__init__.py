"""A registry of prompts in a folder of JSON files behind HTTP. The entry point in pyproject.toml names `Folder`."""

from folder_prompts.adapter import Folder
from folder_prompts.options import FolderOptions
from folder_prompts.settings import FolderSettings

__all__ = ["Folder", "FolderOptions", "FolderSettings"]
