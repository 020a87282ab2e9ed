"""The README's examples are run as they stand."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_python_example_prints_what_it_says() -> None:
    """Every `>>>` line of the README gives the result printed below it."""
    result = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0


def test_the_commands_print_what_they_say(tmp_path: Path) -> None:
    """Every `$ detente` line of the README runs and prints what stands below it."""
    block = next(
        text
        for text in re.findall(r"```console\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
        if text.startswith("$ ")
    )
    examples = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    assert len(examples) == 3
    beside = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}
    for command, expected in examples:
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        check = doctest.OutputChecker()
        printed = (done.stdout + done.stderr).replace("\u00a0", " ")  # dates keep together
        assert check.check_output(expected, printed, doctest.ELLIPSIS), (
            command,
            done.stdout[:500],
            done.stderr,
        )
    assert (tmp_path / "talks.yaml").exists()
