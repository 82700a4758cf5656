"""The prompts of one tenant, and the rules of the service. What the documentation leaves open is marked "inferred"."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import uuid4

from ..kept import dumped, loaded
from ..wire import Json
from .manifest import ApplyRequest, MlReposQuery, PromptsQuery, TagsRequest, VersionsQuery
from .refusals import ApiError, not_found
from .state import Kept, MlRepo, Prompt, Version, subject


@dataclass(frozen=True)
class Habits:
    """What is not known of the service; both ways are tried.

    `repeats_make_versions`: a PUT of what the latest version holds already makes another one.
    `fills_in_defaults`: answers hold every member of a manifest, with its default or null, not only what was sent.
    `takes_version`: what becomes of a manifest with the number of a version that exists: it is rewritten, the manifest
    is refused, or the number is ignored and another version made.
    `adds_tags`: the tags of a version are those that it had and those that are applied, so that none ever goes.
    `page`: the most entries of one answer to a list, whatever `limit` asks for.
    """

    repeats_make_versions: bool = True
    fills_in_defaults: bool = True
    takes_version: Literal["rewrites", "refuses", "ignores"] = "rewrites"
    adds_tags: bool = False
    page: int = 100


USUAL = Habits()


class Registry:
    """One tenant. `prompts` (by id) is open to tests."""

    def __init__(self, tenant: str, ml_repos: Sequence[str], clock: Callable[[], float], habits: Habits) -> None:
        self.tenant = tenant
        self.prompts: dict[str, Prompt] = {}
        self._clock = clock
        self._habits = habits
        self._lock = threading.RLock()
        self._ml_repos = [
            MlRepo(f"{len(tenant)}{number}", name, tenant, self._now()) for number, name in enumerate(ml_repos, start=1)
        ]

    # for tests

    def prompt(self, name: str) -> Prompt:
        """The prompt of this name; KeyError where there is none."""
        with self._lock:
            found = next((prompt for prompt in self.prompts.values() if prompt.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def names(self) -> list[str]:
        with self._lock:
            return [prompt.name for prompt in self.prompts.values()]

    def numbers(self, name: str) -> list[int]:
        """The numbers of the versions of a prompt."""
        return [version.number for version in self.prompt(name).versions]

    def dump(self) -> str:
        """All prompts, as JSON; the repositories are those that the fake is made with."""
        with self._lock:
            return dumped(Kept(self.prompts))

    def load(self, dump: str) -> None:
        """Keep what another registry has dumped, in place of everything."""
        with self._lock:
            self.prompts = loaded(Kept, dump).prompts

    # prompts

    def apply(self, request: ApplyRequest, caller: str) -> Json:
        """PUT /prompt-versions: makes the prompt where there is none, and a version."""
        with self._lock:
            prompt = self._prompt_of(request, caller)
            manifest = self._stored(request)
            version = self._existing(prompt, manifest, request.manifest.version)
            _check_alias_is_free(prompt, request.manifest.version_alias, version)
            if version is None:
                version = self._next_version(prompt, caller)
            version.manifest, version.updated_at = manifest, self._now()
            self.prompts[prompt.id] = prompt
            return {"data": prompt.version_answer(version)}

    def _existing(self, prompt: Prompt, manifest: Json, wanted: int | None) -> Version | None:
        """The version that this manifest is for; None for a new one."""
        found = next((version for version in prompt.versions if version.number == wanted), None)
        if wanted is not None and (found is None or self._habits.takes_version == "refuses"):
            raise ApiError(409, f"Version {wanted} cannot be written")
        if found is not None and self._habits.takes_version == "rewrites":
            return found
        repeats = bool(prompt.versions) and prompt.latest.manifest == manifest
        return prompt.latest if repeats and not self._habits.repeats_make_versions else None

    def get_prompt(self, prompt_id: str) -> Json:
        with self._lock:
            return {"data": self._find(prompt_id).answer()}

    def delete_prompt(self, prompt_id: str) -> Json:
        """With its versions."""
        with self._lock:
            del self.prompts[self._find(prompt_id).id]
            return {}

    def list_prompts(self, query: PromptsQuery) -> Json:
        """That `name` matches a part of a name is inferred: whoever looks for one must compare."""
        with self._lock:
            found = [
                prompt
                for prompt in self.prompts.values()
                if query.fqn in (None, prompt.fqn)
                and query.ml_repo_id in (None, prompt.ml_repo_id)
                and (query.name or "") in prompt.name
                and (query.include_empty_prompts or prompt.versions)
            ]
            return self._page([prompt.answer() for prompt in found], query)

    # versions

    def get_version(self, version_id: str) -> Json:
        with self._lock:
            prompt, version = self._find_version(version_id)
            return {"data": prompt.version_answer(version)}

    def delete_version(self, version_id: str) -> Json:
        """A prompt without versions stays (inferred)."""
        with self._lock:
            prompt, version = self._find_version(version_id)
            prompt.versions.remove(version)
            return {}

    def list_versions(self, query: VersionsQuery) -> Json:
        """The newest first (inferred); of a prompt that is not there: none (inferred)."""
        with self._lock:
            found = [
                prompt.version_answer(version)
                for prompt in self.prompts.values()
                if query.prompt_id in (None, prompt.id)
                and query.ml_repo_id in (None, prompt.ml_repo_id)
                and (query.name or "") in prompt.name
                for version in reversed(prompt.versions)
                if query.version in (None, version.number)
                and (query.tag is None or query.tag in version.tags)
                and query.fqn in (None, prompt.version_fqn(version))
            ]
            return self._page(found, query)

    def apply_tags(self, request: TagsRequest) -> Json:
        """The version has these tags and no others (a habit); one that another version holds moves only by force."""
        with self._lock:
            prompt, version = self._find_version(request.prompt_version_id)
            for other in prompt.versions:
                taken = set(other.tags) & set(request.tags) if other is not version else set()
                if taken and not request.force:
                    raise ApiError(409, f"Tag {min(taken)} is in use by version {other.number}")
                other.tags = [tag for tag in other.tags if tag not in taken]
            before = version.tags if self._habits.adds_tags else []
            version.tags = [*dict.fromkeys((*before, *request.tags))]
            return {}

    # repositories

    def list_ml_repos(self, query: MlReposQuery) -> Json:
        found = [repo.answer() for repo in self._ml_repos if (query.name or "") in repo.name]
        return self._page(found, query)

    # helpers

    def _page(self, entries: Sequence[Json], query: PromptsQuery | VersionsQuery | MlReposQuery) -> Json:
        limit, offset = min(query.limit, self._habits.page), query.offset
        pagination = {"total": len(entries), "offset": offset, "limit": limit}
        return {"data": list(entries[offset : offset + limit]), "pagination": pagination}

    def _prompt_of(self, request: ApplyRequest, caller: str) -> Prompt:
        manifest = request.manifest
        repo = next((repo for repo in self._ml_repos if repo.name == manifest.ml_repo), None)
        if repo is None:
            raise not_found(f"ML Repo {manifest.ml_repo}")  # that it is a 404 is inferred
        same = (p for p in self.prompts.values() if (p.name, p.ml_repo) == (manifest.name, manifest.ml_repo))
        new = Prompt(str(uuid4()), manifest.name, repo.name, repo.id, self.tenant, self._now(), subject(caller))
        return next(same, new)

    def _stored(self, request: ApplyRequest) -> Json:
        sent_only = not self._habits.fills_in_defaults
        return request.manifest.model_dump(mode="json", by_alias=True, exclude_unset=sent_only, exclude={"version"})

    def _next_version(self, prompt: Prompt, caller: str) -> Version:
        prompt.issued += 1
        now = self._now()
        version = Version(str(uuid4()), prompt.issued, {}, now, now, subject(caller))
        prompt.versions.append(version)
        return version

    def _find(self, prompt_id: str) -> Prompt:
        if prompt_id not in self.prompts:
            raise not_found(f"Prompt {prompt_id}")
        return self.prompts[prompt_id]

    def _find_version(self, version_id: str) -> tuple[Prompt, Version]:
        for prompt in self.prompts.values():
            for version in prompt.versions:
                if version.id == version_id:
                    return prompt, version
        raise not_found(f"Prompt version {version_id}")

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock(), UTC).isoformat().replace("+00:00", "Z")


def _check_alias_is_free(prompt: Prompt, alias: str | None, owner: Version | None) -> None:
    """That two versions of a prompt may not have the same one is inferred."""
    others = (version for version in prompt.versions if version is not owner)
    holder = next((each for each in others if alias and each.manifest.get("version_alias") == alias), None)
    if holder is not None:
        raise ApiError(409, f"Version alias {alias} is in use by version {holder.number}")
