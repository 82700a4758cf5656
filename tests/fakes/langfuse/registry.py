"""The operations on one project's prompts."""

import copy
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ..kept import dumped, loaded
from ..wire import Json
from . import schema
from .references import UnresolvedError, references_in, resolved
from .state import LATEST, PRODUCTION, Kept, Version, stamp
from .wire import refused


class Registry:
    """One project. Tests may change it behind the caller's back."""

    def __init__(self, project: str, clock: Callable[[], float]) -> None:
        self._project = project
        self._clock = clock
        self._lock = threading.RLock()
        self.prompts: dict[str, list[Version]] = {}

    # for tests

    def versions(self, name: str) -> list[Version]:
        """The oldest first."""
        return self.prompts[name]

    def newest(self, name: str) -> Version:
        return self.prompts[name][-1]

    def labels(self, name: str) -> dict[str, int]:
        """The number of the version that has each label."""
        return {label: each.version for each in self.prompts[name] for label in each.labels}

    def write(self, name: str, **body: Any) -> Version:
        """Somebody else makes a version."""
        with self._lock:
            self.create({"name": name, **body})
            return self.newest(name)

    def label(self, name: str, label: str, version: int) -> None:
        """Somebody else moves a label, wherever it was."""
        self.update(name, str(version), {"newLabels": [label]})

    def unlabel(self, name: str, label: str) -> None:
        """Somebody takes a label away in the web application."""
        for each in self.prompts[name]:
            each.labels = [it for it in each.labels if it != label]

    def dump(self) -> str:
        """All prompts, as JSON."""
        with self._lock:
            return dumped(Kept(self.prompts))

    def load(self, dump: str) -> None:
        """Keep what another project has dumped, in place of its own."""
        with self._lock:
            self.prompts = loaded(Kept, dump).prompts

    # operations

    def call(self, operation: str, ids: Json, query: Json, body: Any) -> Any:
        with self._lock:
            return copy.deepcopy(getattr(self, operation)(**ids, **query, **({} if body is None else {"body": body})))

    def projects(self) -> Json:
        organization = {"id": "org", "name": "Acme"}
        return {
            "data": [{"id": self._project, "name": "prompts", "organization": organization, "metadata": {}}],
        }

    def create(self, body: Any) -> Json:
        wanted = schema.created(body)
        name, versions = wanted["name"], self.prompts.get(wanted["name"], [])
        if versions and versions[-1].type != wanted["type"]:
            refused(400, "Previous versions have different prompt type. Create a new prompt with a different name.")
        self._resolved(wanted["prompt"], name, 400)
        if "\0" in str(wanted):
            refused(500, "Internal Server Error")
        tags = wanted.get("tags")
        made = self._make(wanted, versions, tags)
        self._attach(versions := [*versions, made], made, {*(wanted.get("labels") or ()), LATEST})
        if tags is not None:
            for each in versions:
                each.tags, each.updated_at = list(tags), self._now()
        self.prompts[name] = versions
        return made.answer(self._project)

    def _make(self, wanted: Json, versions: list[Version], tags: list[str] | None) -> Version:
        now = self._now()
        return Version(
            id=str(uuid4()),
            name=wanted["name"],
            version=versions[-1].version + 1 if versions else 1,
            type=wanted["type"],
            prompt=copy.deepcopy(wanted["prompt"]),
            config={} if wanted.get("config") is None else copy.deepcopy(wanted["config"]),
            created_at=now,
            updated_at=now,
            commit_message=wanted.get("commitMessage"),
            tags=list(versions[-1].tags if versions and tags is None else tags or ()),
        )

    def _attach(self, versions: list[Version], holder: Version, labels: Iterable[str]) -> None:
        """A label is held by one version; existing ones of the holder stay."""
        new = [*labels]
        for each in versions:
            if each is not holder and {*each.labels} & {*new}:
                each.labels = [label for label in each.labels if label not in new]
        holder.labels = [*dict.fromkeys((*new, *holder.labels))]

    def list_prompts(
        self,
        name: str | None = None,
        label: str | None = None,
        tag: str | None = None,
        version: int | None = None,
        page: int = 1,
        limit: int = 10,
        **times: str,
    ) -> Json:
        """Only the versions that match are told."""
        if not 1 <= limit <= 100 or page < 1:
            refused(400, "Invalid request data")
        matching = {
            each: [it for it in versions if _matches(it, label, tag, version)]
            for each, versions in sorted(self.prompts.items())
            if name in (None, each)
        }
        metas = [_meta(each, versions) for each, versions in matching.items() if versions]
        meta = {"page": page, "limit": limit, "totalItems": len(metas), "totalPages": -(-len(metas) // limit)}
        return {"data": metas[(page - 1) * limit : page * limit], "meta": meta, "pagination": meta}

    def get(self, name: str, version: int | None = None, label: str | None = None, resolve: bool = True) -> Json:
        if version is not None and label is not None:
            refused(400, "Cannot specify both version and label")
        label = PRODUCTION if version is None and label is None else label
        found = self._find(name, version, label)
        if found is None:
            which = f"version {version}" if label is None else f"label '{label}'"
            refused(404, f"Prompt not found: '{name}' with {which}")
        prompt = self._resolved(found.prompt, name, 409) if resolve else found.prompt
        return {**found.answer(self._project), "prompt": prompt, "resolutionGraph": None}

    def update(self, name: str, version: str, body: Any) -> Json:
        """Labels are added; their form is not looked at."""
        schema.checked({"newLabels": schema.strings}, body, required=("newLabels",))
        if LATEST in body["newLabels"]:
            refused(400, "Label 'latest' is always assigned to the latest prompt version")
        found = self._find(name, int(version), None) if version.isdecimal() else None
        if found is None:
            refused(404, f"Prompt '{name}' version {version} not found in project")
        self._attach(self.prompts[name], found, body["newLabels"])
        found.updated_at = self._now()
        return found.answer(self._project)

    def delete(self, name: str, version: int | None = None, label: str | None = None) -> None:
        """A version 0 is none, so that all of them go."""
        if version and label:
            refused(400, "Cannot specify both version and label")
        going = [each for each in self.prompts.get(name, ()) if _is_meant(each, version, label)]
        if not going:
            refused(404, "Prompt not found")
        self._refuse_where_needed(name, going)
        staying = [each for each in self.prompts[name] if each not in going]
        if not staying:
            del self.prompts[name]
            return
        self.prompts[name] = staying
        if not any(LATEST in each.labels for each in staying):
            self._attach(staying, staying[-1], [LATEST])

    def _refuse_where_needed(self, name: str, going: list[Version]) -> None:
        """Another prompt takes in exactly that version, or a label that would be gone."""
        for other in (each for versions in self.prompts.values() for each in versions if each.name != name):
            for reference in references_in(other.prompt):
                target = self._find(*reference)
                if reference.name == name and target in going:
                    refused(
                        400, f"Other prompts are depending on prompt versions you are trying to delete: {other.name}"
                    )

    def _resolved(self, prompt: Any, name: str, status: int) -> Any:
        try:
            return resolved(prompt, self._find, name)
        except UnresolvedError as error:
            refused(status, str(error))

    def _find(self, name: str, version: int | None, label: str | None) -> Version | None:
        """The version with that number, or with that label."""
        found = (each for each in self.prompts.get(name, ()) if each.version == version or label in each.labels)
        return next(found, None)

    def _now(self) -> str:
        return stamp(datetime.fromtimestamp(self._clock(), UTC))


def _matches(each: Version, label: str | None, tag: str | None, version: int | None) -> bool:
    is_numbered = version in (None, each.version)
    return is_numbered and (label is None or label in each.labels) and (tag is None or tag in each.tags)


def _is_meant(each: Version, version: int | None, label: str | None) -> bool:
    return (not version or each.version == version) and (not label or label in each.labels)


def _meta(name: str, versions: list[Version]) -> Json:
    return {
        "name": name,
        "type": versions[-1].type,
        "versions": [each.version for each in versions],
        "labels": sorted({label for each in versions for label in each.labels}),
        "tags": versions[-1].tags,
        "lastUpdatedAt": max(each.updated_at for each in versions),
        "lastConfig": versions[-1].config,
    }
