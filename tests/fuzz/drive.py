"""Fuzzes the targets with atheris: `make fuzz`, or `python -m tests.fuzz.drive --help`.

Each target runs in a process of its own, which counts what of our code each input reached and goes
on from those that reached more. What breaks a target is made smaller and kept in `findings`.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.fuzz.targets import FOUND, TARGETS, broken, seeds_of

ROOT = Path(__file__).parents[2]
CORPUS = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "detente-fuzz"
SLOW = 5.0
"""Seconds of processor time that no input of this size should take."""
MUCH = 300_000
"""Kilobytes by which no input of this size should raise what the process holds."""
LONGEST = 100_000
"""Bytes of an input."""
_DONE = re.compile(r"number_of_executed_units: (\d+)")


def main() -> int:
    """Fuzz the targets named, one after another; 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.drive", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="default: all")
    parser.add_argument("--time", type=int, default=60, help="seconds for each target")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--seed", type=int, default=0, help="of the fuzzer; 0: another each time")
    asked = parser.parse_args()
    if asked.one:
        return _fuzz(asked.one, asked.time, asked.seed)
    if unknown := [name for name in asked.targets if name not in TARGETS]:
        parser.error(f"no target {', '.join(unknown)}; there are: {', '.join(TARGETS)}")
    found = [_apart(name, asked.time, asked.seed) for name in asked.targets or TARGETS]
    return int(any(found))


def _apart(name: str, seconds: int, seed: int) -> bool:
    """Fuzz one target in a process of its own; say whether it found something new."""
    before = set(_kept(name))
    command = [sys.executable, "-m", "tests.fuzz.drive", "--one", name]
    command += ["--time", str(seconds), "--seed", str(seed)]
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="detente-fuzz-") as folder:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": folder},  # the fuzzer ends without cleaning up
            capture_output=True,
            text=True,
            errors="replace",
        )
    took = time.monotonic() - start
    runs = _DONE.search(done.stderr)
    new = sorted(set(_kept(name)) - before)
    count = f"{int(runs[1]):>9,} inputs" if runs else "  stopped short"
    print(f"{name:<14}{count} in {took:>5.0f} s, {len(new)} new findings", flush=True)
    for path in new:
        print(f"  {path.relative_to(ROOT)}")
    if done.returncode and not new:  # not through an input: a fault of the harness
        print(done.stderr[-2000:])
    return bool(new) or done.returncode != 0


def _kept(name: str) -> list[Path]:
    return list((FOUND / name).glob("*"))


def _fuzz(name: str, seconds: int, seed: int) -> int:
    import atheris

    with atheris.instrument_imports(include=["detente"]):
        _warmed(name)
    corpus = CORPUS / name
    corpus.mkdir(parents=True, exist_ok=True)
    for data in seeds_of(name):
        (corpus / sha256(data).hexdigest()[:16]).write_bytes(data)
    hung = FOUND / name
    arguments = [
        sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST}",
        "-timeout=60", "-report_slow_units=60", "-rss_limit_mb=4096", f"-artifact_prefix={hung}/",
        "-print_final_stats=1", f"-seed={seed}", "-len_control=0",
    ]  # fmt: skip
    hung.mkdir(parents=True, exist_ok=True)
    watched = _Watch(name, Path(tempfile.mkdtemp()))
    mutate = TARGETS[name].mutate

    def mutated(data: bytes, most: int, number: int) -> bytes:
        random = Random(number)
        if random.random() < 0.3:
            return bytes(atheris.Mutate(data, most))
        return mutate(data, random)[:most]

    atheris.Setup(arguments, watched, custom_mutator=mutated)
    atheris.Fuzz()
    return 0


def _warmed(name: str) -> None:
    """Have every module of ours that the target needs imported, and libraries warmed up."""
    with tempfile.TemporaryDirectory() as folder:
        for data in seeds_of(name):
            broken(name, data, Path(folder))


class _Watch:
    """Runs inputs; keeps the first of each way in which they break, made smaller."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder = name, folder
        self.known: set[str] = set()

    def __call__(self, data: bytes) -> None:
        fault = self.fault(data)
        if fault and fault not in self.known:
            self.known.add(fault)
            self.keep(fault, smaller(data, lambda less: self.fault(less) == fault))

    def fault(self, data: bytes) -> str:
        """Say what is wrong, where something is."""
        start, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        fault = broken(self.name, data, self.folder)
        if not fault and time.process_time() - start > SLOW:
            return "slow"
        if not fault and resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held > MUCH:
            return "large"
        return fault

    def keep(self, fault: str, data: bytes) -> None:
        """Write a finding down under what it broke."""
        words = re.sub(r"[^A-Za-z_.]+", "-", fault).strip("-").lower()[:80]
        path = FOUND / self.name / f"{words}-{sha256(data).hexdigest()[:8]}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def smaller(data: bytes, still: Callable[[bytes], bool], seconds: float = 20.0) -> bytes:
    """Take away what can be taken away, in ever smaller pieces, while it breaks as it did."""
    deadline = time.monotonic() + seconds
    size = len(data) // 2
    while size:
        k = 0
        while k < len(data):
            less = data[:k] + data[k + size :]
            if time.monotonic() > deadline:
                return data
            if still(less):
                data = less
            else:
                k += size
        size //= 2
    return data


if __name__ == "__main__":
    sys.exit(main())
