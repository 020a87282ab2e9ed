"""Tasks that worker processes of the tests import."""

import os
import signal
import time
from pathlib import Path

from detente.uncertainty.values.stressing import StressPlan, stress_chunk
from detente.uncertainty.values.tally import Tally


def squared(given: int, k: int) -> int:
    """Something that depends on what is given and the number alone."""
    return given * k**2


def uneven(given: float, k: int) -> int:
    """Tasks that end in another order than they begin."""
    time.sleep(given if k % 3 == 0 else 0.0)
    return k


def failing(given: int, k: int) -> int:
    """A task that fails at one number."""
    if k == given:
        raise ArithmeticError(f"task {k}")
    return k


def fragile(given: tuple[Path, StressPlan], k: int) -> Tally:
    """A chunk of stress; the second one kills its process in mid-run, the first time it is done."""
    mark, plan = given
    if k == 1 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return stress_chunk(plan, k)


def deadly(given: None, k: int) -> None:
    """A task that kills whoever does it."""
    os.kill(os.getpid(), signal.SIGKILL)
