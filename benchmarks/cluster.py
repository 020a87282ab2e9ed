"""Work on one and on two worker processes beside the same work in one process, in the same run.

Two loads, both of `minsk`, each the same task list for everybody:

- *draws*: chunks of `detente.stress`, whose results are histograms that are added up;
- *sweep*: scenarios planned and stressed, few and large.

For each: one process and one thread; a local Dask cluster of 1 and of 2 workers; and 2 workers of
which one is killed by SIGKILL when a third of the work is done. Workers are started, and have
imported what they need, before the clock starts; starting is told apart. What comes back must be
the same in every byte, killed worker or not, or the benchmark fails.

Efficiency is the time of one process over the time of the cluster times its workers: 1 would be
work that costs nothing to share. The machine must have a core for each worker, and nothing else
to do.

    python benchmarks/cluster.py --draws 1000000 --scenarios 6 --repeat 1
    python benchmarks/cluster.py
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import platform
import signal
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from detente.case import Case
from detente.planning import plan
from detente.uncertainty.processes import cluster
from detente.uncertainty.sweeps.scenarios import SweepPlan
from detente.uncertainty.sweeps.sweeping import sweep_plan
from detente.uncertainty.sweeps.table import to_csv
from detente.uncertainty.values.stressing import counted, stress_plan
from detente.uncertainty.work import Run, threads

RESULTS = Path(__file__).parent / "results" / "cluster.json"
WORKERS = (1, 2)

Record = dict[str, Any]
Load = Callable[[Run, Callable[[int], None] | None], bytes]


def loads(draws: int, scenarios: int) -> dict[str, tuple[int, Load]]:
    """What is done: by name, of how many units, and how."""
    case = Case.load("minsk")
    drawn = stress_plan(case, plan(case.exchange()), draws)
    stakes = tuple(6 + 12 * k / scenarios for k in range(scenarios))
    asked = SweepPlan((case,), settings={"parties.us.stake.reputation": stakes}, draws=60_000)

    def draw(run: Run, progress: Callable[[int], None] | None) -> bytes:
        return pickle.dumps(counted(drawn, run, progress))

    def sweep(run: Run, progress: Callable[[int], None] | None) -> bytes:
        return to_csv(sweep_plan(asked, run, progress))

    return {"draws": (draws, draw), "sweep": (scenarios, sweep)}


def timed(load: Load, run: Run, repeat: int) -> tuple[float, bytes]:
    """Median seconds, and what came back."""
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        found = load(run, None)
        seconds.append(time.perf_counter() - start)
    return median(seconds), found


def pid(_given: None, _k: int) -> int:
    """The process that does a task."""
    return os.getpid()


def killed(load: Load, units: int, run: Run) -> tuple[float, bytes]:
    """Seconds with one worker killed once a third of the work is done, and what came back."""
    victim, done = next(iter(run(pid, None, 1))), [0]

    def progress(more: int) -> None:
        before, done[0] = done[0], done[0] + more
        if before < units / 3 <= done[0]:
            os.kill(victim, signal.SIGKILL)

    start = time.perf_counter()
    found = load(run, progress)
    return time.perf_counter() - start, found


def measured(name: str, units: int, load: Load, repeat: int) -> Record:
    """Measure one load in all ways, and print it."""
    load(threads(1), None)  # compiles, and warms what is cached
    alone, wanted = timed(load, threads(1), repeat)
    row: Record = {"load": name, "units": units, "one_process": alone, "workers": {}}
    print(
        f"{name} ({units:,}): one process {alone:.2f} s, {units / alone:,.3g} a second", flush=True
    )
    for workers in WORKERS:
        begun = time.perf_counter()
        with cluster(workers) as run:
            up = time.perf_counter() - begun
            load(run, None)  # every worker imports and compiles
            took, found = timed(load, run, repeat)
            assert found == wanted, f"{workers} workers found something else"
            of: Record = {"start": up, "seconds": took, "ratio": alone / took,
                          "efficiency": alone / took / workers}  # fmt: skip
            print(
                f"    {workers} worker{'s' * (workers > 1)}: {took:.2f} s, {of['ratio']:.2f} times "
                f"one process, efficiency {of['efficiency']:.0%} (started in {up:.1f} s)",
                flush=True,
            )
            if workers > 1:
                of["killed"], found = killed(load, units, run)
                assert found == wanted, "the run with a killed worker found something else"
                print(
                    f"    {workers} workers, one killed: {of['killed']:.2f} s, "
                    f"{of['killed'] / took:.2f} times as long; the same in every byte",
                    flush=True,
                )
        row["workers"][str(workers)] = of
    return row


def table(result: Record) -> str:
    """The result as Markdown."""
    lines = [
        "# Work on one and two worker processes",
        "",
        f"{result['cpu']}, {result['cores']} cores, load {result['load']:.1f} at the start; "
        f"Python {result['python']}.",
        "",
        "| load | one process | 1 worker | 2 workers | efficiency of 2 | one of 2 killed |",
        "|---|---|---|---|---|---|",
    ]
    for row in result["rows"]:
        one, two = row["workers"]["1"], row["workers"]["2"]
        lines.append(
            f"| {row['load']}, {row['units']:,} | {row['one_process']:.2f} s "
            f"| {one['seconds']:.2f} s ({one['ratio']:.2f}×) "
            f"| {two['seconds']:.2f} s ({two['ratio']:.2f}×) "
            f"| {two['efficiency']:.0%} | {two['killed']:.2f} s, same bytes |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=10_000_000)
    parser.add_argument("--scenarios", type=int, default=24)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--results", type=Path, default=RESULTS)
    asked = parser.parse_args()
    result: Record = {
        "cpu": cpu(), "cores": len(os.sched_getaffinity(0)), "load": os.getloadavg()[0],
        "python": platform.python_version(), "rows": [],
    }  # fmt: skip
    for name, (units, load) in loads(asked.draws, asked.scenarios).items():
        result["rows"].append(measured(name, units, load, asked.repeat))
    asked.results.parent.mkdir(exist_ok=True)
    asked.results.write_text(json.dumps(result, indent=1) + "\n")
    asked.results.with_suffix(".md").write_text(table(result))


def cpu() -> str:
    """The processor's name."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    main()
