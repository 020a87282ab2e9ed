"""The frontier and bargaining points of domains with 10^3 to 10^6 outcomes, beside NegMAS.

Each domain is written as GENIUS XML and read by both. detente and NegMAS (a peer under the
AGPL, never a dependency: see requirements.txt) then run one after the other, each in a
process of its own, files and imports not timed, both warmed up on a small domain first. Timed
are

- *all*: from the profiles to the Pareto frontier and the four bargaining points;
- *frontier*: the frontier alone, of utilities that are there as an array (for NegMAS its
  recommended `pareto_frontier_numpy`).

Both must find the same points, or the benchmark fails: the same frontier as a set of utility
vectors, and among NegMAS's points those that detente marks as Nash, egalitarian (NegMAS:
Kalai) and utilitarian. On a finite set NegMAS takes for Kalai–Smorodinsky the point with the
most equal shares, detente the one whose smallest share is largest; the latter is checked to
be no smaller.

    python benchmarks/package.py --sizes 3 4 --repeat 1
    python benchmarks/package.py --peer-python .venv-peers/bin/python
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent / "results" / "package.json"
ISSUE_VALUES = 10
NEAR = 9
"""Utilities are compared to so many decimals."""

Record = dict[str, Any]


# --- a domain ------------------------------------------------------------------------------------


def write(folder: Path, issues: int, parties: int, seed: int) -> None:
    """Write a domain of `issues` issues with ten values each, and a profile for each party.

    Evaluations are uniform, the least of each issue 0 and the largest 1 (where GENIUS and
    NegMAS read them alike, and begin to bargain at the same point), weights uniform on the
    simplex, reservation values 0.
    """
    import numpy as np

    from detente.planning.genius.domain import Domain, Evaluated, Issue, Profile
    from detente.planning.genius.files import write_domain, write_profile

    draw = np.random.default_rng(seed)
    values = tuple(f"v{k}" for k in range(ISSUE_VALUES))
    domain = Domain("domain", tuple(Issue(f"i{k}", "discrete", values) for k in range(issues)))
    write_domain(domain, folder / "domain.xml")
    for party in range(parties):
        tables = []
        for _ in range(issues):
            worth = draw.random(ISSUE_VALUES)
            worth = (worth - worth.min()) / (worth.max() - worth.min())
            tables.append(Evaluated(dict(zip(values, map(float, worth), strict=True))))
        weights = tuple(map(float, draw.dirichlet(np.ones(issues))))
        write_profile(
            Profile(f"p{party}", weights, tuple(tables)), domain, folder / f"p{party}.xml"
        )


def profiles(folder: Path) -> list[Path]:
    """The profiles' files, in order."""
    return sorted(folder.glob("p*.xml"))


# --- one side, in a process of its own -----------------------------------------------------------


def detente(folder: Path, repeat: int) -> Record:
    """Time detente; give its points."""
    from detente.planning.genius.analysis import _Outcomes, analyse
    from detente.planning.genius.domain import Domain, Profile
    from detente.planning.genius.files import read_domain, read_profile
    from detente.planning.packages.points import frontier

    def load(where: Path) -> tuple[Domain, list[Profile]]:
        domain = read_domain(where / "domain.xml")
        return domain, [read_profile(path, domain) for path in profiles(where)]

    analyse(*load(folder.parent / "warm-up"))
    domain, many = load(folder)
    every = _Outcomes(domain, tuple(many)).all()
    whole, alone = [], []
    for _ in range(repeat):
        start = time.perf_counter()
        found = analyse(domain, many)
        whole.append(time.perf_counter() - start)
        start = time.perf_counter()
        frontier(every)
        alone.append(time.perf_counter() - start)
    points = {name: [list(one.utilities)] for name, one in found.points.items() if one}
    return record(whole, alone, [list(one.utilities) for one in found.frontier], points)


def negmas(folder: Path, repeat: int) -> Record:
    """Time NegMAS; give its points."""
    import warnings

    warnings.filterwarnings("ignore")
    import numpy as np
    from negmas.inout import load_genius_domain
    from negmas.preferences import UtilityFunction, ops
    from negmas.preferences.ops import pareto_frontier, pareto_frontier_numpy

    def run(ufuns: list[Any], space: Any) -> tuple[Any, Record]:
        front, _ = pareto_frontier(ufuns, issues=space.issues)
        ranges = [ufun.minmax(space, above_reserve=False) for ufun in ufuns]
        given = {"ranges": ranges, "outcome_space": space}
        return front, {
            "nash": ops.nash_points(ufuns, front, **given),
            "kalai_smorodinsky": ops.ks_points(ufuns, front, **given),
            "egalitarian": ops.kalai_points(ufuns, front, **given),
            "utilitarian": ops.max_welfare_points(ufuns, front, **given),
        }

    def load(where: Path) -> tuple[list[Any], Any]:
        issues = load_genius_domain(where / "domain.xml").issues
        ufuns = [UtilityFunction.from_genius(p, issues=issues)[0] for p in profiles(where)]
        return ufuns, ufuns[0].outcome_space

    run(*load(folder.parent / "warm-up"))
    ufuns, space = load(folder)
    every = np.array([[float(u(o)) for u in ufuns] for o in space.enumerate()])
    pareto_frontier_numpy(every[:100])
    whole, alone = [], []
    for _ in range(repeat):
        start = time.perf_counter()
        front, marked = run(ufuns, space)
        whole.append(time.perf_counter() - start)
        start = time.perf_counter()
        pareto_frontier_numpy(every)
        alone.append(time.perf_counter() - start)
    points = {name: [list(map(float, u)) for u, _ in one] for name, one in marked.items()}
    return record(whole, alone, [list(map(float, u)) for u in front], points)


