"""What tests of work share: two worker processes, started once."""

from collections.abc import Iterator

import pytest

from detente.uncertainty.work import Run, cluster


@pytest.fixture(scope="session")
def two_workers() -> Iterator[Run]:
    """A Dask cluster of two processes on this machine."""
    pytest.importorskip("distributed")
    with cluster(2) as run:
        yield run


@pytest.fixture(scope="session")
def scheduler(two_workers: Run) -> str:
    """The address of that cluster's scheduler, as another program would be given it."""
    return two_workers.args[0].scheduler.address  # type: ignore[attr-defined]
