"""Imperfect verification: who would rather only seem to deliver, and what false alarms cost.

A check of lot j sees a breach with probability p (detection), sees one that is none with
probability a (false alarm), and has its answer after a lag. Whatever it says is believed:
a breach seen, rightly or wrongly, ends the exchange as a walk-out of the giver would.

The giver i = g(j) stands before its step. Let D be what will have been delivered, without
j, when the answer is in. Then (G, K, R as in `detente.exchange.certificate`, c the cost of
j, s its recovered share):

- delivering j brings (1 - a) G_i + a (K_i(D) - (1 - s) c - R_i);
- only seeming to brings (1 - p) (G_i + c) + p (K_i(D) - R_i).

The first is at least the second iff, with margin_i(D) = G_i + R_i - K_i(D),

    (p - a) (margin_i(D) + c) >= c (1 - a s),

so the detection that deters is a + c (1 - a s) / (margin_i(D) + c). One check at a time: no
other one is held to err (inspection games: Dresher 1962; Avenhaus, von Stengel and Zamir
2002). What false alarms take from continuing for everybody is reckoned apart, by `alarmed`.

**The gate.** A counter-step waits for the verification of what it answers: no step in which
another party gives is carried out before the check of j has its answer. So D is j's own step,
without j, and what came before it. Without the gate others have delivered more by then, K_i(D)
is larger and the margin smaller: each record says by when the answer must be in.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import prod
from types import MappingProxyType

from detente.exchange.certificate import as_steps, gain
from detente.exchange.door import amount, share
from detente.exchange.errors import InvalidLadder, UnknownLot
from detente.exchange.model import Exchange, Lot
from detente.words.nearest import suggest


@dataclass(frozen=True, slots=True)
class Check:
    """How the delivery of a lot is checked.

    Parameters
    ----------
    detection
        Probability that non-delivery is seen.
    false_alarm
        Probability that non-delivery is seen where the lot was delivered.
    lag
        Days from delivery until the answer is in.

    Raises
    ------
    NotFinite, ShareOutOfRange, NegativeAmount
    """

    detection: float = 1.0
    false_alarm: float = 0.0
    lag: float = 0.0

    def __post_init__(self) -> None:
        set_ = object.__setattr__
        set_(self, "detection", share(self.detection, "check: detection"))
        set_(self, "false_alarm", share(self.false_alarm, "check: false alarm"))
        set_(self, "lag", amount(self.lag, "check: lag"))


PERFECT = Check()
"""What is seen at once and never mistaken."""


@dataclass(frozen=True, slots=True)
class Watch:
    """One lot of a ladder, and whether its giver would rather only seem to deliver it.

    Attributes
    ----------
    step
        Number of its step, from 1.
    lot, giver
        Its names.
    check
        How it is checked.
    answered
        How many steps have been carried out when the answer is in.
    margin
        The giver's margin there, as if the lot had not been delivered.
    needed
        Detection probability from which on covert non-delivery is deterred; None where
        not even certain detection deters.
    deterred
        The check's detection is as large as that.
    answer_by
        The largest number of steps carried out that may not be exceeded before the answer is
        in, for it to deter: the step after that must wait. None where it does not deter
        even when nobody else goes on.
    alarm_loss
        What false alarms from this step on, this check's included, take from what
        continuing is worth to the giver.
    """

    step: int
    lot: str
    giver: str
    check: Check
    answered: int
    margin: float
    needed: float | None
    deterred: bool
    answer_by: int | None
    alarm_loss: float


@dataclass(frozen=True, slots=True)
class Alarmed:
    """What false alarms do to a ladder carried out honestly.

    Attributes
    ----------
    completes
        Probability that none is raised.
    continuing
        Per party, at each prefix (the empty one first), what going on is worth, the checks
        whose answers are in by then passed. Without false alarms that is its gain.
    margins
        Per party the same less what walking away brings, keeps minus stake: below 0 it walks.
    """

    completes: float
    continuing: Mapping[str, tuple[float, ...]]
    margins: Mapping[str, tuple[float, ...]]


def deterred(
    deal: Exchange,
    order: Iterable[str | Sequence[str]],
    checks: Mapping[str, Check],
    days: Sequence[float] | None = None,
) -> tuple[Watch, ...]:
    """Say of each lot of a ladder whether covert non-delivery is deterred.

    Parameters
    ----------
    deal
        The exchange.
    order
        The ladder, as `certify` takes it.
    checks
        By lot name; default `PERFECT`.
    days
        The day each step is delivered on, where counter-steps do not wait: an answer is
        then in after all steps delivered before its lag is over. Default: they wait.

    Returns
    -------
    tuple of Watch
        In the order of the ladder. A deposit counts as a stake throughout: the answer to
        the last check comes before it is given back.

    Raises
    ------
    UnknownLot
        A check is for a lot that is not there.
    InvalidLadder
        As `certify`; or the days are not one for each step, in order.
    """
    steps, place = _placed(deal, order, checks, days)
    kept = {who: _kept(deal, steps, who) for who in deal.parties}
    continuing = _alarmed(deal, checks, place, kept).continuing
    lots = {lot.name: lot for lot in deal.lots}
    gains = {who: gain(deal, who) for who in deal.parties}
    slacks = {who: deal.tolerance(who) for who in deal.parties}

    def watch(k: int, lot: Lot) -> Watch:
        who, check = lot.giver, checks.get(lot.name, PERFECT)
        worth, slack = gains[who] + deal.stake(who) + lot.effect(who), slacks[who]

        def margin(q: int) -> float:
            left = worth - kept[who][q]
            return 0.0 if abs(left) <= slack else left

        waits = (q for q in range(k, len(steps) + 1) if not _deters(lot, check, margin(q), slack))
        fails = next(waits, len(steps) + 1)
        at = place[lot.name]
        return Watch(
            step=k,
            lot=lot.name,
            giver=who,
            check=check,
            answered=at,
            margin=margin(at),
            needed=needed_detection(lot, check, margin(at)),
            deterred=_deters(lot, check, margin(at), slack),
            answer_by=fails - 1 if fails > k else None,
            alarm_loss=gains[who] - continuing[who][k - 1],
        )

    return tuple(watch(k, lots[name]) for k, step in enumerate(steps, 1) for name in step)


def needed_detection(lot: Lot, check: Check, margin: float) -> float | None:
    """Return the detection probability from which on the giver of a lot rather delivers it.

    a + c (1 - a s) / (margin + c), see the module's head. None where that is above 1, where
    every delivery is taken for a breach (a = 1), or where the giver would rather be found
    out (margin + c at most 0). Detection no likelier than a false alarm never deters.

    Parameters
    ----------
    margin
        The giver's margin when the answer is in, as if the lot had not been delivered.
    """
    alarm, worth = check.false_alarm, margin + lot.cost
    if lot.cost == 0:
        return alarm if worth >= 0 else None
    if worth <= 0 or alarm == 1:
        return None
    needed = alarm + lot.cost * (1 - alarm * lot.recovered) / worth
    return needed if needed <= 1 else None


def alarmed(
    deal: Exchange,
    order: Iterable[str | Sequence[str]],
    checks: Mapping[str, Check],
    days: Sequence[float] | None = None,
) -> Alarmed:
    """Reckon what false alarms take from continuing, where all deliver honestly.

    Backward from completion, V_i = G_i there: before the answers that come in at a prefix S,
    going on is worth A V_i + (1 - A) K_i(S) - B_i R_i, with A the probability that none of
    them is an alarm, and B_i that one of i's own lots is taken for a breach.

    Parameters and errors as in `deterred`.
    """
    steps, place = _placed(deal, order, checks, days)
    kept = {who: _kept(deal, steps, who) for who in deal.parties}
    return _alarmed(deal, checks, place, kept)


def _placed(
    deal: Exchange,
    order: Iterable[str | Sequence[str]],
    checks: Mapping[str, Check],
    days: Sequence[float] | None,
) -> tuple[tuple[tuple[str, ...], ...], dict[str, int]]:
    """The steps, and after how many of them each lot's check has its answer."""
    steps = as_steps(deal, order)
    known = [name for step in steps for name in step]
    for name in checks:
        if name not in known:
            raise UnknownLot(f"checks: there is no lot '{name}'{suggest(name, known)}")
    if days is None:
        return steps, {name: k for k, step in enumerate(steps, 1) for name in step}
    if len(days) != len(steps) or any(a > b for a, b in pairwise(days)):
        raise InvalidLadder("days: one is needed for each step, none before the one before it")
    place = {}
    for k, step in enumerate(steps):
        for name in step:
            answer = days[k] + checks.get(name, PERFECT).lag
            place[name] = max(k + 1, bisect_left(days, answer))
    return steps, place


