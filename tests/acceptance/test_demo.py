"""`make demo` in a clone of its own: an edit, a mistake, and the end, as a newcomer sees them."""

import shutil
import subprocess
import sys
from pathlib import Path

from acceptance.stack import environment_of
from acceptance.test_examples import EXAMPLES, copy_of


class Demo:
    """The files that the demo needs, in a folder with nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = copy_of("quickstart", folder) / "__main__.py"
        self.program.with_name(".venv").symlink_to(sys.prefix)
        shutil.copy(EXAMPLES / "demo.py", folder / "examples")
        shutil.copy(EXAMPLES.parent / "Pulumi.yaml", folder)
        self._env = environment_of(folder / "engine")

    def run(self, *options: str, code: int = 0) -> str:
        command = [sys.executable, "examples/demo.py", *options]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout
        return done.stdout

    def edit(self, before: str, after: str) -> None:
        text = self.program.read_text()
        assert before in text
        self.program.write_text(text.replace(before, after))


def test_an_edit_a_mistake_and_the_end(tmp_path: Path) -> None:
    demo = Demo(tmp_path)
    first = demo.run()
    assert "Resources: 10 created." in first
    assert "pulumi-prompts report" not in first
    demo.edit("five sentences", "four sentences")
    second = demo.run()
    assert "-At most five sentences." in second
    assert "+At most four sentences." in second
    assert "Resources: 3 updated." in second
    demo.edit("temperature=0.2", "temperatur=0.2")
    assert "did you mean `temperature`?" in demo.run(code=1)
    assert "The demo is gone." in demo.run("--clean")
    assert not (tmp_path / ".demo").exists()
