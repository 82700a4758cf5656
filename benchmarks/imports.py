"""How much longer Python takes to import what we add, in the program and in the plugin process."""

import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median

REPEAT = 15

_PROGRAM = "import pulumi"
_PLUGIN = "import dill, pulumi.dynamic, pulumi.runtime.rpc"  # as pulumi.dynamic.__main__ does, which starts a server
_ADAPTED = "from pulumi_prompts.resources import plugin; plugin.collect_no_more_what_is_loaded()"
_HOOKS = "import pulumi_prompts.resources.hooks, pulumi_prompts.lifecycle.prompts, pulumi_prompts.lifecycle.versions"
_OURS = f"{_PLUGIN}; {_ADAPTED}; {_HOOKS}"

_MEASURED = {
    "program": (_PROGRAM, f"{_PROGRAM}, pulumi_prompts"),
    "plugin, local": (_PLUGIN, f"{_OURS}, pulumi_prompts.registries.local"),
    "plugin, bedrock": (_PLUGIN, f"{_OURS}, pulumi_prompts.registries.bedrock, boto3"),
}


@dataclass(frozen=True)
class ImportTime:
    """Seconds until a Python process has imported what is there without us, and with us."""

    where: str
    without: float
    with_ours: float

    @property
    def added(self) -> float:
        return self.with_ours - self.without


def import_times() -> list[ImportTime]:
    """The medians of processes that run in turns."""
    return [_measured(where, *statements) for where, statements in _MEASURED.items()]


def _measured(where: str, without: str, with_ours: str) -> ImportTime:
    pairs = [(_seconds(without), _seconds(with_ours)) for _ in range(REPEAT)]
    return ImportTime(where, median(pair[0] for pair in pairs), median(pair[1] for pair in pairs))


def _seconds(statement: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", statement], check=True)
    return time.perf_counter() - start
