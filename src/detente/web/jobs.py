"""Long work: each piece in a process of its own, so that it can be watched and stopped.

A job is known by what it computes (its key), so that asking again finds the job or its result.
Processes are forked from a server that has the libraries loaded already (``forkserver``): one
starts in some 10 ms, and stopping it stops whatever it had started itself.
"""

from __future__ import annotations

import os
import pickle
import secrets
import signal
import threading
import time
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Literal

from detente.exchange.errors import DetenteError
from detente.web import reporting

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from multiprocessing.connection import Connection

PRELOADED = (
    "detente.web.studies",
    "detente.briefing.answer",
    "detente.briefing.documents",
    "detente.briefing.record",
)
"""What every process has loaded from the start; the rest it loads as it needs it."""

State = Literal["waiting", "running", "done", "failed", "stopped"]

AT_ONCE = 2
"""Jobs that run at the same time; the others wait."""
KEPT = 200
"""Jobs whose results are kept; beyond it the least recently asked for goes."""
WAITING = 20
"""Jobs that may wait; beyond it new ones are refused."""


class Busy(DetenteError):
    """Too much is waiting to be computed already."""


@dataclass(eq=False)
class Job:
    """One piece of work.

    Attributes
    ----------
    id
        Its name in addresses.
    title
        What it computes, for people.
    back
        The address of the page that shows its result.
    state, result, error
        How it stands; what it gave; the sentence with which it failed.
    share
        How much of it is done, from 0 to 1; None where it does not say.
    started, ended
        Seconds of the monotonic clock; None before.
    """

    title: str
    back: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    state: State = "waiting"
    result: Any = None
    error: DetenteError | None = None
    share: float | None = None
    started: float | None = None
    ended: float | None = None
    _over: threading.Event = field(default_factory=threading.Event, repr=False)
    _pid: int | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more will come."""
        return self._over.is_set()

    @property
    def seconds(self) -> float:
        """For how long it has run."""
        if self.started is None:
            return 0.0
        return (self.ended or time.monotonic()) - self.started

    def wait(self, seconds: float) -> bool:
        """Wait for its end; whether it came."""
        return self._over.wait(seconds)

    def _end(self, state: State) -> None:
        if not self.over:
            self.state, self.ended = state, time.monotonic()
            self._over.set()


class Runner:
    """Runs jobs, a few at a time, and keeps their results."""

    def __init__(self) -> None:
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(list(PRELOADED))
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="job")
        self._jobs: OrderedDict[Hashable, Job] = OrderedDict()
        self._lock = threading.Lock()

    def ask(
        self, key: Hashable, title: str, back: str, work: Callable[..., Any], *arguments: Any
    ) -> Job:
        """Give the job for a key; start it where there is none, or the last one was stopped.

        Parameters
        ----------
        key
            What tells this work from any other.
        title, back
            As in `Job`.
        work, arguments
            A function of a module, and what it is called with, in another process.

        Raises
        ------
        Busy
            Too many are waiting.
        """
        with self._lock:
            job = self._jobs.get(key)
            if job is not None and job.state != "stopped":
                self._jobs.move_to_end(key)
                return job
            if sum(j.state == "waiting" for j in self._jobs.values()) >= WAITING:
                raise Busy("too much is being computed already; try again in a moment")
            job = self._jobs[key] = Job(title, back)
            for old in [k for k, j in self._jobs.items() if j.over][: len(self._jobs) - KEPT]:
                del self._jobs[old]
        self._threads.submit(self._run, job, work, arguments)
        return job

    def find(self, id_: str) -> Job | None:
        """Give a job by its name in addresses."""
        with self._lock:
            return next((job for job in self._jobs.values() if job.id == id_), None)

    def stop(self, job: Job) -> None:
        """Stop a job; nothing where it is over."""
        with self._lock:
            job._end("stopped")
            _kill(job._pid)

    def close(self) -> None:
        """Stop everything."""
        with self._lock:
            jobs = list(self._jobs.values())
        for job in jobs:
            self.stop(job)
        self._threads.shutdown()

    def _run(self, job: Job, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
        if job.over:
            return
        job.state, job.started = "running", time.monotonic()
        near, far = self._context.Pipe(duplex=False)
        process = self._context.Process(target=_work, args=(far, work, arguments))
        process.start()
        far.close()
        try:
            near.recv()  # it has become the head of its own group of processes
            with self._lock:
                job._pid = process.pid
                if job._over.is_set():  # stopped while it started
                    _kill(job._pid)
            done, value = self._listen(job, near)
        except (EOFError, ProcessLookupError):
            done, value = False, Lost("the computation ended without an answer")
        finally:
            near.close()
            with self._lock:
                job._pid = None
            process.join()
        if done:
            job.result = value
        else:
            job.error = value
        job._end("done" if done else "failed")

    def _listen(self, job: Job, near: Connection) -> tuple[bool, Any]:
        """Hear from the child how far it is, until it has an answer."""
        while True:
            said = pickle.loads(near.recv_bytes())  # from a child of our own
            if not isinstance(said, float):
                done, value = said
                return bool(done), value
            job.share = said


def _kill(pid: int | None) -> None:
    """Kill a process and whatever it has started; nothing where there is none."""
    if pid is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)


class Lost(DetenteError):
    """A computation ended without an answer: out of memory, or a fault of ours."""


def _work(pipe: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Run in the child: do the work, and send what came of it."""
    os.setsid()
    pipe.send(None)
    reporting.begin(lambda share: pipe.send_bytes(pickle.dumps(share)))
    try:
        answer = (True, work(*arguments))
    except DetenteError as error:
        answer = (False, error)
    except ValueError as error:  # a value that makes no sense
        answer = (False, Senseless(str(error)))
    try:
        pipe.send_bytes(pickle.dumps(answer))
    except (TypeError, AttributeError, pickle.PicklingError):
        pipe.send_bytes(pickle.dumps((False, Lost(str(answer[1])))))


class Senseless(DetenteError, ValueError):
    """A value was asked for that makes no sense."""
