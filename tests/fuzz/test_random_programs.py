"""Random programs, crashes, renames and other people, on each registry: nothing that somebody relies on is lost."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from fuzz.others import ProgramsAndOthers
from fuzz.registries import KINDS, labs
from pulumi_prompts.lifecycle import writing

AT_WILL = os.environ.get("FUZZ_PROGRAMS")
PROGRAMS = {"local": 75, "bedrock": 5, "humanloop": 10, "langfuse": 10, "truefoundry": 10}
"""How many a test tries on each registry, always the same; `make fuzz` tries others, as many as one likes."""

STEPS = 20


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_somebody_relies_on_is_lost(kind: str) -> None:
    with TemporaryDirectory() as folder, labs(kind, Path(folder)) as lab_of, patch.object(writing, "PAUSES", ()):
        machine = type(f"{kind}Machine", (ProgramsAndOthers,), {"lab_of": staticmethod(lab_of)})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=int(AT_WILL or PROGRAMS[kind]),
                stateful_step_count=STEPS,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=[*HealthCheck],
                derandomize=AT_WILL is None,
                deadline=None,
            ),
        )
