"""The formula of a case says what its exchange says, at any point of the ranges."""

from dataclasses import replace

import numpy as np
import pytest

from detente.case import Case
from detente.exchange import certify
from detente.planning import plan
from detente.uncertainty.values import evaluate
from detente.uncertainty.values.draws import source
from detente.uncertainty.values.formula import formula, rows
from tests.uncertainty.stress_cases import LADDER, loose


@pytest.mark.parametrize("which", ["loose", "minsk", "jpoa", "sudan"])
def test_slacks_are_those_of_the_certificate(which: str) -> None:
    """Margins and caps of twenty drawn points agree with the kernel, row by row."""
    case = loose() if which == "loose" else Case.load(which)
    options = ("rail",) if which == "loose" else ()
    deal = replace(case.exchange("mode", options), sequential=True)
    steps = LADDER if which == "loose" else plan(deal, time_limit=5).steps
    _, laid = rows(deal, steps)
    of = formula(case, options)
    drawn = source(case, of, seed=3)
    x = drawn.values(next(drawn.blocks(0, 0, 20)))
    found, demands = evaluate.slacks(of, laid, x), evaluate.demands(of, laid)
    for n in range(x.shape[1]):
        point = {number.path: x[slot, n] for slot, number in enumerate(of.numbers, 2)}
        there = replace(case.exchange(point, options), sequential=True)
        certificate = certify(there, steps)
        told = iter(zip(demands, found[:, n], strict=True))
        for k in range(len(laid.prefix)):
            row_of = {
                r.party: r
                for r in (
                    *certificate.rows[k * 2 : k * 2 + 2],
                    *certificate.audience_rows[k * len(of.audiences) : (k + 1) * len(of.audiences)],
                )
            }
            for who in of.parties:
                demand, slack = next(told)
                assert demand == (row_of[who].prefix, of.actors.index(who), False)
                assert slack == pytest.approx(row_of[who].margin, abs=1e-6)
            last = k + 1 == len(laid.prefix)
            for who in [w for w in of.actors if w in there.caps]:
                demand, slack = next(told)
                room = there.caps[who] - row_of[who].exposure
                # Exposure is at least 0, the formula goes on below; completion has a second part.
                if row_of[who].exposure > 0 and not (last and who in of.audiences):
                    assert slack == pytest.approx(room, abs=1e-6)
                else:
                    assert slack >= room - 1e-6


def test_a_cost_below_zero_counts_as_none() -> None:
    """What costs its giver less than nothing is no concession: its slot holds 0."""
    of = formula(loose())
    place = [n.path for n in of.numbers].index("measures.ships.cost") + 2
    assert of.at("low")[place] == 0.0
    assert of.at({"measures.ships.cost": -7.0})[place] == 0.0


def test_points_are_ends_or_numbers_by_path() -> None:
    """Numbers not named are at their modes."""
    of = formula(loose())
    place = [n.path for n in of.numbers].index("measures.ships.value.a") + 2
    assert of.at("high")[place] == 9.0
    changed = of.at({"measures.ships.value.a": 4.5})
    assert changed[place] == 4.5
    np.testing.assert_array_equal(np.delete(changed, place), np.delete(of.at(), place))
