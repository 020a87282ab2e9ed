"""Console examples of the documentation: found, run, and compared with what they print."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Example(NamedTuple):
    """A command line, and what it is said to print (`...` stands for anything)."""

    command: str
    printed: str


def examples(text: str) -> list[Example]:
    """Give the lines that begin with `$ ` in the ```console blocks of a page, in order."""
    return [
        Example(command.replace("\\\n", " "), printed)
        for block in re.findall(r"^```console\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        for command, printed in re.findall(
            r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE
        )
    ]


def environment() -> dict[str, str]:
    """Give an environment in which `detente` is found, at 80 columns."""
    beside = Path(sys.executable).parent
    return {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}", "COLUMNS": "80"}


def agrees(printed: str, example: Example) -> bool:
    """Say whether what was printed is what the page says; dates keep together by odd spaces."""
    check = doctest.OutputChecker()
    flags = doctest.ELLIPSIS
    return check.check_output(example.printed, printed.replace("\u00a0", " "), flags)


def run(page: list[Example], folder: Path) -> None:
    """Run examples one after another in a folder; each prints what it should, and ends well.

    An exit code other than 0 is to be shown: by `echo $?` as the next example. A server is stopped
    once it has told its address.
    """
    code = 0
    for number, example in enumerate(page):
        if example.command.startswith("detente serve"):
            code, printed = 0, _served(example.command, folder)
        else:
            code, printed = _ended(example.command, code, folder)
        told = number + 1 < len(page) and page[number + 1].command == "echo $?"
        assert not code or told, (example.command, code, printed)
        assert agrees(printed, example), f"$ {example.command}\n{printed}"


def _ended(command: str, before: int, folder: Path) -> tuple[int, str]:
    """Run a command to its end, with `$?` as it was left before."""
    done = subprocess.run(
        ["/bin/sh", "-c", f"(exit {before}); {command}"],
        cwd=folder, env=environment(), capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def _served(command: str, folder: Path) -> str:
    """Start a server on a port that is free, and give what it says until its address."""
    said = ""
    with subprocess.Popen(
        ["/bin/sh", "-c", f"exec {command} --port 0"],
        cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    ) as server:  # fmt: skip
        for line in server.stdout or ():
            said += line
            if line.startswith("http"):
                break
        server.terminate()
    return said
