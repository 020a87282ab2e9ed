"""Loops are compiled where nothing can be kept on disk, too."""

import numba.core.caching
import pytest

from detente.planning.compiling import compiled, inlined


def double(number: int) -> int:
    """Give a loop something to call."""
    return 2 * number


def test_a_loop_is_kept_where_it_can_be() -> None:
    """Beside a file of the user's own, what was compiled is kept for the next run."""
    assert compiled(double).stats.cache_path


def test_nowhere_to_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither the program's folder nor the home may be written, it is compiled and runs."""
    monkeypatch.setattr(numba.core.caching.CacheImpl, "_locator_classes", [])
    loop = compiled(double)
    assert loop(21) == 42
    assert loop.signatures
    assert inlined(double)(4) == 8
