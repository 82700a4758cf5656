"""The conformance suite holds for registries of every kind: here `local` made into each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from backends.few_contents import FEW
from pulumi_prompts.errors import DriftError, QuotaError
from pulumi_prompts.registries.base import (
    Backend,
    Change,
    Desired,
    Environment,
    Head,
    Labels,
    Publication,
    Ref,
    Version,
)
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.local.settings import LocalSettings
from pulumi_prompts.registries.support import Support
from pulumi_prompts.testing import BackendConformance


class VersionForEachWrite(Local):
    """As MLflow and TrueFoundry: each write of the content makes a version; there is no draft to publish."""

    support: ClassVar[Support] = replace(Local.support, versions_every_write=True)

    def create(self, desired: Desired) -> Ref:
        ref = super().create(desired)
        super().publish(ref.id, Publication(desired.digest, desired.marker, desired.marker))
        return ref

    def update(self, head: Head, desired: Desired, change: Change) -> Ref:
        written = super().update(head, desired, change)
        if "content" in change.fields:
            super().publish(head.id, Publication(desired.digest, desired.marker, desired.marker))
        return written

    def publish(self, prompt_id: str, publication: Publication) -> Version:
        for version in reversed(self.versions(prompt_id)):
            if version.digest == publication.digest:
                return version
        raise DriftError("no version has the content that this program wrote")

    def mark_version(self, prompt_id: str, version: Version, marker: str, of_prompt: str) -> None:
        super().mark_version(prompt_id, version, of_prompt, of_prompt)


class LabelsAndDigestsApart(Local):
    """As Bedrock: labels with a call of their own, lists without digests, few versions, which are never edited."""

    support: ClassVar[Support] = replace(Local.support, max_versions=3, renames=False)
    describe_version: ClassVar[Any] = None

    def find(self, name: str) -> Head | None:
        head = super().find(name)
        return head and replace(head, labels=None)

    def read(self, prompt_id: str) -> Head:
        return replace(super().read(prompt_id), labels=None)

    def update(self, head: Head, desired: Desired, change: Change) -> Ref:
        return super().update(replace(head, labels=self.labels(head.uri)), desired, change)

    def versions(self, prompt_id: str) -> Sequence[Version]:
        return [replace(version, labels=None, digest=None) for version in super().versions(prompt_id)]

    def read_version(self, prompt_id: str, version: str) -> Version:
        return replace(super().read_version(prompt_id, version), labels=None)

    def publish(self, prompt_id: str, publication: Publication) -> Version:
        if len(self.versions(prompt_id)) >= 3:
            raise QuotaError("the prompt has 3 versions")
        return replace(super().publish(prompt_id, publication), labels=None)

    def labels(self, uri: str) -> Labels:
        prompt_id, *version = uri.partition("/")[2].split(":")
        holder = super().read_version(prompt_id, version[0]) if version else super().read(prompt_id)
        return holder.labels or Labels(tags={})


class OnlyChatsWithAModel(Local):
    """A registry that keeps little, and wants a model."""

    support: ClassVar[Support] = Support(
        kind="local",
        prompt={each: Local.support.prompt[each] for each in ("name", "messages", "model", "parameters", "variables")},
        aliases=Local.support.aliases,
    )


class OnAFile(BackendConformance):
    samples: ClassVar[Mapping[str, Any]] = FEW

    @pytest.fixture
    def backend(self, tmp_path: Path) -> Backend:
        return self.adapter.connect(LocalSettings(kind="local", path=str(tmp_path / "prompts.db")), Environment())

    def elsewhere(self, uri: str) -> str:
        return uri.replace("local:", "local:another-")


class TestVersionForEachWrite(OnAFile):
    adapter = VersionForEachWrite


class TestLabelsAndDigestsApart(OnAFile):
    adapter = LabelsAndDigestsApart


class TestOnlyChatsWithAModel(OnAFile):
    adapter = OnlyChatsWithAModel
