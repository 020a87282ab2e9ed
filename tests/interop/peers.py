"""Asking the peers: programs of others, each in the environment that `make peers` makes.

A reader in `readers/` is run by that environment's Python: it reads what detente wrote with the
peer's own code, and prints what the peer found as one JSON document. Nothing of detente is
imported there, and nothing of the peer here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from detente.cli.main import main

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv-peers/bin/python"
READERS = Path(__file__).with_name("readers")


def ask(reader: str, *words: object) -> Any:
    """Run a reader with some words; skip where its peer is not installed."""
    if not PYTHON.exists():
        pytest.skip("the peers are not installed: `make peers`")
    done = subprocess.run(
        [PYTHON, READERS / f"{reader}.py", *map(str, words)],
        capture_output=True, encoding="utf-8", timeout=240, check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    if missing := re.search(r"ModuleNotFoundError: No module named '([\w.]+)'", done.stderr):
        pytest.skip(f"{missing[1]} is not among the peers: `make peers`")
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def detente(capsys: pytest.CaptureFixture[str], *words: object, code: int | None = 0) -> str:
    """Run a command, which ends with `code` (None: any); give what it writes on stdout."""
    capsys.readouterr()
    assert main([*map(str, words)]) in ((*range(7),) if code is None else (code,))
    return capsys.readouterr().out
