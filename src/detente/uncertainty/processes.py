"""Worker processes: of this machine, or those of a Dask cluster that somebody else has started.

A task that is lost with its worker is done again by another; a worker that computes with other
versions is refused. What was started here ends here, and so does what it wrote.
"""

from __future__ import annotations

import logging
import pickle
import re
import signal
import sys
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from multiprocessing import resource_tracker
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from detente.exchange import DetenteError, MissingExtra
from detente.uncertainty.work import AHEAD, check_workers, cores, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from detente.uncertainty.work import P, Run, T

A_CORE = 4
"""Worker processes for each core at most: more only take memory."""

LIVES = 10
"""A task whose worker died so often is given up: it is what kills them."""

SECONDS = 10
"""How long a scheduler may take to answer."""

PORT = 8786
"""Where a scheduler is, unless its address says otherwise."""

ADDRESS = f"tcp://HOST:{PORT}"
_ADDRESS = re.compile(r"((tcp|tls)://)?(?P<host>[\w.-]+|\[[\da-fA-F:.]+\])(:(?P<port>\d{1,5}))?")


class ClusterFailure(DetenteError, OSError):
    """A cluster cannot be reached, fits not this program, or is lost."""


@contextmanager
def cluster(workers: int | None = None, scheduler: str | None = None) -> Iterator[Run]:
    """Work on a Dask cluster as long as the context lasts; nothing of it is left behind.

    Parameters
    ----------
    workers
        Start so many worker processes on this machine, of one thread each.
    scheduler
        Or use the cluster of the scheduler at this address. It must have the same versions of
        detente and of what it computes with as this process.

    Yields
    ------
    Run

    Raises
    ------
    ValueError
        Workers that make no sense, or both workers and a scheduler.
    MissingExtra
        Dask is not installed.
    ClusterFailure
        Nothing answers at the address, there are no workers, or versions differ; later: the
        cluster is lost, or a task kills its workers.
    """
    if (workers is None) == (scheduler is None):
        raise ValueError("give either a number of workers or the address of a scheduler")
    if workers is not None:
        check_workers(workers, A_CORE * cores())
    try:
        from distributed import LocalCluster
        from distributed.scheduler import disable_gc_diagnosis  # type: ignore[attr-defined]
    except ImportError:
        raise MissingExtra("working on several processes", "cluster") from None
    with ExitStack() as held:
        folder = held.enter_context(TemporaryDirectory(prefix="detente-"))
        held.enter_context(_settings(folder))
        if scheduler is None:
            with _undisturbed():
                local = LocalCluster(  # type: ignore[no-untyped-call]
                    n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1",
                    dashboard_address=None, memory_limit=0, local_directory=folder,
                    silence_logs=logging.CRITICAL,
                )  # fmt: skip
                held.callback(local.close)
                # Dask is called at each garbage collection, and where it is called Ctrl-C is lost.
                disable_gc_diagnosis(force=True)  # type: ignore[no-untyped-call]
            client = _client(local)
            held.callback(client.close)
        else:
            client = _reach(scheduler)
            held.callback(client.close)
            _same_there(client, scheduler)
        yield partial(_dask_run, client)


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """What numbers are computed with here: names and versions."""
    from importlib.metadata import version

    from detente._version import __version__

    libraries = ((name, version(name)) for name in ("numpy", "scipy", "numba", "distributed"))
    python = ".".join(map(str, sys.version_info[:2]))
    return (("detente", __version__), ("Python", python), *libraries)