def record(
    whole: list[float], alone: list[float], front: list[list[float]], points: Record
) -> Record:
    """What a process prints for the one that started it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "all": median(whole),
        "frontier": median(alone),
        "peak_mb": round(peak),
        "front": front,
        "points": points,
    }


# --- both ----------------------------------------------------------------------------------------


def compare(mine: Record, theirs: Record) -> int:
    """Check that both found the same points; give the size of the frontier."""
    front, other = (set(map(rounded, side["front"])) for side in (mine, theirs))
    assert front == other, f"frontiers differ in {len(front ^ other)} points"
    for name, marked in mine["points"].items():
        if name == "kalai_smorodinsky":
            here, there = (smallest_share(side["points"][name], mine) for side in (mine, theirs))
            assert here >= there - 10**-NEAR, f"{name}: smallest share {here} below {there}"
        else:
            assert rounded(marked[0]) in set(map(rounded, theirs["points"][name])), name
    return len(front)


def smallest_share(points: list[list[float]], mine: Record) -> float:
    """Of the most each party could gain, the smallest share at the best of some points."""
    ideal = [max(column) for column in zip(*mine["front"], strict=True)]
    return max(min(u / a for u, a in zip(one, ideal, strict=True)) for one in points)


def rounded(vector: list[float]) -> tuple[float, ...]:
    """A utility vector as it is compared."""
    return tuple(round(u, NEAR) for u in vector)


def start(side: str, python: str, folder: Path, repeat: int) -> Record:
    """Run one side in a process of its own."""
    words = [python, __file__, "--side", side, "--folder", str(folder), "--repeat", str(repeat)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{side} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Run the benchmark, or one side of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[3, 4, 5, 6], help="powers of ten")
    parser.add_argument("--parties", type=int, nargs="+", default=[2, 3])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peer-python", default=sys.executable, help="one that has negmas")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--side", choices=["detente", "negmas"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        run = {"detente": detente, "negmas": negmas}[asked.side]
        print(json.dumps(run(asked.folder, asked.repeat)))
        return
    version = peer_version(asked.peer_python)
    if version is None:
        print("left out: NegMAS is not installed (pip install -r benchmarks/requirements.txt)")
        return
    rows = [
        row(issues, parties, asked)
        for parties in asked.parties
        for issues in asked.sizes
        if 10**issues <= 10 ** (6 if parties == 2 else 5)
    ]
    asked.results.parent.mkdir(exist_ok=True)
    machine = {"machine": platform.machine(), "cpu": cpu(), "cores": os.cpu_count()}
    result = {"machine": machine, "python": platform.python_version(), "negmas": version}
    asked.results.write_text(json.dumps({**result, "rows": rows}, indent=1) + "\n")


def row(issues: int, parties: int, asked: argparse.Namespace) -> Record:
    """Compare both on domains of one size, and print medians."""
    times: dict[str, list[Record]] = {"detente": [], "negmas": []}
    fronts = []
    for seed in range(asked.seeds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "domain"
            for where, size in ((folder, issues), (folder.parent / "warm-up", 2)):
                where.mkdir()
                write(where, size, parties, seed)
            for side, python in (("detente", sys.executable), ("negmas", asked.peer_python)):
                times[side].append(start(side, python, folder, asked.repeat))
        fronts.append(compare(times["detente"][-1], times["negmas"][-1]))
    row: Record = {"outcomes": 10**issues, "parties": parties, "frontier_size": median(fronts)}
    for side, runs in times.items():
        for key in ("all", "frontier", "peak_mb"):
            row[f"{side}_{key}"] = median(run[key] for run in runs)
    for key in ("all", "frontier"):
        ratios = [
            theirs[key] / mine[key]
            for mine, theirs in zip(times["detente"], times["negmas"], strict=True)
        ]
        row[f"ratio_{key}"] = median(ratios)
    print(
        f"10^{issues} outcomes, {parties} parties, frontier of {row['frontier_size']:g}: "
        f"all {row['detente_all']:.4f} s against {row['negmas_all']:.3f} s, "
        f"{row['ratio_all']:.0f} times faster; frontier alone {row['detente_frontier']:.4f} s "
        f"against {row['negmas_frontier']:.4f} s, {row['ratio_frontier']:.1f} times; same points",
        flush=True,
    )
    return row


def peer_version(python: str) -> str | None:
    """The version of NegMAS that an interpreter has, if any."""
    code = "from importlib.metadata import version; print(version('negmas'))"
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
