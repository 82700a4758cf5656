"""Real prompts (`prompts.jsonl`), as many as wanted, as chats with parameters."""

import json
from collections.abc import Mapping
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.programs import Given
from pulumi_prompts.content.digest import digest_of
from pulumi_prompts.content.model import Content

_EDIT = "\nAnswer in at most three sentences."
_MODEL: Mapping[str, str] = {"model": "anthropic.claude-3-haiku-20240307-v1:0"}
_WITH_PROVIDER: Mapping[str, str] = {"model": "claude-3-haiku", "provider": "anthropic"}
_MODEL_ON: Mapping[str, Mapping[str, str]] = {"phoenix": _WITH_PROVIDER, "truefoundry": _WITH_PROVIDER}


def prompts(size: int, *, edited: int = 0, kind: str = "local", scale: int = 1) -> list[Given]:
    """`size` prompts of `scale` kB for a registry of this kind, of which the first `edited` have another text."""
    texts = islice(cycle(_corpus()), size)
    model = _MODEL_ON.get(kind, _MODEL)
    return [
        _given(f"{name}-{index:04}", "\n".join([text] * scale) + _EDIT * (index < edited), model)
        for index, (name, text) in enumerate(texts)
    ]


@cache
def _corpus() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "prompts.jsonl").read_text().splitlines()
    return [(prompt["name"], prompt["text"]) for prompt in map(json.loads, lines)]


def _given(name: str, text: str, model: Mapping[str, str]) -> Given:
    content: dict[str, Any] = {
        "messages": [{"role": "system", "content": text}, {"role": "user", "content": "{{question}}"}],
        "parameters": {"temperature": 0.2, "max_tokens": 500},
        **model,
    }
    parsed = Content.model_validate(content)
    return Given(
        name=name,
        inputs={"name": name, "description": f"One of the benchmark: {name}", **content},
        computed={"digest": digest_of(parsed), "variables": list(parsed.used_variables)},
    )
