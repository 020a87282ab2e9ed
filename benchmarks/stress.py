"""Draws of `minsk` beside straightforward NumPy and beside pyfair, in the same run.

Three sides, one after the other, each in a process of its own, imports and compiling not timed
(compiling is told apart):

- *detente*: `detente.stress`, every count included;
- *numpy*: what an analyst would write: `Generator.beta` for each PERT, whole arrays, the margins of
  all prefixes from the definition, and the share of draws in which all hold. It must find the same
  share, within the Monte Carlo error, or the benchmark fails;
- *pyfair*: a Monte Carlo risk library, with the largest model it has: seven PERT numbers a draw.

Draws differ in size (`minsk` draws 71 numbers and then walks 24 steps), so besides draws a second
the table has *numbers* drawn a second, which is the ratio that is printed. Time and peak memory
for 10^4 to 10^8 draws; NumPy and pyfair stop where whole arrays no longer fit (10^6 and 10^7).

The share of memory bandwidth is what the draws' uniform numbers would need if they went to memory
and back (16 bytes each), over what copying a large array reaches on as many threads. They stay in
the cache, so it may pass 1: then memory is not what limits.

    python benchmarks/stress.py --sizes 4 5 --repeat 1
    python benchmarks/stress.py --peer-python ~/pyfair/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent / "results" / "stress.json"
MOST = {"detente": 8, "numpy": 6, "pyfair": 7}
"""Largest power of ten for each side."""

LEAVES = {
    "Contact Frequency": (1, 4, 9),
    "Probability of Action": (0.1, 0.4, 0.9),
    "Threat Capability": (0.1, 0.4, 0.9),
    "Control Strength": (0.1, 0.5, 0.9),
    "Primary Loss": (1, 4, 9),
    "Secondary Loss Event Frequency": (0.1, 0.4, 0.9),
    "Secondary Loss Event Magnitude": (1, 4, 9),
}
"""What a model of pyfair takes at most."""

Record = dict[str, Any]


# --- one side, in a process of its own -----------------------------------------------------------


def detente(draws: int, repeat: int, workers: int) -> Record:
    """Time detente, its first chunk (which may compile) apart."""
    import detente as dt
    from detente.uncertainty.values.chunks import COMPILED, stress_chunk
    from detente.uncertainty.values.stressing import counted, stress_plan, summarise
    from detente.uncertainty.work import threads

    case = dt.Case.load("minsk")
    ladder = dt.plan(case.exchange())
    plan = stress_plan(case, ladder, draws)
    start = time.perf_counter()
    stress_chunk(stress_plan(case, ladder, draws if draws > COMPILED else 1000), 0)
    first = time.perf_counter() - start
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        found = summarise(plan, counted(plan, threads(workers)))
        seconds.append(time.perf_counter() - start)
    return told(seconds, draws, len(plan.source.slots), held=found.hold_probability, first=first)


def numpy(draws: int, repeat: int, _: int) -> Record:
    """Time the straightforward way."""
    import numpy as np

    import detente as dt
    from detente.uncertainty.values.formula import formula

    case = dt.Case.load("minsk")
    deal = case.exchange()
    order = dt.plan(deal).order
    used = [number for number in formula(case).numbers if number.drawn]
    held, seconds = 0.0, []
    for seed in range(repeat):
        rng = np.random.default_rng(seed)
        start = time.perf_counter()
        values, stakes = {}, {}
        for number in used:
            width = number.high - number.low
            a = 1 + 4 * (number.mode - number.low) / width
            values[number.path] = number.low + width * rng.beta(a, 6 - a, draws)
        for who in deal.parties:
            stakes[who] = values.pop(f"parties.{who}.stake.reputation")
        lots = {lot.name: lot for lot in case.amounts(values)}
        holds = np.ones(draws, dtype=bool)
        for who in deal.parties:
            gain, kept = np.zeros(draws), np.zeros(draws)
            for lot in lots.values():
                gain += -np.maximum(lot.cost, 0) if lot.giver == who else lot.value.get(who, 0.0)
            for name in (None, *order):
                if name is not None:
                    lot = lots[name]
                    if lot.giver == who:
                        kept -= (1 - lot.recovered) * np.maximum(lot.cost, 0)
                    else:
                        kept += (1 - lot.lost.get(who, 0.0)) * lot.value.get(who, 0.0)
                holds &= (kept - gain <= stakes[who]) & (kept >= -deal.caps[who])
        held = float(holds.mean())
        seconds.append(time.perf_counter() - start)
    return told(seconds, draws, len(used), held=held)


def pyfair(draws: int, repeat: int, _: int) -> Record:
    """Time pyfair."""
    import warnings

    warnings.filterwarnings("ignore")
    from pyfair import FairModel

    def once(n: int, seed: int) -> float:
        model = FairModel("peer", n_simulations=n, random_seed=seed)
        for leaf, (low, mode, high) in LEAVES.items():
            model.input_data(leaf, low=low, mode=mode, high=high)
        model.calculate_all()
        return float(model.export_results()["Risk"].mean())

    once(1000, 1)
    seconds = []
    for seed in range(repeat):
        start = time.perf_counter()
        once(draws, seed + 1)
        seconds.append(time.perf_counter() - start)
    return told(seconds, draws, len(LEAVES))


def bandwidth(_: int, repeat: int, workers: int) -> Record:
    """Bytes a second of copying a large array on some threads, read and written both counted."""
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    parts = [np.ones(1 << 24) for _ in range(workers)], [np.empty(1 << 24) for _ in range(workers)]
    best = 0.0
    with ThreadPoolExecutor(workers) as pool:
        for _try in range(5 + repeat):
            start = time.perf_counter()
            list(pool.map(np.copyto, parts[1], parts[0]))
            best = max(best, workers * (1 << 28) / (time.perf_counter() - start))
    return {"bytes_per_second": best}


def told(seconds: list[float], draws: int, numbers: int, **more: float) -> Record:
    """What a process prints for the one that started it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    took = median(seconds)
    return {
        "seconds": took, "draws_per_second": draws / took, "numbers": numbers,
        "numbers_per_second": draws * numbers / took, "peak_mb": round(peak), **more,
    }  # fmt: skip


