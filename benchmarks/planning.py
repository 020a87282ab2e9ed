"""Planning beside OR-Tools CP-SAT and a plain dynamic program, on the same instances.

Every cell (family, number of lots, solver) runs in a process of its own, so that its peak
memory is its own; what is compiled or loaded late is warmed up on another instance first and
not timed. Results are merged into a JSON file cell by cell, so the benchmark can be run in
parts, and a table in Markdown is written beside it.

    python benchmarks/planning.py --sizes 20 22 --families rich narrow --instances 10
    python benchmarks/planning.py --report        # only write the table again

Instances whose greedy order reaches the root bound prove nothing: they are counted apart and
left out of all figures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from families import FAMILIES, instance

SIZES = (12, 16, 20, 22, 24, 32, 40, 60, 100, 1000, 10_000)
RESULTS = Path(__file__).parent / "results" / "planning.json"
NEAR = 1e-6
"""Values that differ by this share of the largest lot are equal (CP-SAT rounds amounts)."""

Cell = dict[str, Any]


# --- one cell, in a process of its own -----------------------------------------------------------


def run_cell(family: str, lots: int, solver: str, instances: int, limit: float) -> Cell:
    """Solve the instances of one cell one after another; peak memory is that of the process."""
    from solvers import SOLVERS

    SOLVERS[solver](instance(family, lots, 1_000_000), min(limit, 5.0))  # warm-up
    runs = [solve(family, lots, seed, solver, limit) for seed in range(instances)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"runs": runs, "peak_mb": round(peak), "limit": limit}


def solve(family: str, lots: int, seed: int, solver: str, limit: float) -> dict[str, Any]:
    """Solve one instance, and say what it proves."""
    from solvers import SOLVERS, greedy, value

    from detente.planning.bounds import guarantee_bound
    from detente.planning.problem import Problem

    deal = instance(family, lots, seed)
    largest = max(abs(lot.effect(who)) for lot in deal.lots for who in deal.parties)
    answer = SOLVERS[solver](deal, limit)
    root, reached = guarantee_bound(Problem(deal)), value(deal, greedy(deal))
    found = value(deal, answer.order) if answer.order else None
    bound = float(answer.bound)
    return {
        "seed": seed,
        "value": found,
        "bound": None if abs(bound) == float("inf") else bound,
        "proven": bool(bound == float("inf") if found is None else found <= bound + NEAR * largest),
        "ties": None if answer.ties is None else bool(answer.ties),
        "seconds": round(answer.seconds, 6),
        "trivial": bool(reached <= root + NEAR * largest),
        "largest_lot": largest,
    }


# --- all cells -----------------------------------------------------------------------------------


def main() -> None:
    """Run the cells asked for, and report."""
    args = arguments()
    if args.cell:
        print(json.dumps(run_cell(*args.cell[:1], int(args.cell[1]), args.cell[2],
                                  args.instances, args.time_limit)))  # fmt: skip
        return
    results = read(args.output)
    if not args.report:
        for family, lots, solver in cells(args):
            key = f"{family}/{lots}/{solver}"
            print(f"{key} …", end=" ", flush=True, file=sys.stderr)
            results["cells"][key] = spawn(family, lots, solver, args)
            print(short(results["cells"][key]), file=sys.stderr)
            write(args.output, json.dumps(results, indent=1) + "\n")
    table = report(results)
    write(args.output.with_suffix(".md"), table)
    print(table)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--families", nargs="+", default=list(FAMILIES),
                        choices=[*FAMILIES, "plain", "tight"])  # fmt: skip
    parser.add_argument("--instances", type=int, default=10)
    parser.add_argument("--time-limit", type=float, default=10.0)
    parser.add_argument("--peers", nargs="*", default=["cpsat", "dp"], choices=["cpsat", "dp"])
    parser.add_argument("--whole", action="store_true", help="also time plan() with all ties")
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--report", action="store_true", help="run nothing, write the table")
    parser.add_argument("--cell", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def cells(args: argparse.Namespace) -> list[tuple[str, int, str]]:
    """Family, size and solver of every cell asked for; a peer right after detente."""
    from solvers import LARGEST

    names = [f for f, of in FAMILIES.items() if {f, of.kind} & set(args.families)]
    solvers = ["detente", *(["plan"] if args.whole else []), *args.peers]
    return [
        (name, size, solver)
        for size in args.sizes
        for name in names
        if size % FAMILIES[name].multiple == 0
        for solver in solvers
        if size <= LARGEST.get(solver, size)
    ]


def spawn(family: str, lots: int, solver: str, args: argparse.Namespace) -> Cell:
    """Run a cell in a fresh process; a note instead of figures where that fails."""
    words = [sys.executable, __file__, "--cell", family, str(lots), solver,
             "--instances", str(args.instances), "--time-limit", str(args.time_limit)]  # fmt: skip
    patience = 120 + 3 * args.instances * (args.time_limit + 5)
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=patience, check=False)
    except subprocess.TimeoutExpired:
        return {"runs": [], "failed": "far over the time limit"}
    if done.returncode:
        return {"runs": [], "failed": (done.stderr.strip().splitlines() or ["no reason"])[-1]}
    cell: Cell = json.loads(done.stdout.splitlines()[-1])
    return cell


def read(path: Path) -> dict[str, Any]:
    """Read earlier results, unless they come from another machine or other versions."""
    here = machine()
    if path.exists():
        old: dict[str, Any] = json.loads(path.read_text())
        if old["machine"] == here:
            return old
    return {"machine": here, "cells": {}}


def write(path: Path, text: str) -> None:
    """Write a file whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(path.suffix + ".part")
    part.write_text(text)
    part.replace(path)


