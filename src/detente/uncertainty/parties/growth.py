"""How fast steps may grow before an opportunist rather waits (Watson 1999, 2002).

*The closed form.* Cooperating at size s brings a flow u·s in a period, betraying g·s once, and
later periods count by the discount factor δ. An opportunist who betrays at size s now has g s; if
it waits one period and betrays at size s' it has u s + δ g s'. It is indifferent at

    s'/s = (g − u)/(δ g) = (1 − u/g)/δ.

Where steps grow faster than that it waits, and shows itself only when much is at stake; where they
grow more slowly it has nothing to wait for, and shows itself early, when little is. With δ = .9,
u = 1 and g = 20 the factor is .95/.9 = 1.0556.

*A ladder.* A round of party i is what it receives until its next own lots are due, v_k (after
snapback), and what those cost it, c_k. Betraying in round k it keeps v_k; waiting one round it
gives c_k and receives v_(k+1), and then betrays. With g s = v_k and u s = v_k − c_k the formula
says that waiting pays iff v_(k+1) > c_k/δ: iff its temptation still rises, discounting apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from detente.exchange.certificate import as_steps

if TYPE_CHECKING:
    from detente.exchange import Exchange


def growth_factor(discount: float, flow: float, betrayal: float) -> float:
    """Growth of step size per period at which an opportunist is indifferent about waiting.

    Parameters
    ----------
    discount
        δ, what a period later counts; above 0, at most 1.
    flow
        u, what a period of cooperation brings per unit of size; at least 0.
    betrayal
        g, what betrayal brings once per unit of size; above 0.

    Returns
    -------
    float
        (1 − u/g)/δ; 0 where the flow is worth more than betrayal, so that waiting always pays.

    Raises
    ------
    ValueError
        An argument is out of its range.
    """
    _check(discount)
    if not 0 <= flow < inf:
        raise ValueError(f"the flow must be at least 0, not {flow:g}")
    if not 0 < betrayal < inf:
        raise ValueError(f"the gain from betrayal must be above 0, not {betrayal:g}")
    return max(0.0, (1 - flow / betrayal) / discount)


def _check(discount: float) -> None:
    if not 0 < discount <= 1:
        raise ValueError(f"the discount factor must be above 0 and at most 1, not {discount:g}")


@dataclass(frozen=True, slots=True)
class Round:
    """One round of a party on a ladder.

    Attributes
    ----------
    party
        Whose round.
    step
        The step at which its own lots are due, from 1.
    received
        What it has received since its own lots before, after snapback.
    cost
        What its own lots cost it now, after snapback.
    brings
        What it receives in the next round.
    grows
        That beside this round; infinite where this one brought nothing.
    may_grow
        How much that may be before waiting pays.
    waits
        True: the next round brings more than that, so an opportunist waits for it.
    """

    party: str
    step: int
    received: float
    cost: float
    brings: float
    grows: float
    may_grow: float
    waits: bool


def rounds(
    deal: Exchange, steps: Sequence[Sequence[str]], party: str, discount: float = 1.0
) -> tuple[Round, ...]:
    """Cut a ladder into rounds of a party; the last, with nothing after it to wait for, too.

    Parameters
    ----------
    deal, steps
        The exchange, and a ladder of it.
    party
        Whose rounds.
    discount
        δ, what a round later counts.

    Raises
    ------
    InvalidLadder
        The steps do not fit the exchange.
    ValueError
        The discount factor is out of its range.
    """
    _check(discount)
    lots = {lot.name: lot for lot in deal.lots}
    cut: list[tuple[int, float, float]] = []  # step, received before it, cost at it
    received = 0.0
    for n, step in enumerate(as_steps(deal, steps), 1):
        own = [lots[name] for name in step if lots[name].giver == party]
        others = [lots[name] for name in step if lots[name].giver != party]
        if own:
            cut.append((n, received, -sum(lot.effect(party) for lot in own)))
            received = 0.0
        received += sum(lot.effect(party) for lot in others)
    slack = deal.tolerance(party)
    found = []
    for k, (n, got, cost) in enumerate(cut):
        following = cut[k + 1][1] if k + 1 < len(cut) else received
        most = cost / discount
        found.append(
            Round(
                party, n, got, cost, following,
                following / got if got > slack else inf if following > slack else 0.0,
                most / got if got > slack else inf,
                following > most + slack,
            )
        )  # fmt: skip
    return tuple(found)
