"""Servers without a socket, and people in front of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.clients import Visitor, alone


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """One person on one server for all tests that only read: what is computed stays."""
    app = alone(tmp_path_factory.mktemp("cases"))
    yield Visitor(app).enter()
    app.state.house.close()


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    """One person on a server of their own."""
    app = alone(tmp_path)
    yield Visitor(app).enter()
    app.state.house.close()
