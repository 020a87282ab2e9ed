"""Planned cases that the tests of documents share."""

from collections.abc import Callable
from functools import cache

import pytest

from detente.briefing.answer import Answer, answer
from detente.case import Case
from tests.briefing.cases import small


@cache
def _planned(name: str) -> Answer:
    return answer(Case.load("minsk") if name == "minsk" else small(name))


@pytest.fixture
def planned() -> Callable[[str], Answer]:
    """Plan a small case, or `minsk`, by its name; each only once."""
    return _planned
