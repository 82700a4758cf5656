"""The plugin dies after the registry has done its part and before the engine hears of it."""

import os
from pathlib import Path

_INJECTOR = '''\
"""Kills this process with SIGKILL, once, after `{owner}.{method}` has done its work: what a lost answer is like.

Python imports `sitecustomize` in every process at its start; only the plugin ever calls the method.
"""

import os
import signal
from pathlib import Path

from {module} import {owner}

original = {owner}.{method}


def killed_once_carried_out(self, *arguments):
    result = original(self, *arguments)
    flag = Path("killed in {method}")
    if not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return result


{owner}.{method} = killed_once_carried_out
'''


def killing(folder: Path, owner: str, method: str) -> dict[str, str]:
    """The environment in which the plugin dies, once, after this method of the class `owner` (module and name)."""
    place = folder / "injector"
    place.mkdir(exist_ok=True)
    module, _, name = owner.rpartition(".")
    (place / "sitecustomize.py").write_text(_INJECTOR.format(module=module, owner=name, method=method))
    inherited = os.environ.get("PYTHONPATH")
    return {"PYTHONPATH": os.pathsep.join([str(place), inherited] if inherited else [str(place)])}
