"""How many branches of each floor the tests took: ``make coverage``.

Counts branches alone, floor by floor: among lines a condition that never went the other way would
not show, and one floor would hide the gaps of another. Reads what the tests left in ``.coverage``,
names every branch not taken, and fails where a floor lacks more than one in twenty.

    python -m tests.branches FLOOR ...
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from coverage import Coverage

LEAST = 0.95


def measured() -> dict[str, Any]:
    """The files of coverage's JSON report, by their paths."""
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "coverage.json"
        coverage.json_report(outfile=str(target))
        return json.loads(target.read_text("utf-8"))["files"]


def report(floor: str, files: dict[str, Any]) -> float:
    """Print what one floor lacks; give the share of its branches that were taken."""
    taken, there = 0, 0
    for name, file in sorted(files.items()):
        if f"/detente/{floor}/" not in name:
            continue
        own, every = file["summary"]["covered_branches"], file["summary"]["num_branches"]
        taken, there = taken + own, there + every
        missing = [f"{a}-{b if b > 0 else 'exit'}" for a, b in file["missing_branches"]]
        if missing:
            sys.stdout.write(f"{Path(name).name:24}{own:5} of {every:4}  {' '.join(missing)}\n")
    share = taken / there if there else 0.0
    sys.stdout.write(f"{floor + '/':24}{taken:5} of {there:4}  {share:.1%}\n\n")
    return share


def main(floors: list[str]) -> int:
    """Report every floor; 1 where one falls short."""
    files = measured()
    short = [floor for floor in floors if report(floor, files) < LEAST]
    if short:
        sys.stderr.write(f"Fewer than {LEAST:.0%} of the branches taken: {', '.join(short)}.\n")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
