"""How Numba compiles the search's loops; imported only where a case is large."""

from typing import Any

from numba import njit


def compiled(function: Any, **options: Any) -> Any:
    """Compile a loop, and keep the result on disk for the next run.

    Where nothing can be kept, the program and the user's home being read-only, it is compiled anew
    in each run: Numba would refuse.
    """
    try:
        return njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:
        return njit(nogil=True, **options)(function)


def inlined(function: Any) -> Any:
    """Compile a piece of a loop into the loop that calls it."""
    return compiled(function, inline="always")
