"""Worker processes: what is refused, what a worker that dies changes, and what is left behind."""

import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import reduce
from operator import add
from pathlib import Path

import pytest

import detente._version
from detente.exchange import MissingExtra
from detente.uncertainty import processes
from detente.uncertainty.processes import A_CORE, ClusterFailure, cluster, versions
from detente.uncertainty.values.stressing import StressPlan, counted
from detente.uncertainty.work import Run, cores, threads
from tests.uncertainty.tasks import deadly, fragile, squared

PATIENCE = 90
"""Seconds for what takes one or two where nobody else uses the machine."""


# --- a worker dies -------------------------------------------------------------------------------


def test_a_killed_worker_changes_nothing(drawn: StressPlan, tmp_path: Path) -> None:
    """The only worker is killed in mid-run, with the plan in its memory; one that kills all ends.

    A task that kills every worker is given up, in a sentence, and not tried for ever.
    """
    pytest.importorskip("distributed")
    mark = tmp_path / "killed"
    with cluster(1) as run:
        found = reduce(add, run(fragile, (mark, drawn), drawn.chunks))
        assert mark.exists()
        assert pickle.dumps(found) == pickle.dumps(counted(drawn, threads(1)))
        run.args[0].cluster.scheduler.allowed_failures = 1  # type: ignore[attr-defined]
        with pytest.raises(ClusterFailure, match="the workers that did one task died, 2 times"):
            list(run(deadly, None, 1))


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("workers", "said"),
    [
        (0, "workers must be at least 1, not 0"),
        (-2, "workers must be at least 1, not -2"),
        (True, "whole number, not True"),
        (1.5, "whole number, not 1.5"),
        (A_CORE * cores() + 1, f"at most {A_CORE * cores()} on this machine"),
        (10**9, "on this machine, not 1000000000"),
    ],
)
def test_workers_that_make_no_sense(workers: int, said: str) -> None:
    """Refused before anything is started."""
    with pytest.raises(ValueError, match=said), cluster(workers):
        pytest.fail("it was started")
    if workers < 1 or not isinstance(workers, int):
        with pytest.raises(ValueError, match=said):
            threads(workers)


@pytest.mark.parametrize("both", [(None, None), (1, "tcp://127.0.0.1:8786")])
def test_either_workers_or_a_scheduler(both: tuple[int | None, str | None]) -> None:
    """Not both, and not none."""
    with pytest.raises(ValueError, match="either"), cluster(*both):
        pytest.fail("it was started")


@pytest.mark.parametrize("address", ["", "nonsense:", "ftp://x:1", "tcp://h:99999", "tcp:// x:1"])
def test_what_is_no_address(address: str) -> None:
    """The right form is told."""
    with pytest.raises(ClusterFailure, match="tcp://HOST:8786"), cluster(scheduler=address):
        pytest.fail("it was reached")


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_nobody_at_the_address() -> None:
    """A closed port is refused at once."""
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(ClusterFailure, match="no Dask scheduler answers"), cluster(None, address):
        pytest.fail("it was reached")


def test_somebody_else_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that takes the call and says nothing is no scheduler."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(processes, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = "tcp://127.0.0.1:{1}".format(*silent.getsockname())
        with pytest.raises(ClusterFailure, match="no Dask scheduler answers"), cluster(
            scheduler=address
        ):  # fmt: skip
            pytest.fail("it was reached")


def test_a_scheduler_without_workers(tmp_path: Path) -> None:
    """Waiting for ever is no answer: how to start a worker is."""
    distributed = pytest.importorskip("distributed")
    with (
        processes._settings(str(tmp_path)),
        distributed.LocalCluster(n_workers=0, host="127.0.0.1", dashboard_address=None) as empty,
        pytest.raises(ClusterFailure, match="has no workers"),
        cluster(scheduler=empty.scheduler_address),
    ):
        pytest.fail("it was accepted")


@pytest.fixture
def later_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As though this process had a later version than the workers."""
    monkeypatch.setattr(detente._version, "__version__", "99.0")
    versions.cache_clear()
    yield
    monkeypatch.undo()
    versions.cache_clear()


def test_other_versions_are_refused(scheduler: str, later_version: None) -> None:
    """By name and number, before any work starts."""
    with (
        pytest.raises(
            ClusterFailure, match=r"the worker tcp.* has detente .*, and here it is 99.0"
        ),
        cluster(scheduler=scheduler),
    ):
        pytest.fail("it was accepted")


def test_a_worker_that_comes_later_is_held_to_the_versions(
    two_workers: Run, later_version: None
) -> None:
    """Each task sees for itself that its worker computes with the same."""
    with pytest.raises(ClusterFailure, match="a worker has detente"):
        list(two_workers(squared, 3, 2))


def test_another_program_may_use_the_cluster(scheduler: str, drawn: StressPlan) -> None:
    """By the address of its scheduler; it goes on when that program is done."""
    for _ in range(2):
        with cluster(scheduler=scheduler) as run:
            found = counted(drawn, run)
        assert pickle.dumps(found) == pickle.dumps(counted(drawn, threads(1)))


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Dask: which extra to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtra, match=r"detente\[cluster\]"), cluster(1):
        pytest.fail("it was started")


# --- nothing is left behind ----------------------------------------------------------------------


@pytest.mark.skipif(not Path("/proc").exists(), reason="looks for processes under /proc")
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    """One keystroke ends all: exit code 130, not a word of workers, no process, no file."""
    pytest.importorskip("distributed")
    words = [sys.executable, "-m", "detente", "stress", "sudan", "--draws", str(10**10)]
    started = subprocess.Popen(
        [*words, "--workers", "1"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True, env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    try:
        assert within(PATIENCE, lambda: any(tmp_path.glob("detente-*/*/worker-*")))
        time.sleep(0.5)
        os.killpg(started.pid, signal.SIGINT)
        out, err = started.communicate(timeout=PATIENCE)
        # Interrupted inside of an exec, Python ends by the signal; a shell calls both 130.
        assert started.returncode in (130, -signal.SIGINT)
        assert (out, err) == ("", "\n")
        assert list(tmp_path.iterdir()) == []
        # The last of them may still be on its way out, with nothing left but its number.
        assert within(PATIENCE, lambda: members(started.pid) == []), members(started.pid)
    finally:
        if started.poll() is None:
            os.killpg(started.pid, signal.SIGKILL)


def test_no_keystroke_is_lost(two_workers: Run) -> None:
    """Nothing of Dask's is called at garbage collections, in which Ctrl-C would be ignored."""
    assert [one for one in gc.callbacks if "distributed" in repr(one)] == []


def within(seconds: float, true: Callable[[], bool]) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def members(session: int) -> list[str]:
    """Command lines of the live processes of a session."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, *fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == session and state != "Z":
                found.append(stat.with_name("cmdline").read_text())
        except OSError:  # it has just ended
            continue
    return found