def _kept(deal: Exchange, steps: Iterable[Sequence[str]], who: str) -> tuple[float, ...]:
    """Keeps at each prefix while a check is pending: deposits are not given back yet."""
    effect = {lot.name: lot.effect(who) for lot in deal.lots}
    added = (sum(effect[name] for name in step) for step in steps)
    return tuple(accumulate(added, initial=deal.held(who)))


def _deters(lot: Lot, check: Check, margin: float, slack: float) -> bool:
    """The condition of the module's head, within `slack`, the giver's tolerance."""
    needed = needed_detection(lot, check, margin)
    if needed is None or check.detection < check.false_alarm:
        return False
    lacking = (needed - check.detection) * (margin + lot.cost)
    return lacking <= slack


def _alarmed(
    deal: Exchange,
    checks: Mapping[str, Check],
    place: Mapping[str, int],
    kept: Mapping[str, Sequence[float]],
) -> Alarmed:
    quiet = {name: 1.0 - checks.get(name, PERFECT).false_alarm for name in place}
    giver = {lot.name: lot.giver for lot in deal.lots}
    due: dict[int, list[str]] = {}
    for name, q in place.items():
        due.setdefault(q, []).append(name)
    continuing, margins = {}, {}
    for who in deal.parties:
        values = [gain(deal, who)]
        for q in range(len(kept[who]) - 1, 0, -1):
            passes = prod(quiet[name] for name in due.get(q, ()))
            blamed = 1.0 - prod(quiet[name] for name in due.get(q, ()) if giver[name] == who)
            values.append(
                passes * values[-1] + (1.0 - passes) * kept[who][q] - blamed * deal.stake(who)
            )
        going_on = tuple(reversed(values))
        away = [k - deal.stake(who) for k in kept[who]]
        away[-1] = kept[who][-1] - deal.held(who) - deal.stake(who, complete=True)
        continuing[who] = going_on
        margins[who] = tuple(v - x for v, x in zip(going_on, away, strict=True))
    return Alarmed(prod(quiet.values()), MappingProxyType(continuing), MappingProxyType(margins))
