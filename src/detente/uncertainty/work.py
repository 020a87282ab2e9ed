"""Tasks that depend on their number alone, done by whoever is free, and given back in order.

What is computed in chunks hands its chunks to a `Run`: threads of this process, or the workers of
`detente.uncertainty.processes`. What comes back is added up in the order of the numbers, so the
result is the same, bit for bit, whoever did the work. Few tasks are under way at a time, so memory
stays flat however many there are.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    class _Chunked(Protocol):
        @property
        def chunks(self) -> int: ...

        def size(self, k: int, /) -> int: ...


P = TypeVar("P")
C = TypeVar("C", bound="_Chunked")
T = TypeVar("T")

AHEAD = 3
"""Tasks under way for each worker: one that it does, and what keeps it from waiting."""

MOST_THREADS = 4096
"""More than any machine has cores."""


class Run(Protocol):
    """An ordered map: yields ``task(given, k)`` for k = 0, 1, … below `count`, in that order.

    `task` is a plain function of a module, and pure: it may be done twice, or elsewhere.
    """

    def __call__(self, task: Callable[[P, int], T], given: P, count: int) -> Iterator[T]:
        """Do the tasks."""
        ...


def total(
    run: Run,
    task: Callable[[C, int], T],
    plan: C,
    progress: Callable[[int], None] | None = None,
) -> T:
    """Add up the chunks of a plan, in the order of their numbers.

    Parameters
    ----------
    run
        Who does the work.
    task
        Gives chunk k of a plan; what it gives can be added.
    plan
        Of at least one chunk.
    progress
        Called with the size of each chunk once it is added.
    """
    with closing(run(task, plan, plan.chunks)) as parts:  # type: ignore[type-var]
        found = next(parts)
        if progress is not None:
            progress(plan.size(0))
        for k, part in enumerate(parts, 1):
            found = found + part  # type: ignore[operator]
            if progress is not None:
                progress(plan.size(k))
    return found


def threads(workers: int | None = None) -> Run:
    """Work on threads of this process: as many as there are cores unless said otherwise.

    Raises
    ------
    ValueError
        The number of workers makes no sense.
    """
    number = cores() if workers is None else workers
    check_workers(number, MOST_THREADS)

    def run(task: Callable[[P, int], T], given: P, count: int) -> Iterator[T]:
        if min(number, count) <= 1:
            yield from (task(given, k) for k in range(count))
            return
        with ThreadPoolExecutor(number) as pool:
            submit = partial(pool.submit, task, given)  # type: ignore[call-arg]
            yield from in_order(submit, lambda future: future.cancel(), count, AHEAD * number)

    return run


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(
    submit: Callable[[int], Any], drop: Callable[[Any], object], count: int, width: int
) -> Iterator[Any]:
    """Submit tasks, at most `width` ahead of the one that is next, and yield what they give.

    Parameters
    ----------
    submit
        Begins task k and gives its future, which has a `result`.
    drop
        Called with each future that nobody waits for any more.
    count, width
        How many tasks there are, and how many may be under way.
    """
    ahead: deque[Any] = deque()
    try:
        for k in range(count):
            ahead.append(submit(k))
            if len(ahead) >= width:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        for future in ahead:
            drop(future)


def check_workers(number: object, most: int) -> None:
    """Refuse a number of workers that makes no sense; a `ValueError` says why."""
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError(f"workers must be a whole number, not {number!r}")
    if number < 1:
        raise ValueError(f"workers must be at least 1, not {number}")
    if number > most:
        raise ValueError(f"workers must be at most {most} on this machine, not {number}")
