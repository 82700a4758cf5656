"""The embedded registry passes the conformance suite."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from backends.few_contents import FEW
from pulumi_prompts.registries.base import Backend, Environment
from pulumi_prompts.registries.local import Local
from pulumi_prompts.registries.local.settings import LocalSettings
from pulumi_prompts.testing import BackendConformance


class TestLocal(BackendConformance):
    adapter = Local
    samples: ClassVar[Mapping[str, Any]] = FEW

    @pytest.fixture
    def backend(self, tmp_path: Path) -> Local:
        self.path = tmp_path / "prompts.db"
        return Local.connect(LocalSettings(kind="local", path=str(self.path)), Environment())

    def elsewhere(self, uri: str) -> str:
        return uri.replace("local:", "local:another-")

    def make_inexpressible(self, backend: Backend, prompt_id: str) -> None:
        """As a newer release would write it."""
        db = sqlite3.connect(self.path, isolation_level=None)
        db.execute("UPDATE prompts SET content = ? WHERE id = ?", ('{"template": "Hello", "newer": 1}', prompt_id))
        db.close()
