"""Whatever goes wrong with whichever call: one clear line, or none; and the next run ends with what was declared."""

from typing import Any

import pytest

from faults.bedrock import BEDROCK
from faults.cells import Lab
from faults.expected import faults_of, is_tried
from faults.operations import Operation, operations
from faults.proxy import REFUSED, Fault
from faults.registries import HUMANLOOP, LANGFUSE, MLFLOW, PHOENIX, TRUEFOUNDRY, Traits


def _matrix(traits: Traits) -> list[Any]:
    return [
        pytest.param(operation, fault, id=f"{operation}-{fault}")
        for operation in operations(traits)
        for fault in faults_of(traits)
        if is_tried(fault, operation, traits)
    ]


def _problems(lab: Lab, operation: Operation, fault: Fault) -> list[str]:
    return [told for cell in lab.cells(operation, fault) for told in cell.told]


@pytest.mark.parametrize(("operation", "fault"), _matrix(TRUEFOUNDRY))
def test_truefoundry(truefoundry: Lab, operation: Operation, fault: Fault) -> None:
    assert _problems(truefoundry, operation, fault) == []


@pytest.mark.parametrize(("operation", "fault"), _matrix(HUMANLOOP))
def test_humanloop(humanloop: Lab, operation: Operation, fault: Fault) -> None:
    assert _problems(humanloop, operation, fault) == []


@pytest.mark.parametrize(("operation", "fault"), _matrix(LANGFUSE))
def test_langfuse(langfuse: Lab, operation: Operation, fault: Fault) -> None:
    assert _problems(langfuse, operation, fault) == []


@pytest.mark.parametrize(("operation", "fault"), _matrix(MLFLOW))
def test_mlflow(mlflow: Lab, operation: Operation, fault: Fault) -> None:
    assert _problems(mlflow, operation, fault) == []


@pytest.mark.parametrize(("operation", "fault"), _matrix(BEDROCK))
def test_bedrock(bedrock: Lab, operation: Operation, fault: Fault) -> None:
    assert _problems(bedrock, operation, fault) == []


@pytest.mark.parametrize(("operation", "fault"), _matrix(PHOENIX))
def test_phoenix(phoenix: Lab, operation: Operation, fault: Fault) -> None:
    assert _problems(phoenix, operation, fault) == []


_ALL = (TRUEFOUNDRY, HUMANLOOP, LANGFUSE, MLFLOW, BEDROCK, PHOENIX)
_EACH_REGISTRY = [each.kind for each in _ALL]


@pytest.mark.parametrize("operation", ["set alias", "adopt alias", "move alias", "remove alias"])
@pytest.mark.parametrize("kind", _EACH_REGISTRY)
def test_killed_at_each_boundary(request: pytest.FixtureRequest, kind: str, operation: str) -> None:
    made: Lab = request.getfixturevalue(kind)
    (killed,) = (each for each in operations(made.registry.traits) if each.name == operation)
    assert [*made.kills(killed)] == []


@pytest.mark.parametrize("traits", _ALL, ids=_EACH_REGISTRY)
def test_no_fault_and_no_operation_is_left_out(traits: Traits) -> None:
    chosen = [parameters.values for parameters in _matrix(traits)]
    assert {fault for _, fault in chosen} == set(faults_of(traits))
    assert {operation.name for operation, _ in chosen} == {operation.name for operation in operations(traits)}


def test_labs_live_side_by_side(truefoundry: Lab, humanloop: Lab) -> None:
    for made in (truefoundry, humanloop):
        taken = next(each for each in operations(made.registry.traits) if each.refusal)
        assert _problems(made, taken, REFUSED) == []
