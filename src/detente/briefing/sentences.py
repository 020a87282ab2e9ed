"""What a ladder amounts to, in sentences: the verdict, the guarantees, how far it is proven."""

from __future__ import annotations

from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from detente.exchange import gain, worth_signing
from detente.planning import most_needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detente.briefing.naming import Names
    from detente.exchange import Certificate, Exchange
    from detente.planning import Ladder
    from detente.words.language import Language

NEAR = log(1.15)
"""How far an amount may be from a handy multiple of a lot and still be called about that."""


def verdict(deal: Exchange, certificate: Certificate, names: Names) -> str:
    """Say in one sentence whether the ladder holds, and where not, for whom."""
    lang = names.lang
    losing = [who for who, worth in worth_signing(deal).items() if not worth]
    if losing:
        return lang.count(
            "Not worth signing for {party}: completing everything would bring it {gain}, and no "
            "order of steps can repair that, only other terms.",
            "Not worth signing for {party}: completing everything would bring them {gain}, each "
            "in its own points, and no order of steps can repair that, only other terms.",
            len(losing),
            party=lang.join([names(who) for who in losing]),
            gain=lang.join([lang.number(gain(deal, who)) for who in losing]),
        )
    steps = lang.count("{n} step", "{n} steps", len(certificate.steps))
    if certificate.self_enforcing:
        return lang.say(
            "Self-enforcing: with the stakes stated, at no point of these {steps} does a party "
            "gain by walking away.",
            steps=steps,
        )
    over = certificate.over_cap
    if over is not None:
        return lang.say(
            "Not self-enforcing: {party} would be exposed by {exposure}, and its cap is {cap}.",
            party=names(over.party),
            exposure=lang.number(over.exposure),
            cap=lang.number(deal.caps[over.party]),
        )
    short = [
        lang.say(
            "{party} must have {guarantee} to lose and has {stake}",
            party=names(who),
            guarantee=lang.number(certificate.guarantee[who]),
            stake=lang.number(_stake(deal, certificate, who)),
        )
        for who in deal.parties
        if shortfall(deal, certificate, who) > deal.tolerance(who)
    ]
    return lang.say("Not self-enforcing as things stand: {short}.", short=lang.join(short))


def shortfall(deal: Exchange, certificate: Certificate, who: str) -> float:
    """Give the guarantee of `who` minus its stake, where it lacks most; below zero none lacks."""
    return max(
        certificate.on_the_way[who] - deal.stake(who),
        certificate.at_completion[who] - deal.stake(who, complete=True),
    )


def guarantees(deal: Exchange, certificate: Certificate, names: Names) -> tuple[str, ...]:
    """Name each party's guarantee in a few sentences; who loses by the deal comes first."""
    return tuple(" ".join(_guarantee(deal, certificate, who, names)) for who in losers_first(deal))


def losers_first(deal: Exchange) -> list[str]:
    """Give the parties, those that lose by completing before the others."""
    worth = worth_signing(deal)
    return sorted(deal.parties, key=lambda who: worth[who])


def _guarantee(deal: Exchange, certificate: Certificate, who: str, names: Names) -> Iterator[str]:
    lang, party = names.lang, names(who)
    needed = certificate.guarantee[who]
    if needed <= deal.tolerance(who):
        yield lang.say("{party} needs nothing to lose: walking away never pays it.", party=party)
        return
    yield lang.say(
        "{party} must have at least {amount} to lose{like}; its stated stake is {stake}.",
        party=party,
        amount=lang.number(needed),
        like=_like(deal, who, needed, names),
        stake=lang.number(_stake(deal, certificate, who)),
    )
    total = gain(deal, who)
    if total > deal.tolerance(who):
        yield lang.say(
            "That is {share} of its own gain of {gain}.",
            share=lang.percent(needed / total),
            gain=lang.number(total),
        )
    else:
        yield lang.say(
            "It loses {loss} by the deal as a whole: no order can repair that.",
            loss=lang.number(-total),
        )
    yield _where(deal, certificate, who, names)


def _stake(deal: Exchange, certificate: Certificate, who: str) -> float:
    """Give the stake that stands where the party's guarantee binds."""
    at_end = certificate.at_completion[who] >= certificate.on_the_way[who] - deal.tolerance(who)
    return deal.stake(who, complete=at_end)


def _where(deal: Exchange, certificate: Certificate, who: str, names: Names) -> str:
    lang = names.lang
    completion, way = certificate.at_completion[who], certificate.on_the_way[who]
    if completion >= way - deal.tolerance(who):
        return lang.say("It binds at completion, so only terms can lower it, not order.")
    peak = max(
        (row for row in certificate.rows if row.party == who), key=lambda row: row.temptation
    )
    if peak.prefix == 0:
        return lang.say("It binds before the first step, so only terms can lower it, not order.")
    return lang.say(
        "It binds on the way, after step {n}; smaller lots or a swap can lower it, but not below "
        "{amount}, which no order can change.",
        n=peak.prefix,
        amount=lang.number(max(completion, -gain(deal, who))),
    )


