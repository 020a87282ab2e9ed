"""Who does the work does not matter: the same results, in order, with few tasks under way."""

import pickle
import time
from dataclasses import dataclass
from threading import Lock

import pytest

from detente.case import Case
from detente.uncertainty.incidents.compound import LossPlan, risk_chunk
from detente.uncertainty.incidents.from_case import outlook
from detente.uncertainty.values.stressing import StressPlan, counted, summarise
from detente.uncertainty.work import AHEAD, Run, threads, total
from tests.uncertainty.tasks import failing, squared, uneven


@dataclass(frozen=True)
class Letters:
    """A plan whose chunks add up to a word: the order of adding shows."""

    word: str

    @property
    def chunks(self) -> int:
        """One for each letter."""
        return len(self.word)

    def size(self, k: int) -> int:
        """Anything that differs."""
        return k + 1


def letter(given: Letters, k: int) -> str:
    """The chunk of a word."""
    return given.word[k]


# --- in order, few at a time ---------------------------------------------------------------------


@pytest.mark.parametrize("workers", [1, 2, 7])
@pytest.mark.parametrize("count", [0, 1, 40])
def test_threads_give_back_in_order(workers: int, count: int) -> None:
    """Whatever ends first, and however many workers or tasks there are."""
    assert list(threads(workers)(uneven, 0.002, count)) == list(range(count))


def test_a_cluster_gives_back_in_order(two_workers: Run) -> None:
    """The same on worker processes."""
    assert list(two_workers(uneven, 0.01, 20)) == list(range(20))
    assert list(two_workers(squared, 3, 5)) == [0, 3, 12, 27, 48]
    assert list(two_workers(squared, 3, 0)) == []


def test_few_tasks_are_under_way() -> None:
    """While nobody takes results, no more than a few tasks per worker are begun."""
    begun, lock = [0], Lock()

    def task(given: None, k: int) -> int:
        with lock:
            begun[0] += 1
        return k

    results = threads(2)(task, None, 1000)
    assert next(results) == 0
    time.sleep(0.05)
    assert begun[0] <= 2 * AHEAD
    assert next(results) == 1
    results.close()  # type: ignore[attr-defined]
    assert begun[0] <= 2 * AHEAD + 1  # what was not begun then is not done any more


@pytest.mark.parametrize("workers", [1, 3])
def test_chunks_are_added_in_the_order_of_their_numbers(workers: int) -> None:
    """And progress is told their sizes, which add up to all."""
    told: list[int] = []
    assert total(threads(workers), letter, Letters("détente"), told.append) == "détente"
    assert told == [1, 2, 3, 4, 5, 6, 7]
    assert total(threads(workers), letter, Letters("d")) == "d"


@pytest.mark.parametrize("who", ["one", "threads", "cluster"])
def test_an_error_of_a_task_is_raised(who: str, request: pytest.FixtureRequest) -> None:
    """After the results before it."""
    run = request.getfixturevalue("two_workers") if who == "cluster" else threads(
        1 if who == "one" else 3)  # fmt: skip
    results = run(failing, 4, 30)
    assert [next(results) for _ in range(4)] == [0, 1, 2, 3]
    with pytest.raises(ArithmeticError, match="task 4"):
        next(results)


# --- the same bits -------------------------------------------------------------------------------


def test_stress_is_the_same_bit_for_bit(drawn: StressPlan, two_workers: Run) -> None:
    """One thread, three threads and two worker processes: every count, every figure."""
    assert drawn.chunks == 5
    one, three, two = (counted(drawn, run) for run in (threads(1), threads(3), two_workers))
    assert pickle.dumps(one) == pickle.dumps(three) == pickle.dumps(two)
    assert summarise(drawn, one) == summarise(drawn, two)


def test_risk_is_the_same_bit_for_bit(two_workers: Run) -> None:
    """Sums of floating numbers too, since they are added in one order."""
    at = LossPlan(outlook(Case.load("minsk")), 40_000, seed=5)
    assert at.chunks == 3
    found = [total(run, risk_chunk, at) for run in (threads(1), threads(2), two_workers)]
    assert len({pickle.dumps(one) for one in found}) == 1
