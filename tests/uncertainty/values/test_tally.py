"""Counting: the compiled kernel counts what NumPy counts, and tallies add up in any order."""

import sys
from dataclasses import fields, replace
from functools import reduce
from importlib import import_module
from operator import add

import numpy as np
import pytest

from detente.case import Case
from detente.planning import plan
from detente.uncertainty.values.chunks import COMPILED, KERNEL, chunk, pays, stress_chunk
from detente.uncertainty.values.histogram import quantile, summary
from detente.uncertainty.values.stressing import counted, stress_plan
from detente.uncertainty.values.tally import BINS, Tally, count, empty, midpoints
from detente.uncertainty.work import threads
from tests.uncertainty.stress_cases import LADDER, loose


def same(a: Tally, b: Tally) -> bool:
    """Whether two tallies agree in every count."""
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))


@pytest.mark.parametrize("which", ["loose", "minsk"])
def test_the_compiled_kernel_counts_the_same(which: str) -> None:
    """Every count, and every single draw, agrees with the NumPy reference."""
    if which == "loose":
        few = stress_plan(loose(), LADDER, 5000, options=["rail"], sequential=True)
    else:
        case = Case.load(which)
        few = stress_plan(case, plan(case.exchange()), 5000)
    counted, told = empty(few.formula, few.rows), []
    for block in few.source.blocks(0, 0, 5000):
        x = few.source.values(block)
        told.append(count(few.formula, few.rows, few.limits, x, counted))
    holds = np.concatenate(told)
    many = replace(few, draws=COMPILED + 1)
    compiled, compiled_holds = chunk(many, 0, 0, 5000)
    assert same(counted, compiled)
    np.testing.assert_array_equal(holds, compiled_holds)
    assert 0 < counted.held[0] < 5000
    assert counted.tempted.sum() > 0
    assert counted.over.sum() > 0


def test_a_kernel_that_is_loaded_is_used_for_few_draws_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its import is what many draws must pay for; once that is paid, it is the faster one."""
    few = stress_plan(loose(), LADDER, 100, options=["rail"])
    monkeypatch.delitem(sys.modules, KERNEL, raising=False)
    assert not pays(few)
    import_module(KERNEL)
    assert pays(few)


def test_tallies_add_up_in_any_order() -> None:
    """Chunks counted backwards, alone or on three threads give the same tally."""
    many = stress_plan(loose(), LADDER, 3 * COMPILED, options=["rail"])
    chunks = [stress_chunk(many, k) for k in range(many.chunks)]
    forth, back = reduce(add, chunks), reduce(add, reversed(chunks))
    assert same(forth, back)
    assert same(forth, counted(many, threads(1)))
    assert same(forth, counted(many, threads(3)))
    assert forth.draws[0] == 3 * COMPILED


def test_counts_fit_together() -> None:
    """Every draw holds or fails somewhere; what is reached only shrinks."""
    found, holds = chunk(stress_plan(loose(), LADDER, 4000, options=["rail"]), 0, 0, 4000)
    assert found.held[0] == holds.sum() == found.reached[-1]
    assert (np.diff(found.reached) <= 0).all()
    failed = found.draws[0] - found.held[0]
    assert (found.loss.sum(axis=1) == failed).all()
    assert found.tempted.sum() + found.over.sum() >= failed
    assert (found.need.sum(axis=1) == 4000).all()
    assert found.ends[0] <= failed


def test_a_histogram_tells_mean_quantiles_and_the_worst_twentieth() -> None:
    """Of an exponential sample, within half a bin of what the sample itself says."""
    sample = np.sort(np.random.default_rng(4).exponential(1.0, 40_000))
    top = 20.0
    counts = np.bincount(np.minimum(sample * ((BINS - 1) / top), BINS - 2).astype(int) + 1,
                         minlength=BINS)  # fmt: skip
    told = summary(counts, top)
    half = top / (2 * (BINS - 1))
    assert told.mean == pytest.approx(sample.mean(), abs=half)
    assert told.low == pytest.approx(sample[1999], abs=2 * half)
    assert told.high == pytest.approx(sample[37_999], abs=2 * half)
    assert told.cvar == pytest.approx(sample[-2000:].mean(), abs=half)
    assert quantile(counts, top, 1.0) == pytest.approx(sample[-1], abs=half)


def test_no_loss_has_a_bin_of_its_own() -> None:
    """A loss of nothing is told as exactly 0."""
    counts = np.zeros(BINS, dtype=np.int64)
    counts[0] = 100
    assert summary(counts, 5.0).cvar == 0.0
    assert midpoints(5.0)[0] == 0.0
