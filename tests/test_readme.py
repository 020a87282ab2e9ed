"""The README's examples are run as they stand."""

from __future__ import annotations

import doctest
from pathlib import Path

from tests import console

README = Path(__file__).parents[1] / "README.md"


def test_the_python_example_prints_what_it_says() -> None:
    """Every `>>>` line of the README gives the result printed below it."""
    result = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0


def test_the_commands_print_what_they_say(tmp_path: Path) -> None:
    """Every `$ detente` line of the README runs and prints what stands below it."""
    examples = console.examples(README.read_text("utf-8"))
    assert len(examples) == 3
    console.run(examples, tmp_path)
    assert (tmp_path / "talks.yaml").exists()