def _dask_run(client: Any, task: Callable[[P, int], T], given: P, count: int) -> Iterator[T]:
    """Do tasks on a cluster.

    What they are given is a task of its own, not data scattered to workers: if the workers that
    hold it die, the scheduler has it made again.
    """
    from distributed.scheduler import KilledWorker

    name = f"detente-{uuid4().hex}"
    try:
        shared = client.submit(pickle.loads, pickle.dumps(given), key=f"{name}-given")

        def submit(k: int) -> Any:
            return client.submit(_checked, task, versions(), shared, k, key=f"{name}-{k}")

        width = AHEAD * max(1, sum(client.nthreads().values()))
        yield from in_order(submit, lambda future: future.release(), count, width)
    except KilledWorker as error:
        raise ClusterFailure(
            f"the workers that did one task died, {error.allowed_failures + 1} times over: has the "
            "machine enough memory?"
        ) from None
    except (CancelledError, OSError) as error:
        if isinstance(error, DetenteError):  # a worker that came later and has other versions
            raise
        raise ClusterFailure("the cluster was lost: its scheduler no longer answers") from None


def _checked(
    task: Callable[[P, int], T], wanted: tuple[tuple[str, str], ...], given: P, k: int
) -> T:
    """Do a task, if this worker computes with what it should: it may have come later."""
    _compare(wanted, versions(), "a worker")
    return task(given, k)


def _compare(
    here: tuple[tuple[str, str], ...], there: tuple[tuple[str, str], ...], who: str
) -> None:
    for (name, mine), (_, theirs) in zip(here, there, strict=True):
        if mine != theirs:
            raise ClusterFailure(
                f"{who} has {name} {theirs}, and here it is {mine}: numbers might differ; install "
                "the same versions"
            )


def _client(of: Any) -> Any:
    from distributed import Client

    return Client(of, timeout=SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]


def _reach(address: str) -> Any:
    import socket

    found = _ADDRESS.fullmatch(address)
    if found is None or int(found["port"] or PORT) > 65535:
        raise ClusterFailure(f"'{address}' is no address of a scheduler: it looks like {ADDRESS}")
    where = found["host"].strip("[]"), int(found["port"] or PORT)
    try:  # Dask itself would knock again and again, and wait for ever for one who says nothing
        with socket.create_connection(where, SECONDS) as knock:
            if not address.startswith("tls") and not knock.recv(1):
                raise ConnectionError("it was closed")
        return _client(address)
    except OSError:
        raise ClusterFailure(
            f"no Dask scheduler answers at {address} (`dask scheduler` starts one, and says its "
            f"address, which looks like {ADDRESS})"
        ) from None


def _same_there(client: Any, address: str) -> None:
    """Refuse a cluster without workers, or one that computes with other versions."""
    if not client.nthreads():
        raise ClusterFailure(
            f"the scheduler at {address} has no workers (`dask worker {address}` starts one)"
        )
    try:
        found = {"the scheduler": client.run_on_scheduler(versions)}
        found |= {f"the worker {name}": said for name, said in client.run(versions).items()}
    except ImportError as error:
        raise ClusterFailure(
            f"the cluster at {address} cannot import {error.name or 'detente'}: install detente, "
            "in the same version, wherever its scheduler and workers run"
        ) from None
    for who, there in found.items():
        _compare(versions(), there, who)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep Ctrl-C from the threads and processes that are started here: it is ours to answer."""
    if not hasattr(signal, "pthread_sigmask"):  # pragma: no cover - not on Windows
        yield
        return
    resource_tracker.ensure_running()  # started later, it would let Ctrl-C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _settings(folder: str) -> Iterator[None]:
    """Quiet Dask: whoever started this asked for numbers, not for a log of processes."""
    import warnings

    import dask

    wanted = {
        "temporary-directory": folder,
        "distributed.scheduler.allowed-failures": LIVES,
        "distributed.admin.large-graph-warning-threshold": "1GB",
        "distributed.worker.profile.enabled": False,
        # Dask would also have its workers give memory back at once, which halves their speed.
        "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1, "OPENBLAS_NUM_THREADS": 1},
    }
    names = [name for name in logging.root.manager.loggerDict if name.startswith("distributed")]
    loggers = {logging.getLogger(name): logging.getLogger(name).level for name in names}
    for logger in loggers:  # some have a level of their own
        logger.setLevel(logging.CRITICAL)
    try:
        with dask.config.set(wanted), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # versions are compared below, and refused by name
            yield
    finally:
        for logger, level in loggers.items():
            logger.setLevel(level)
