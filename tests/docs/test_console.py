"""The commands of the documentation do what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import console

DOCS = Path(__file__).parents[2] / "docs"


PAGES = [
    "tutorial.md",
    "how-to/cut-a-measure-into-lots.md",
    "how-to/elicit-values.md",
    "how-to/read-a-certificate.md",
]


@pytest.mark.parametrize("name", PAGES)
def test_commands_run_one_after_another(name: str, tmp_path: Path) -> None:
    """Each command of the page, run in its order in one folder, prints what stands below it."""
    examples = console.examples((DOCS / name).read_text("utf-8"))
    assert examples
    console.run(examples, tmp_path)
