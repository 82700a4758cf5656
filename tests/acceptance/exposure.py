"""Where something that must stay secret can be seen."""

import base64
import json

from acceptance.events import Run
from acceptance.stack import Stack


def exposed(stack: Stack, run: Run, secret: str) -> list[str]:
    """The places where it can be seen, among them the engine's own events and the pickled providers."""
    state = stack.export()
    pickles = [each["inputs"]["__provider"] for each in stack.resources().values()]
    configuration = stack.folder / f"Pulumi.{stack.name}.yaml"
    places = {
        "text": run.text,
        "events": json.dumps(run.events),
        "state": state,
        "outputs": json.dumps(stack.outputs()),
        "pickles": str([base64.b64decode(pickled) for pickled in pickles]),
        "configuration": configuration.read_text() if configuration.exists() else "",
    }
    return [place for place, text in places.items() if secret in text]