def point(prefix: int, lang: Language, steps: int | None = None) -> str:
    """Name a point of a ladder by how many steps are delivered; of `steps`, all is completion."""
    if prefix == 0:
        return lang.say("before the first step")
    if prefix == steps:
        return lang.say("at completion")
    return lang.say("after step {n}", n=prefix)


def runs(numbers: Sequence[int]) -> str:
    """Write ascending numbers, those that follow each other as a range: ``1, 3–5``."""
    cuts = [0, *(k for k, (a, b) in enumerate(pairwise(numbers), 1) if b > a + 1), len(numbers)]
    found = [numbers[a:b] for a, b in pairwise(cuts) if b > a]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found)


# --- the nearest lots ----------------------------------------------------------------------------


def _like(deal: Exchange, who: str, amount: float, names: Names) -> str:
    """Compare an amount with lots the party knows: one it receives, one it gives."""
    received = {lot.name: lot.value.get(who, 0.0) for lot in deal.lots if lot.giver != who}
    given = {lot.name: lot.cost for lot in deal.lots if lot.giver == who}
    said = [
        phrase
        for amounts in (received, given)
        if (phrase := _nearest(amount, amounts, names)) is not None
    ]
    return names.lang.say(" (about {lots})", lots=names.lang.say(" or ").join(said)) if said else ""


def _nearest(amount: float, points: dict[str, float], names: Names) -> str | None:
    """Find the lot of which `amount` is most nearly a handy multiple, and say so."""
    say = names.lang.say
    handy = (
        (1.0, say("one")),
        (0.5, say("half of one")),
        (2.0, say("two of")),
        (1.5, say("one and a half of")),
        (3.0, say("three of")),
        (1 / 3, say("a third of one")),
        (2 / 3, say("two thirds of one")),
        (0.25, say("a quarter of one")),
        (0.75, say("three quarters of one")),
    )
    near = [
        (abs(log(amount / (points[lot] * times))) + rank / 100, lot, words)
        for lot in points
        if points[lot] > 0
        for rank, (times, words) in enumerate(handy)
    ]
    if not near:
        return None
    distance, lot, words = min(near, key=lambda one: one[0])
    if distance > NEAR:
        return None
    measure = names.measures([lot])
    what = names(measure[0]) if measure else names(lot)
    return f"{words} {names.lang.quote(what)}"


# --- how far it is proven ------------------------------------------------------------------------


def proof(deal: Exchange, ladder: Ladder, names: Names) -> str:
    """Say what was sought, what was reached, and whether a better order can exist.

    Where that is not known, also what a deal of these lots needs at most.
    """
    lang = names.lang
    reached = _reached(ladder, names)
    if not ladder.optimal:
        bound = lang.say(
            "Not proven best: the same measure cannot fall below {bound}, and it is {value} here.",
            bound=lang.amount(ladder.bound, 2),
            value=lang.amount(ladder.value, 2),
        )
        needed = most_needed(deal) or {}
        most = [f"{names(who)}\u00a0{lang.amount(amount)}" for who, amount in needed.items()]
        theorem = lang.say(
            "Any deal of these lots, in some order, needs at most: {amounts}.",
            amounts=lang.join(most),
        )
        return f"{reached} {bound} {theorem}" if most else f"{reached} {bound}"
    best = lang.say("It is proven that no order does better.")
    ties = (
        lang.say("The choice among equally good orders, toward step for step, is proven too.")
        if ladder.optimal_ties
        else lang.say("Among equally good orders one closer to step for step may exist.")
    )
    return f"{reached} {best} {ties}"


def _reached(ladder: Ladder, names: Names) -> str:
    lang = names.lang
    value = lang.amount(abs(ladder.value), 2)
    if ladder.objective == "early":
        return lang.say(
            "Sought: that what {party} receives comes as early as possible; on average over the "
            "ladder, {share} of it is still awaited.",
            party=names(str(ladder.party)),
            share=lang.percent(ladder.value / len(ladder.steps)),
        )
    aside = lang.say(
        "To choose, the points of the parties are set side by side, though they are not one unit."
    )
    if ladder.objective == "exposure":
        said = lang.say("Sought: the smallest exposure; the largest is {value}.", value=value)
    elif ladder.value > 0:
        said = lang.say(
            "Sought: the smallest guarantee; the party furthest from it lacks {value}.", value=value
        )
    else:
        said = lang.say(
            "Sought: the smallest guarantee; even the tightest party has {value} to spare.",
            value=value,
        )
    return f"{said} {aside}"


def incomparable(names: Names) -> str:
    """Warn that points of different parties are different units."""
    return names.lang.say(
        "Each party's points mean something only against its own anchor; the points of two "
        "parties cannot be compared or added."
    )
