"""Each hook parses what it is given once, whatever asks for it then."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from protocol.client import Client
from pulumi_prompts.content import parsing
from pulumi_prompts.content.model import Content
from pulumi_prompts.content.parsing import parse, parse_content
from pulumi_prompts.lifecycle import declaration
from pulumi_prompts.lifecycle import versions as version_lifecycle


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Counter[str]]:
    """Tells what was parsed since it was last asked."""
    counted: Counter[str] = Counter()

    def counting(model: Any, *more: Any, **named: Any) -> Any:
        if model is not Content:  # the registry parses what it keeps
            counted[model.__name__] += 1
        return parse(model, *more, **named)

    def counting_content(*given: Any) -> Any:
        counted["Content"] += 1
        return parse_content(*given)

    def told() -> Counter[str]:
        before = Counter(counted)
        counted.clear()
        return before

    for module in (parsing, declaration, version_lifecycle):
        monkeypatch.setattr(module, "parse", counting)
    monkeypatch.setattr(declaration, "parse_content", counting_content)
    return told


WHOLE = {"LocalSettings": 1, "Content": 1, "PromptInputs": 1}
REGISTRY = {"LocalSettings": 1}


def test_a_prompt_is_parsed_once_a_hook(
    prompts: Client, inputs: dict[str, Any], parsed: Callable[[], Counter[str]]
) -> None:
    checked = prompts.check({}, inputs).inputs
    assert parsed() == WHOLE
    created = prompts.create(checked)
    assert parsed() == WHOLE
    edited = prompts.check(checked, {**inputs, "template": "Edited."}).inputs
    assert parsed() == WHOLE
    prompts.diff(created.id, created.outputs, edited)
    assert parsed() == REGISTRY
    outputs = prompts.update(created.id, created.outputs, edited)
    assert parsed() == WHOLE
    prompts.read(created.id, outputs)
    assert parsed() == REGISTRY
    prompts.delete(created.id, outputs)
    assert parsed() == REGISTRY


def test_a_version_is_parsed_once_a_hook(
    prompts: Client, versions: Client, inputs: dict[str, Any], parsed: Callable[[], Counter[str]]
) -> None:
    prompt = prompts.create(prompts.check({}, inputs).inputs)
    given = {"prompt_id": prompt.id, "digest": prompt.outputs["digest"], "backend": inputs["backend"]}
    parsed()
    checked = versions.check({}, {**given, "marker": "acme/shop/dev/v"}).inputs
    whole = {"LocalSettings": 1, "VersionInputs": 1}
    assert parsed() == whole
    created = versions.create(checked)
    assert parsed() == whole
    versions.read(created.id, created.outputs)
    assert parsed() == whole
    versions.update(created.id, created.outputs, {**checked, "description": "d"})
    assert parsed() == whole
    versions.delete(created.id, created.outputs)
    assert parsed() == whole
