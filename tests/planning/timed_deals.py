"""Random small timed exchanges for hypothesis; every clock strikes on whole days."""

from __future__ import annotations

from hypothesis import strategies as st

from detente.exchange import Exchange
from detente.exchange.timing import TimedExchange, Timing
from tests.planning.deals import deals

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
