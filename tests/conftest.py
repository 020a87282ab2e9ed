"""What all tests share: how hard hypothesis looks, and two worker processes."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings

if TYPE_CHECKING:
    from detente.uncertainty.work import Run

# No deadlines: two busy cores would fail a sound test. `make nightly` looks much further.
settings.register_profile("default", deadline=None)
settings.register_profile("nightly", deadline=None, max_examples=5_000)
# A mutant is killed by any example: none is made smaller, and all runs try the same ones.
settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    max_examples=50,
    phases=(Phase.explicit, Phase.generate),
)
settings.register_profile("branches", deadline=None, max_examples=50)
PROFILE = os.environ.get("DETENTE_HYPOTHESIS", "default")
settings.load_profile(PROFILE)


def pytest_itemcollected(item: pytest.Item) -> None:
    """To count branches a few examples do: under that profile a test that asks for more gets fewer.

    Hypothesis keeps what a test asks for where this looks, and nowhere public.
    """
    asked = "_hypothesis_internal_use_settings"
    test = getattr(item, "obj", None)
    if PROFILE == "branches" and isinstance(own := getattr(test, asked, None), settings):
        setattr(test, asked, settings(own, max_examples=min(own.max_examples, 50)))


@pytest.fixture(scope="session")
def two_workers() -> "Iterator[Run]":
    """A Dask cluster of two processes on this machine, started once."""
    pytest.importorskip("distributed")
    from detente.uncertainty.processes import cluster

    with cluster(2) as run:
        yield run


@pytest.fixture(scope="session")
def scheduler(two_workers: "Run") -> str:
    """The address of that cluster's scheduler, as another program would be given it."""
    return two_workers.args[0].scheduler.address  # type: ignore[attr-defined]
