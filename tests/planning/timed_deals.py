"""Random small timed exchanges for hypothesis; every clock strikes on whole days."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from detente.exchange import Deposit, Exchange, Lot, TimedExchange, Timing
from tests.planning.deals import SHARES, deals

DISCOUNTS = (1.0, 0.5, 1e-5, 1e-9)
"""A year is long beside the days of these deals, so some of the factors are steep."""


@st.composite
def timings(draw: st.DrawFn, deal: Exchange, giver: str) -> Timing:
    """The clock of one lot; simple ones first, so that a failure shrinks to them."""

    def perhaps(strategy: st.SearchStrategy, default: object = None) -> object:
        return draw(strategy) if draw(st.integers(0, 2)) == 2 else default

    not_before = perhaps(st.integers(0, 9))
    deadline = perhaps(st.integers(0, 12))
    if None not in (not_before, deadline) and not_before > deadline:
        deadline = not_before
    others = [who for who in deal.everyone if who != giver]
    term = perhaps(st.integers(1, 6))
    return Timing(
        lead=draw(st.integers(0, 4)),
        lag=perhaps(st.integers(0, 3), 0),
        not_before=not_before,
        deadline=deadline,
        delay=perhaps(st.integers(0, 3), 0),
        flow={who: draw(st.integers(-2, 6)) / 2 for who in perhaps(st.just(others), ())},
        flow_cost=perhaps(st.integers(0, 4), 0) / 2,
        term=term,
        renewed=term is not None and draw(st.booleans()),
        revoke_delay=perhaps(st.integers(0, 3), 0),
    )


@st.composite
def timed_deals(draw: st.DrawFn, most: int = 5, *, overlap: bool | None = None) -> TimedExchange:
    """A random exchange with clocks, discounts and a horizon."""
    deal = draw(deals(most))
    clocks = {
        lot.name: draw(timings(deal, lot.giver)) for lot in deal.lots if draw(st.integers(0, 3))
    }
    return TimedExchange(
        deal,
        clocks,
        discount={who: draw(st.sampled_from(DISCOUNTS)) for who in deal.everyone},
        horizon=draw(st.integers(4, 24)),
        overlap=draw(st.booleans()) if overlap is None else overlap,
    )


@st.composite
def dense_deals(draw: st.DrawFn, lots: int = 5) -> TimedExchange:
    """A random exchange in which every lot has a busy clock; found by seed, not shrunk."""
    rng = Random(draw(st.integers(0, 2**32)))
    parties = ["A", "B", "C"][: rng.choice((2, 2, 3))]

    def half(low: int, high: int) -> float:
        return rng.randint(low, high) / 2

    def some(share: float, value: float) -> float:
        return value if rng.random() < share else 0.0

    given, clocks = [], {}
    windows, flows, terms = (rng.random() < 0.5 for _ in range(3))
    for k in range(lots):
        giver = rng.choice(parties)
        others = [who for who in parties if who != giver]
        value = {who: half(-2, 20) for who in others}
        shares = rng.choice(SHARES), {who: rng.choice(SHARES) for who in others}
        given.append(Lot(f"l{k}", giver, half(0, 16), value, *shares))
        clocks[f"l{k}"] = Timing(
            lead=rng.choice((0, 0, 1, 2, 4)),
            lag=rng.choice((0, 0, 1, 3)),
            not_before=rng.choice((None, rng.randint(0, 12))) if windows else None,
            deadline=rng.choice((None, rng.randint(12, 18))) if windows else None,
            delay=some(0.3, rng.randint(1, 4)),
            flow={who: half(-1, 6) for who in others} if flows else {},
            flow_cost=some(0.4, half(1, 3)) if flows else 0.0,
            term=rng.randint(1, 6) if terms and rng.random() < 0.7 else None,
            revoke_delay=some(0.4, rng.randint(1, 3)),
        )
        if clocks[f"l{k}"].term and rng.random() < 0.5:
            clocks[f"l{k}"] = replace(clocks[f"l{k}"], renewed=True)
    deal = Exchange(
        parties,
        given,
        stakes={who: half(0, 30) for who in parties},
        caps={who: half(4, 30) for who in parties if rng.random() < 0.4},
        deposits=[Deposit("A", half(1, 6), rng.choice((None, "B")))] if rng.random() < 0.3 else [],
    )
    discount = {who: rng.choice(DISCOUNTS) for who in parties}
    return TimedExchange(deal, clocks, discount, horizon=rng.randint(8, 24))