# --- all -----------------------------------------------------------------------------------------


def start(side: str, python: str, draws: int, asked: argparse.Namespace) -> Record:
    """Run one side in a process of its own."""
    words = [python, __file__, "--side", side, "--sizes", str(draws)]
    words += ["--repeat", str(asked.repeat), "--workers", str(asked.workers)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{side} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Run the benchmark, or one side of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[4, 5, 6, 7, 8],
                        help="powers of ten")  # fmt: skip
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--peer-python", default=sys.executable, help="one that has pyfair")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        run = {"detente": detente, "numpy": numpy, "pyfair": pyfair, "bandwidth": bandwidth}
        print(json.dumps(run[asked.side](asked.sizes[0], asked.repeat, asked.workers)))
        return
    version = peer_version(asked.peer_python)
    if version is None:
        print("left out: pyfair is not installed (pip install -r benchmarks/requirements.txt)")
    copied = start("bandwidth", sys.executable, 1, asked)["bytes_per_second"]
    print(f"memory: {copied / 1e9:.1f} GB/s on {asked.workers} threads")
    rows = [row(size, version, copied, asked) for size in asked.sizes]
    asked.results.parent.mkdir(exist_ok=True)
    machine = {"machine": platform.machine(), "cpu": cpu(), "cores": os.cpu_count()}
    result = {
        "machine": machine, "python": platform.python_version(), "pyfair": version,
        "workers": asked.workers, "bytes_per_second": copied, "rows": rows,
    }  # fmt: skip
    asked.results.write_text(json.dumps(result, indent=1) + "\n")


def row(size: int, version: str | None, copied: float, asked: argparse.Namespace) -> Record:
    """Compare all sides at one number of draws, and print it."""
    sides = {"detente": sys.executable, "numpy": sys.executable}
    if version is not None:
        sides["pyfair"] = asked.peer_python
    row: Record = {"draws": 10**size}
    for side, python in sides.items():
        if size <= MOST[side]:
            row[side] = start(side, python, 10**size, asked)
    mine = row["detente"]
    mine["share_of_bandwidth"] = mine["numbers_per_second"] * 16 / copied
    print(
        f"10^{size} draws: {mine['seconds']:.3f} s (first chunk {mine['first']:.1f} s), "
        f"{mine['draws_per_second']:.3g} draws/s, {mine['peak_mb']} MB, "
        f"{mine['share_of_bandwidth']:.0%} of memory bandwidth",
        flush=True,
    )
    for side in ("numpy", "pyfair"):
        if side in row:
            theirs = row[side]
            row[f"ratio_{side}"] = mine["numbers_per_second"] / theirs["numbers_per_second"]
            print(
                f"    {side}: {theirs['seconds']:.3f} s for {theirs['numbers']} numbers a draw, "
                f"{theirs['peak_mb']} MB: {row[f'ratio_{side}']:.1f} times fewer numbers a second",
                flush=True,
            )
    if "numpy" in row:
        apart = abs(mine["held"] - row["numpy"]["held"])
        error = (2 * 0.25 / 10**size) ** 0.5
        assert apart < 5 * error, f"hold probabilities differ by {apart:.4f}"
    return row


def peer_version(python: str) -> str | None:
    """The version of pyfair that an interpreter has, if any."""
    code = "from importlib.metadata import version; print(version('pyfair'))"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None


def cpu() -> str:
    """The processor's name."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    main()
