"""All steps in a row: a folder, a collection, a file or a table to judged claims."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from detente.evidence.arithmetic import Sum, broken, check
from detente.evidence.claims import Claim, Report, group
from detente.evidence.collection import Collection
from detente.evidence.decisions import grades, regrouped
from detente.evidence.errors import InvalidDocument
from detente.evidence.harvest import Told, reports, told
from detente.evidence.registry import Registry
from detente.evidence.reprints import Copy, copies, first_told
from detente.evidence.statements import read
from detente.evidence.status import Judgement, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from detente.evidence.decisions import Decision
    from detente.evidence.document import Document

FEW = 24
"""Up to so many documents a second process costs more than it saves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a body of evidence says.

    Attributes
    ----------
    judgements
        The claims, each with status and probability.
    reports
        What they stand on.
    copies
        Documents that tell another again.
    sums
        Comparisons of figures.
    failed
        What could not be read, and why.
    """

    judgements: tuple[Judgement, ...]
    reports: tuple[Report, ...]
    copies: tuple[Copy, ...] = ()
    sums: tuple[Sum, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Give the claims without their judgement."""
        return tuple(j.claim for j in self.judgements)


def gather(
    path: Path,
    *,
    registry: Registry | None = None,
    decisions: Sequence[Decision] = (),
    processes: int | None = None,
) -> Gathered:
    """Read what is there and judge it.

    Parameters
    ----------
    path
        A table of claims (``.csv``), a collection, a folder of files, or one file.
    registry
        The sources.
    decisions
        What analysts decided: their groupings and grades count in the judgement.
    processes
        Processes that read documents; by default as many as there are processors, at most four.
    """
    known = registry or Registry()
    if path.suffix.lower() == ".csv" and path.is_file():
        from detente.evidence.tables import read_table

        return judged(read_table(path, known), decisions)
    failed: list[str] = []

    def note(_: Path, error: InvalidDocument) -> None:
        failed.append(str(error))

    found, retold = _read_all(_documents(path, note), known, processes)
    listed = reports(found, known, first_told(retold))
    return judged(listed, decisions, copies=tuple(retold), failed=tuple(failed))


def judged(
    listed: Iterable[Report],
    decisions: Sequence[Decision] = (),
    *,
    copies: tuple[Copy, ...] = (),
    failed: tuple[str, ...] = (),
) -> Gathered:
    """Group and judge reports, where and with the grades of sources that analysts decided."""
    kept = tuple(regrouped(listed, decisions))
    claims = group(kept)
    sums = tuple(check(claims))
    return Gathered(
        judgements=tuple(judge(claims, broken=broken(sums), grades=grades(decisions))),
        reports=kept,
        copies=copies,
        sums=sums,
        failed=failed,
    )


def _documents(path: Path, failed: Callable[[Path, InvalidDocument], None]) -> Iterator[Document]:
    from detente.evidence.intake.files import files_in, read_file, read_folder

    if (path / "documents.jsonl").exists():
        return iter(Collection(path))
    if path.is_dir():
        if next(files_in(path), None) is None:
            raise InvalidDocument(f"{path}: no file in it is of a kind that is read")
        return read_folder(path, failed=failed)
    return iter(read_file(path))


def _read_all(
    documents: Iterator[Document], registry: Registry, processes: int | None
) -> tuple[list[Told], list[Copy]]:
    """Read documents as they come; of each only its statements and its signature are kept."""
    found: list[Told] = []
    workers = processes or min(4, os.cpu_count() or 1)
    first = list(islice(documents, FEW))

    def through(stream: Iterable[Document]) -> Iterator[Document]:
        """Take the statements of the documents that the search for copies goes through."""
        for document in stream:
            found.extend(told(read(document, registry=registry)))
            yield document

    if len(first) < FEW or workers < 2:
        return found, copies(through(chain(first, documents)))

    context = get_context("spawn")  # forking a process with threads is not safe
    with _one_thread_each(), ProcessPoolExecutor(workers, mp_context=context) as pool:

        def spread(stream: Iterator[Document]) -> Iterator[Document]:
            while batch := list(islice(stream, 64)):
                waiting = [pool.submit(_told, batch[i::8], registry) for i in range(8)]
                yield from batch
                for part in waiting:
                    found.extend(part.result())

        retold = copies(spread(chain(first, documents)))
    return found, retold


def _told(documents: list[Document], registry: Registry) -> list[Told]:
    return [t for d in documents for t in told(read(d, registry=registry))]


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes started meanwhile calculate with one thread each.

    Their matrices are small: several threads for each spend their time waiting for one another
    (measured: seven times slower on a busy machine).
    """
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
