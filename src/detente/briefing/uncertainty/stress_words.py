"""Stress in sentences: how often it holds, what flips the advice, what to find out first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.paths import called
from detente.briefing.sentences import point
from detente.words.likelihood import band

if TYPE_CHECKING:
    from detente.briefing.naming import Names
    from detente.exchange import Exchange
    from detente.uncertainty import Study
    from detente.uncertainty.values.sensitivity import Bound, Threshold

FLIPS = 6
"""Numbers that flip the advice which are told one by one."""

QUESTIONS = 5
"""Numbers worth finding out that are told."""

WORTH = 0.005
"""Knowing a number must lower the chance of a wrong answer by this to be told."""

NEAR = 3.0
"""Beyond so many times its range nobody need ask whether a number flips the advice."""


def percent(share: float, names: Names) -> str:
    """Write a share of draws; one that is not all is never written as all."""
    lang = names.lang
    if 0.995 <= share < 1:
        return lang.say("over {share}", share=lang.percent(0.99))
    return lang.percent(share)


def verdict(found: Study, names: Names) -> str:
    """Say how often the ladder holds, with its Monte Carlo error where that shows."""
    lang, result = names.lang, found.stress
    if not found.sensitivity.thresholds:
        if result.hold_probability == 1:
            return lang.say("The case has no ranges to draw from; with its values it holds.")
        return lang.say("The case has no ranges to draw from; with its values it does not hold.")
    low, high = (percent(x, names) for x in result.interval)
    said = lang.say(
        "With values drawn from their ranges the ladder holds in {share} of the draws: {word}.",
        share=percent(result.hold_probability, names),
        word=lang.say(band(result.hold_probability).words),
    )
    if low == high:
        return said
    error = lang.say("By chance of the draws it may be {low} to {high}.", low=low, high=high)
    return f"{said} {error}"


def fails(found: Study, names: Names) -> str:
    """Say how much of the failure only terms can change, and how much an order could."""
    lang, result = names.lang, found.stress
    ends, way = 1 - result.ceiling, result.ceiling - result.hold_probability
    if result.hold_probability == 1:
        return lang.say("It fails in none of these draws.")
    if not result.order_matters:
        return lang.say(
            "Order cannot help: in all the draws where it fails, it fails at completion or before "
            "the first step, which only other terms or stakes change."
        )
    return lang.say(
        "In {ends} of the draws it fails at completion or before the first step: no order changes "
        "that, only other terms or stakes. In {way} it fails on the way only, where another order "
        "might hold.",
        ends=percent(ends, names),
        way=percent(way, names),
    )


# --- what the advice hangs on --------------------------------------------------------------------


def flips(found: Study, names: Names) -> tuple[str, ...]:
    """Say at which value of which number the certificate flips, the nearest first."""
    lang, thresholds = names.lang, found.sensitivity.thresholds
    near = [one for one in thresholds if one.within]
    said = [_flip(one, found, names) for one in near[:FLIPS]]
    if len(near) > FLIPS:
        more = len(near) - FLIPS
        said.append(
            lang.count(
                "{n} more number flips it within its range.",
                "{n} more numbers flip it within their ranges.",
                more,
            )
        )
    if not near:
        said.append(lang.say("No single number flips the advice within its range."))
        said += [_flip(one, found, names) for one in thresholds[:2] if one.distance <= NEAR]
    return tuple(said)


def _flip(one: Threshold, found: Study, names: Names) -> str:
    lang, bound = names.lang, one.flip
    assert bound is not None  # of those within reach
    fields = {
        "what": lang.quote(called(one.path, names)),
        "value": lang.amount(bound.value, 2),
        "taken": _range(one, names),
    }
    if not one.holds:
        if bound.value > one.mode:
            return lang.say("{what} from {value} up (taken as {taken}): it would hold.", **fields)
        return lang.say("{what} from {value} down (taken as {taken}): it would hold.", **fields)
    fields["then"] = _then(bound, found, names)
    if bound.value > one.mode:
        return lang.say("{what} above {value} (taken as {taken}): {then}.", **fields)
    return lang.say("{what} below {value} (taken as {taken}): {then}.", **fields)


def _range(one: Threshold, names: Names) -> str:
    lang = names.lang
    return lang.say(
        "{mode}, from {low} to {high}",
        mode=lang.amount(one.mode, 2),
        low=lang.amount(one.low, 2),
        high=lang.amount(one.high, 2),
    )


def _then(bound: Bound, found: Study, names: Names) -> str:
    lang = names.lang
    place = point(bound.step, lang, len(found.stress.steps))
    if bound.cap:
        return lang.say(
            "{party} is then exposed beyond its cap {where}", party=names(bound.party), where=place
        )
    return lang.say(
        "{party} then gains by walking away {where}", party=names(bound.party), where=place
    )


def find_out(found: Study, names: Names) -> tuple[str, tuple[str, ...]]:
    """Say which numbers, once known, would make a wrong answer rarer: a sentence and a list."""
    lang, p = names.lang, found.stress.hold_probability
    wrong = min(p, 1 - p)
    told = [one for one in found.sensitivity.information if one.value >= WORTH][:QUESTIONS]
    if told:
        lead = lang.say(
            "Whoever relies on the likelier answer is wrong in {wrong} of the draws. Knowing one "
            "number exactly would lower that:",
            wrong=lang.percent(wrong),
        )
        return lead, tuple(
            lang.say(
                "{what}: to {left}",
                what=lang.quote(called(one.path, names)),
                left=lang.percent(max(0.0, wrong - one.value)),
            )
            for one in told
        )
    most = max(found.sensitivity.information, key=lambda one: one.explains, default=None)
    if most is None or most.explains < 0.01:
        return "", ()
    only = lang.say(
        "No single number, once known, would change the answer. Whether it holds hangs most on "
        "{what}: {share} of the variance.",
        what=lang.quote(called(most.path, names)),
        share=lang.percent(most.explains),
    )
    return only, ()


# --- stakes --------------------------------------------------------------------------------------


def stakes(deal: Exchange, found: Study, names: Names) -> tuple[str, ...]:
    """Say what each party would need to have at stake, and what the stakes' own ranges do."""
    lang, result = names.lang, found.stress
    said = [
        lang.say("{party}: in 9 draws of 10 it needs nothing at stake.", party=names(who))
        if needed[0.9] == 0
        else lang.say(
            "{party}: {most} would do in 9 draws of 10, {half} in half; taken as {stake}.",
            party=names(who),
            most=lang.number(needed[0.9]),
            half=lang.number(needed[0.5]),
            stake=lang.number(deal.stake(who)),
        )
        for who, needed in result.needed.items()
    ]
    at = {level: percent(share, names) for level, share in result.at_stakes.items()}
    if len(set(at.values())) > 1:
        said.append(
            lang.say(
                "With all stakes at their lowest it holds in {low}, at their likeliest in {mode}, "
                "at their highest in {high} of the draws.",
                **at,
            )
        )
    said += [
        lang.say(
            "Completing is worth it to {party} in {share} of the draws only.",
            party=names(who),
            share=percent(share, names),
        )
        for who, share in result.worth_signing.items()
        if share < 1 - WORTH
    ]
    return tuple(said)


def basis(found: Study, names: Names) -> tuple[str, ...]:
    """Say what was drawn, and what the share of draws is not."""
    lang, result = names.lang, found.stress
    groups = len(names.case.form.correlated)
    together = (
        lang.count(
            "{n} group of numbers moves together; all others are drawn independently.",
            "{n} groups of numbers move together; all others are drawn independently.",
            groups,
        )
        if groups
        else lang.say("All numbers are drawn independently of each other.")
    )
    return (
        lang.count("{n} draw, seed {seed}.", "{n} draws, seed {seed}.", result.draws,
                   seed=result.seed),
        together,
        lang.say(
            "The share of draws is no forecast: it says how far the advice survives the ranges "
            "that the case's author would defend, not how likely the parties are to deliver."
        ),
        lang.say(
            "A draw fails at the first point where somebody gains by walking away or a cap is "
            "passed; a party is taken to walk there at once, not to wait for a better moment."
        ),
    )  # fmt: skip
