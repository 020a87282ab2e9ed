"""What the tests of who does the work have in common."""

import pytest

from detente.uncertainty.values.stressing import StressPlan, stress_plan
from tests.uncertainty.stress_cases import LADDER, loose

HERE = 300_000
"""Draws in five chunks, enough for the compiled kernel."""


@pytest.fixture(scope="session")
def drawn() -> StressPlan:
    """A plan of five chunks."""
    return stress_plan(loose(), LADDER, HERE, 11, options=["rail"])
