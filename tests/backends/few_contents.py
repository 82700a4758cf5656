"""The contents that are tried where a registry keeps each as the JSON that it is: what differs there is few things."""

from collections.abc import Mapping
from typing import Any, Final

from pulumi_prompts.testing import SAMPLES

FEW: Final[Mapping[str, Any]] = {
    name: SAMPLES[name]
    for name in (
        "text multi-line",
        "text empty",
        "chat several blocks",
        "chat named",
        "model",
        "provider",
        "endpoint chat",
        "temperature 0.1",
        "tool choice named",
        "format strict schema",
        "variables as used in a chat",
        "empty lists and objects",
    )
}