def machine() -> dict[str, Any]:
    """Name what the figures were measured on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if os.name == "posix" else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "cpu": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("detente", "numpy", "numba", "ortools")},
    }


# --- the table -----------------------------------------------------------------------------------


def report(results: dict[str, Any]) -> str:
    """Write the table: a row for each family and size, the peers' columns beside ours."""
    of = results["machine"]
    kept = results["cells"]
    rows = sorted({tuple(key.split("/")[:2]) for key in kept}, key=lambda r: (int(r[1]), r[0]))
    head = (
        "family", "lots", "trivial", "proven", "median s", "worst s", "gap", "peak MB",
        "plan() s", "CP-SAT proven", "CP-SAT s", "times faster", "worse / better", "DP s",
    )  # fmt: skip
    lines = [
        "# Planning",
        "",
        "The smallest max over parties of (guarantee - stake). Medians over the instances that are "
        "not trivial (trivial: a greedy order reaches the root bound). Gap: median of (value - "
        "bound) over the largest lot. Times faster: median over instances of CP-SAT's time over "
        "ours, where ours is proven; at least that where CP-SAT ran into its limit (≥). Worse / "
        "better: instances where our ladder is worse or better than CP-SAT's.",
        "",
        f"{of['cpu']}, {of['cores']} cores; Python {of['python']}, detente {of['detente']}, NumPy "
        f"{of['numpy']}, Numba {of['numba']}, OR-Tools {of['ortools']} (2 workers).",
        "",
        "| " + " | ".join(head) + " |",
        "|---|" + "---:|" * (len(head) - 1),
    ]
    for family, lots in rows:
        cell = {s: kept.get(f"{family}/{lots}/{s}") for s in ("detente", "plan", "cpsat", "dp")}
        if cell["detente"]:
            lines.append("| " + " | ".join([family, lots, *row(cell)]) + " |")
    return "\n".join([*lines, "", *together(kept)]) + "\n"


