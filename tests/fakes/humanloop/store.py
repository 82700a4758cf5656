"""One organization: its prompts, and how a version of them is found and answered."""

import functools
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import uuid4

from ..wire import Json
from .state import Environment, OtherFile, Prompt, Version, inputs_of, stamp
from .wire import not_found

ENVIRONMENTS = (("production", "default"), ("staging", "other"), ("development", "other"))


def new_id(prefix: str) -> str:
    return f"{prefix}_{uuid4().hex[:21]}"


class Store:
    """What the operations work on. Tests may change it: what they get here is the state itself."""

    def __init__(self, clock: Callable[[], float], deploys_first: bool) -> None:
        self._clock = clock
        self._deploys_first = deploys_first
        self._lock = threading.RLock()
        self.prompts: dict[str, Prompt] = {}
        self.tools: dict[str, Json] = {}
        self.other_files: dict[str, OtherFile] = {}
        self.root = new_id("dir")
        self.directories: dict[str, str] = {"": self.root}
        self.environments = [Environment(new_id("env"), name, tag, self.now()) for name, tag in ENVIRONMENTS]

    def now(self) -> str:
        return stamp(datetime.fromtimestamp(self._clock(), UTC))

    def known(self, id: str) -> Prompt:
        return self.prompts.get(id) or not_found(f"Prompt with ID '{id}' not found.")

    def known_version(self, prompt: Prompt, version_id: str) -> Version:
        found = prompt.version(version_id)
        return found or not_found(f"Prompt '{prompt.id}' has no version with ID '{version_id}'.")

    def known_environment(self, environment_id: str) -> Environment:
        found = next((each for each in self.environments if each.id == environment_id), None)
        return found or not_found(f"Environment with ID '{environment_id}' not found.")

    def at(self, path: str) -> Prompt | None:
        return next((each for each in self.prompts.values() if each.path == path), None)

    def chosen(self, prompt: Prompt, version_id: str | None, environment: str | None) -> Version:
        if version_id is not None:
            return self.known_version(prompt, version_id)
        if environment is None:
            return self.default(prompt)
        found = next((each for each in self.environments if each.name == environment), None)
        if found is None or found.id not in prompt.deployed:
            not_found(f"Prompt '{prompt.id}' has no version deployed to environment '{environment}'.")
        return self.known_version(prompt, prompt.deployed[found.id])

    def default(self, prompt: Prompt) -> Version:
        """What is served when no version is named: that of the default environment, else the first.

        Seen in the vendor's own integration tests: a second upsert does not change what `get` answers. Whether the
        first is served because it is deployed then (`deploys_first`), or because nothing is, is not known.
        """
        default = next(each.id for each in self.environments if each.tag == "default")
        if default in prompt.deployed:
            return self.known_version(prompt, prompt.deployed[default])
        return prompt.versions[0] if prompt.versions else not_found(f"Prompt '{prompt.id}' has no version.")

    def directory_of(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        for parent in _folders(folder):
            self.directories.setdefault(parent, new_id("dir"))
        return self.directories[folder]

    def directory(self, path: str) -> Json:
        parent = None if not path else self.directories[path.rpartition("/")[0]]
        named = {"id": self.directories[path], "parent_id": parent, "name": path.rpartition("/")[2], "path": path}
        kept: Json = {"description": None, "readme": None, "tags": []}
        return {**named, **kept, "created_at": self.now(), "updated_at": self.now()}

    def deployed_file(self, prompt: Prompt, environment_id: str) -> Json | None:
        version_id = prompt.deployed.get(environment_id)
        return self.answer(prompt, self.known_version(prompt, version_id)) if version_id else None

    def answer(self, prompt: Prompt, version: Version) -> Json:
        """A version as `PromptResponse` wants it. That `created_at` is the version's own is inferred."""
        linked = [self.tools[tool] for tool in version.kernel["linked_tools"]]
        deployed = [each.answer() for each in self.environments if prompt.deployed.get(each.id) == version.id]
        return {
            "path": prompt.path,
            "id": prompt.id,
            "directory_id": prompt.directory_id,
            **version.kernel,
            "linked_tools": linked,
            "version_name": version.name,
            "version_description": version.description,
            "description": prompt.description,
            "tags": prompt.tags,
            "readme": prompt.readme,
            "name": prompt.name,
            "version_id": version.id,
            "type": "prompt",
            "environments": deployed,
            "created_at": version.created_at,
            "updated_at": prompt.updated_at,
            "created_by": {"id": "usr_1", "email_address": "ada@example.com", "full_name": "Ada"},
            "last_used_at": version.created_at,
            "version_logs_count": 0,
            "total_logs_count": 0,
            "inputs": inputs_of(version.kernel["template"]),
            "evaluators": [],
            "evaluator_aggregates": None,
            "raw_file_content": None,
        }


def _folders(folder: str) -> Iterator[str]:
    parts = folder.split("/") if folder else []
    yield from functools.reduce(lambda made, part: [*made, f"{made[-1]}/{part}".lstrip("/")], parts, [""])
