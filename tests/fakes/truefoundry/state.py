"""What a tenant keeps: ML repos, prompts, and their versions."""

import copy
from dataclasses import dataclass, field

from ..wire import Json


@dataclass
class Version:
    """One version. `manifest` is open to tests, which change it behind a client's back."""

    id: str
    number: int
    manifest: Json
    created_at: str
    updated_at: str
    created_by: Json
    tags: list[str] = field(default_factory=list)


@dataclass
class Prompt:
    """A prompt: its head is its latest version. `issued` is the highest number that a version ever had."""

    id: str
    name: str
    ml_repo: str
    ml_repo_id: str
    tenant: str
    created_at: str
    created_by: Json
    versions: list[Version] = field(default_factory=list)
    issued: int = 0

    @property
    def fqn(self) -> str:
        return f"chat_prompt:{self.tenant}/{self.ml_repo}/{self.name}"

    @property
    def latest(self) -> Version:
        return self.versions[-1]

    def version(self, number: int) -> Version:
        return next(version for version in self.versions if version.number == number)

    def version_fqn(self, version: Version) -> str:
        return f"{self.fqn}:{version.number}"

    def answer(self) -> Json:
        """The prompt as the service tells it."""
        return {
            "id": self.id,
            "ml_repo_id": self.ml_repo_id,
            "type": "chat_prompt",
            "name": self.name,
            "fqn": self.fqn,
            "created_by_subject": dict(self.created_by),
            "created_at": self.created_at,
            "updated_at": self.latest.updated_at if self.versions else self.created_at,
            "latest_version": self.version_answer(self.latest) if self.versions else None,
            "run_steps": [],
        }

    def version_answer(self, version: Version) -> Json:
        """A version as the service tells it."""
        manifest = copy.deepcopy(version.manifest)
        return {
            "id": version.id,
            "fqn": self.version_fqn(version),
            "created_by_subject": dict(version.created_by),
            "created_at": version.created_at,
            "updated_at": version.updated_at,
            "manifest": {**manifest, "version": version.number},
            "ml_repo_id": self.ml_repo_id,
            "prompt_id": self.id,
            "tags": list(version.tags),
            "usage_code_snippet": f"client.prompt_versions.get_by_fqn({self.version_fqn(version)!r})",
            "usage_code_snippets": [],
        }


@dataclass
class Kept:
    """What a tenant keeps: prompts by id."""

    prompts: dict[str, Prompt]


def subject(slug: str) -> Json:
    """Whoever did it, as the service tells."""
    return {"subjectId": f"user-{slug}", "subjectType": "user", "subjectSlug": slug, "subjectDisplayName": slug}


@dataclass(frozen=True)
class MlRepo:
    """A repository of one tenant."""

    id: str
    name: str
    tenant: str
    created_at: str

    def answer(self) -> Json:
        return {
            "id": self.id,
            "tenant_name": self.tenant,
            "account_id": f"account-{self.tenant}",
            "manifest": {
                "type": "ml-repo",
                "name": self.name,
                "storage_integration_fqn": f"{self.tenant}:aws:main:blob-storage:models",
                "collaborators": [{"subject": f"team:{self.tenant}", "role_id": "mlf-project-admin"}],
            },
            "created_by_subject": subject(f"admin@{self.tenant}"),
            "created_at": self.created_at,
        }
