"""The JSON Schema of prompt files: what we take, it takes; what a person mistypes, it finds where it stands."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from pulumi_prompts.content.properties import property_path
from pulumi_prompts.files.promoted import FileHead, Origin
from pulumi_prompts.files.schema import text
from pulumi_prompts.registries.kinds import KINDS
from pulumi_prompts.testing.samples import SAMPLES

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(text())
HEAD = FileHead("sha256:0", Origin(stack="acme/desk/staging", version="6"), "2026-11-30T09:00:00Z")
FILES = [file for file in (ROOT / "examples").rglob("prompts/**/*.yaml") if ".venv" not in file.parts]

WITHOUT_MISTAKES: Mapping[str, Mapping[str, Any]] = {
    **SAMPLES,
    **{str(file.relative_to(ROOT)): yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES},
    "nothing said": {"template": None, "parameters": None, "options": None, "backend": None},
    "texts of files": {"messages": [{"role": "user", "content": {"file": "a.txt"}}], "template": {"include": "b.md"}},
    "a string for a list": {"parameters": {"stop": "END"}, "variables": "ticket"},
    "a budget": {"parameters": {"reasoning_effort": 2000, "max_tokens": -1}},
    "beside the content": {"name": "a", "tags": {"a": "b"}, "metadata": {"a": [1]}, "adopt": "overwrite"},
    "a promoted file": {
        "promoted": HEAD.entries,
        "overrides": {"model": "m", "parameters": {"temperature": None}, "response_format": {"json_schema": None}},
        "after": "staging",
        "evidence": "evals.json",
    },
    "each registry": {"backend": {"kind": "bedrock", "region": "eu-central-1"}},
    "a registry of others": {"backend": {"kind": "acme", "shelf": 3}, "options": {"acme": {"size": 1}}},
    "what the configuration says": {"backend": {"kind": "bedrock"}},
    "a manifest": {"type": "chat_prompt", "name": "a", "messages": [], "model_configuration": {"seat": 1}},
    "the schema itself": {"$schema": "prompt.schema.json", "template": "a"},
}

MISTAKES: Mapping[str, Mapping[str, Any]] = {
    "modle": {"modle": "m"},
    "model": {"model": 4},
    "template": {"template": ["a", "b"]},
    "template.fil": {"template": {"fil": "a.txt"}},
    "messages": {"messages": {"role": "user", "content": "a"}},
    "messages[0].role": {"messages": [{"role": "users", "content": "a"}]},
    "messages[0]": {"messages": [{"role": "user"}]},
    "messages[0].contnet": {"messages": [{"role": "user", "content": "a", "contnet": "a"}]},
    "parameters.top_p": {"parameters": {"top_p": 3}},
    "parameters.temprature": {"parameters": {"temprature": 0}},
    "parameters.max_tokens": {"parameters": {"max_tokens": "200"}},
    "tools[0]": {"tools": [{"description": "a"}]},
    "tool_choice": {"tool_choice": "sometimes"},
    "response_format.type": {"response_format": {"type": "yaml"}},
    "options.bedrock.agnt": {"options": {"bedrock": {"agnt": "x"}}},
    "tags.a": {"tags": {"a": 3}},
    "adopt": {"adopt": "yes"},
    "digest": {"digest": "sha256:0"},
    "backend": {"backend": {"region": "x"}},
    "backend.regio": {"backend": {"kind": "bedrock", "regio": "x"}},
    "overrides.modle": {"overrides": {"modle": "m"}},
    "promoted": {"promoted": {"origin": {}}},
}


def places(document: Mapping[str, Any]) -> set[str]:
    """Where an editor would show a mistake: the innermost of each; a name that is none stands in its object."""
    errors = list(Draft7Validator(SCHEMA).iter_errors(document))
    return {_place(best_match([error])) for error in errors}


def _place(error: Any) -> str:
    path = property_path(error.absolute_path)
    if error.validator != "additionalProperties":
        return path
    (name,) = error.instance.keys() - error.schema["properties"].keys()
    return f"{path}.{name}".removeprefix(".")


def test_it_is_one() -> None:
    Draft7Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", WITHOUT_MISTAKES)
def test_what_we_take_has_no_mistake(name: str) -> None:
    assert places(WITHOUT_MISTAKES[name]) == set()


@pytest.mark.parametrize("place", MISTAKES)
def test_a_mistake_is_shown_where_it_stands(place: str) -> None:
    assert places(MISTAKES[place]) == {place}


def test_everything_has_a_meaning() -> None:
    said = SCHEMA["definitions"]["PromptFile"]["properties"]
    assert [name for name, each in said.items() if not each.get("description") and name != "$schema"] == []


def test_each_registry_is_completed() -> None:
    (known, _) = SCHEMA["definitions"]["PromptFile"]["properties"]["backend"]["properties"]["kind"]["anyOf"]
    assert known == {"enum": [*KINDS]}
