"""The operations on one organization's prompts."""

import copy
from typing import Any

from ..kept import dumped, loaded
from ..wire import Json
from . import schema, text_form
from .state import Environment, Kept, OtherFile, Prompt, Version, kernel_of
from .store import Store, new_id
from .wire import conflict, invalid, not_found, problem


class Registry(Store):
    """One organization. Tests may change it behind the caller's back."""

    # for tests

    def prompt(self, path: str) -> Prompt:
        return next(each for each in self.prompts.values() if each.path == path)

    def paths(self) -> list[str]:
        return sorted(each.path for each in self.prompts.values())

    def environment(self, name: str) -> Environment:
        return next(each for each in self.environments if each.name == name)

    def deploy(self, path: str, environment: str, version_id: str) -> None:
        """Somebody deploys a version."""
        self.prompt(path).deployed[self.environment(environment).id] = version_id

    def write(self, path: str, **body: Any) -> Version:
        """Somebody else upserts a prompt."""
        answer = self.upsert({"path": path, **body})
        found = self.prompts[answer["id"]].version(answer["version_id"])
        assert found is not None
        return found

    def add_tool(self, name: str, tool_id: str | None = None) -> str:
        """A tool of the organization, which prompts may link."""
        tool_id = tool_id or new_id("tl")
        self.tools[tool_id] = {
            "name": name,
            "description": f"The tool {name}.",
            "strict": False,
            "parameters": {},
            "id": tool_id,
            "version_id": new_id("tlv"),
        }
        return tool_id

    def add_file(self, path: str, type_: str) -> None:
        """A file of another type, which takes its path."""
        self.other_files[path] = OtherFile(new_id("fl"), path, type_)

    def dump(self) -> str:
        """Prompts with their folders and environments, as JSON; tools and files of other types are not."""
        with self._lock:
            return dumped(Kept(self.prompts, self.directories, self.environments))

    def load(self, dump: str) -> None:
        """Keep what another organization has dumped, in place of its own."""
        with self._lock:
            kept = loaded(Kept, dump)
            self.prompts, self.directories, self.environments = kept.prompts, kept.directories, kept.environments
            self.root = kept.directories[""]

    # operations

    def call(self, operation: str, ids: Json, query: Json, body: Any) -> Any:
        with self._lock:
            return copy.deepcopy(getattr(self, operation)(**ids, **query, **({} if body is None else {"body": body})))

    def upsert(self, body: Json) -> Json:
        schema.checked(schema.UPSERT, body)
        if (body.get("path") is None) == (body.get("id") is None):
            invalid([problem(("body",), "Either `path` or `id` must be provided.", "value_error")])
        if unknown := [tool for tool in body.get("linked_tools") or [] if tool not in self.tools]:
            not_found(f"Tool with ID '{unknown[0]}' not found.")
        kernel = kernel_of(body)
        prompt = self.known(body["id"]) if body.get("id") else self.at(body["path"])
        self._check_version_name(prompt, prompt.same(kernel) if prompt else None, body.get("version_name"))
        prompt = prompt or self._make(body["path"])
        version = prompt.same(kernel) or self._make_version(prompt, kernel)
        self._describe(prompt, version, body)
        return self.answer(prompt, version)

    def list_prompts(
        self,
        page: int = 1,
        size: int = 10,
        name: str = "",
        user_filter: str = "",
        sort_by: str = "created_at",
        order: str = "desc",
    ) -> Json:
        found = [each for each in self.prompts.values() if name.lower() in each.name.lower() and each.versions]
        found.sort(key=lambda each: str(getattr(each, sort_by)), reverse=order == "desc")
        shown = found[(page - 1) * size : page * size]
        records = [self.answer(each, self.default(each)) for each in shown]
        return {"records": records, "page": page, "size": size, "total": len(found)}

    def get(self, id: str, version_id: str | None = None, environment: str | None = None) -> Json:
        prompt = self.known(id)
        return self.answer(prompt, self.chosen(prompt, version_id, environment))

    def delete(self, id: str) -> None:
        self.known(id)
        del self.prompts[id]

    def move(self, id: str, body: Json) -> Json:
        schema.checked(schema.MOVE, body)
        prompt = self.known(id)
        folder = prompt.path.rpartition("/")[0]
        name = body.get("name") or prompt.name
        path = body.get("path") or (f"{folder}/{name}" if folder else name)
        self._check_path(path)
        if self.at(path) not in (None, prompt):
            conflict(f"A file with the path '{path}' already exists.")
        prompt.path, prompt.directory_id, prompt.updated_at = path, self.directory_of(path), self.now()
        return self.answer(prompt, self.default(prompt))

    def list_versions(self, id: str, evaluator_aggregates: bool = False) -> Json:
        prompt = self.known(id)
        return {"records": [self.answer(prompt, each) for each in reversed(prompt.versions)]}

    def delete_prompt_version(self, id: str, version_id: str) -> None:
        """Inferred: a version that is deployed goes as well, and so does the last one."""
        prompt = self.known(id)
        version = self.known_version(prompt, version_id)
        prompt.versions.remove(version)
        prompt.deployed = {env: each for env, each in prompt.deployed.items() if each != version_id}

    def patch_prompt_version(self, id: str, version_id: str, body: Json) -> Json:
        """Inferred: null removes what it names."""
        schema.checked(schema.PATCH_VERSION, body)
        prompt = self.known(id)
        version = self.known_version(prompt, version_id)
        self._check_version_name(prompt, version, body.get("name"))
        version.name = body.get("name", version.name)
        version.description = body.get("description", version.description)
        return self.answer(prompt, version)

    def list_environments(self, id: str) -> list[Json]:
        prompt = self.known(id)
        return [{**each.answer(), "file": self.deployed_file(prompt, each.id)} for each in self.environments]

    def set_deployment(self, id: str, environment_id: str, version_id: str) -> Json:
        prompt = self.known(id)
        version = self.known_version(prompt, version_id)
        prompt.deployed[self.known_environment(environment_id).id] = version.id
        return self.answer(prompt, version)

    def remove_deployment(self, id: str, environment_id: str) -> None:
        prompt = self.known(id)
        if self.known_environment(environment_id).id not in prompt.deployed:
            not_found(f"Prompt '{id}' has no version deployed to environment '{environment_id}'.")
        del prompt.deployed[environment_id]

    def serialize(self, id: str, version_id: str | None = None, environment: str | None = None) -> str:
        prompt = self.known(id)
        return text_form.serialized(self.chosen(prompt, version_id, environment).kernel)

    def deserialize(self, body: Json) -> Json:
        schema.checked(schema.DESERIALIZE, body)
        kernel = text_form.deserialized(body["prompt"])
        schema.checked(schema.DESERIALIZED, kernel)
        return kernel_of(kernel)

    def retrieve_by_path(
        self, body: Json, environment: str | None = None, include_raw_file_content: bool = False
    ) -> Json:
        path = schema.checked(schema.RETRIEVE, body)["path"]
        if other := self.other_files.get(path):
            return {"id": other.id, "path": other.path, "type": other.type}
        prompt = self.at(path)
        if prompt is None:
            not_found(f"No file found with the path '{path}'.")
        version = self.chosen(prompt, None, environment)
        raw = text_form.serialized(version.kernel) if include_raw_file_content else None
        return {**self.answer(prompt, version), "raw_file_content": raw}

    def list_directories(self) -> list[Json]:
        return [self.directory(path) for path in self.directories]

    # what they share

    def _make(self, path: str) -> Prompt:
        self._check_path(path)
        now = self.now()
        prompt = Prompt(new_id("pr"), path, self.directory_of(path), now, now)
        self.prompts[prompt.id] = prompt
        return prompt

    def _make_version(self, prompt: Prompt, kernel: Json) -> Version:
        version = Version(new_id("prv"), kernel, self.now())
        if self._deploys_first and not prompt.versions:
            prompt.deployed[self.environments[0].id] = version.id
        prompt.versions.append(version)
        return version

    def _describe(self, prompt: Prompt, version: Version, body: Json) -> None:
        """Inferred: what is null or left out stays, also of a version that was there already."""
        given = {name: value for name, value in body.items() if value is not None}
        version.name = given.get("version_name", version.name)
        version.description = given.get("version_description", version.description)
        prompt.description = given.get("description", prompt.description)
        prompt.readme = given.get("readme", prompt.readme)
        prompt.tags = list(given.get("tags", prompt.tags))
        prompt.updated_at = self.now()

    def _check_version_name(self, prompt: Prompt | None, version: Version | None, name: str | None) -> None:
        taken = [each for each in (prompt.versions if prompt else ()) if each.name == name and each is not version]
        if name is not None and taken:
            conflict(f"Version name '{name}' already exists for this Prompt.")

    def _check_path(self, path: str) -> None:
        if "" in (part.strip() for part in path.split("/")):
            invalid([problem(("body", "path"), "Path is invalid.", "value_error")])
        if path in self.other_files:
            conflict(f"A file with the path '{path}' already exists.")