def together(kept: dict[str, Cell]) -> list[str]:
    """All families in one figure: times faster than CP-SAT, from 16 to 24 lots and beyond."""
    said = []
    for low, high in ((16, 24), (32, 40), (60, 60)):
        runs: list[dict[str, Any]] = []
        theirs: list[dict[str, Any]] = []
        for key, cell in kept.items():
            family, lots, solver = key.split("/")
            if solver == "detente" and low <= int(lots) <= high and "failed" not in cell:
                peer = {r["seed"]: r for r in apart(kept.get(f"{family}/{lots}/cpsat"))}
                pairs = [(r, peer[r["seed"]]) for r in apart(cell) if r["seed"] in peer]
                for k, (ours, other) in enumerate(pairs, start=len(runs)):
                    runs.append({**ours, "seed": k})
                    theirs.append({**other, "seed": k})
        if runs:
            ratio, ends = against(runs, {"runs": theirs})
            said.append(
                f"- {low} to {high} lots, all families together: {len(runs)} instances, proven "
                f"{proven(runs)} here and {proven(theirs)} by CP-SAT, median {ratio} times faster; "
                f"worse / better {ends}."
            )
    return said


def row(cell: dict[str, Cell | None]) -> list[str]:
    """The figures of one family and size."""
    ours, peer, dp, plan = (cell[s] for s in ("detente", "cpsat", "dp", "plan"))
    assert ours is not None
    if "failed" in ours:
        return [ours["failed"], *[""] * 11]
    runs = [r for r in ours["runs"] if not r["trivial"]]
    done = f"{len(ours['runs']) - len(runs)}/{len(ours['runs'])}"
    if not runs:
        return [done, "–", "–", "–", "–", f"{ours['peak_mb']}", *["–"] * 6]
    gaps = [
        (r["value"] - r["bound"]) / r["largest_lot"]
        for r in runs
        if r["value"] is not None and r["bound"] is not None
    ]
    return [
        done,
        proven(runs),
        f"{median(r['seconds'] for r in runs):.3g}",
        f"{max(r['seconds'] for r in runs):.3g}",
        f"{max(0.0, median(gaps)):.2%}" if gaps else "–",
        f"{ours['peak_mb']}",
        seconds(plan),
        proven(apart(peer)),
        seconds(peer),
        *against(runs, peer),
        seconds(dp),
    ]


def apart(cell: Cell | None) -> list[dict[str, Any]]:
    """The runs of a cell that prove something."""
    return [r for r in cell["runs"] if not r["trivial"]] if cell else []


def proven(runs: list[dict[str, Any]]) -> str:
    """How many are proven, of how many."""
    return f"{sum(r['proven'] for r in runs)}/{len(runs)}" if runs else "–"


def seconds(cell: Cell | None) -> str:
    """Median time of a cell."""
    runs = apart(cell)
    return f"{median(r['seconds'] for r in runs):.3g}" if runs else "–"


def against(runs: list[dict[str, Any]], peer: Cell | None) -> list[str]:
    """How many times faster, and on how many instances worse and better."""
    theirs = {r["seed"]: r for r in apart(peer)}
    pairs = [(r, theirs[r["seed"]]) for r in runs if r["seed"] in theirs]
    if not pairs:
        return ["–", "–"]
    ratios = [
        (q["seconds"] / max(r["seconds"], 1e-6), q["proven"]) for r, q in pairs if r["proven"]
    ]
    ratio = "–"
    if ratios:
        middle = sorted(ratios)[len(ratios) // 2]
        ratio = f"{'' if middle[1] else '≥ '}{middle[0]:.3g}"
    worse = better = 0
    for r, q in pairs:
        near = 1e-4 * r["largest_lot"]
        ours, other = (x["value"] if x["value"] is not None else float("inf") for x in (r, q))
        worse += ours > other + near
        better += other > ours + near
    return [ratio, f"{worse} / {better}"]


def short(cell: Cell) -> str:
    """One line about a cell while the others still run."""
    if "failed" in cell:
        return str(cell["failed"])
    runs = apart(cell)
    return f"proven {proven(runs)}, median {seconds(cell)} s, {cell['peak_mb']} MB"


if __name__ == "__main__":
    main()
