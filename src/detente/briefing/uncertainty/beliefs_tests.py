"""Which step would tell most about a party, to whom, and whether the steps grow too fast."""

from __future__ import annotations

from math import isinf
from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Column, Note, Paragraph, Table
from detente.briefing.naming import Names
from detente.briefing.uncertainty.beliefs_words import bits, likely, type_name
from detente.case.measures import frees_people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import Block
    from detente.uncertainty import Assessment
    from detente.uncertainty.parties.growth import Round
    from detente.uncertainty.parties.readiness import Probe
    from detente.words.language import Language

TOP = 5
"""Tests that are shown of each party."""

NOTHING = 0.005
"""Bits below this are written as none."""


def test_blocks(found: Assessment, names: Names) -> Iterator[Block]:
    """Rank the tests of each party, and say what the best one would tell whom."""
    lang = names.lang
    known = names.case.lots
    for who in found.parties:
        probes = found.probes[who][:TOP]
        if not probes:
            yield Paragraph(
                lang.say("All lots of {party} have been seen already.", party=names(who))
            )
            continue
        if probes[0].most < NOTHING:
            yield Paragraph(
                lang.say("No lot of {party} tells who it is: nothing is in doubt, or no check "
                         "would show it.", party=names(who))
            )  # fmt: skip
            continue
        testers = lang.join([names(one) for one in dict.fromkeys(p.tester for p in probes)])
        yield Table(
            lang.say(
                "Tests of {party}, best first; at risk are points of {testers}",
                party=names(who),
                testers=testers,
            ),
            (
                Column(lang.say("Step"), numeric=True),
                Column(lang.say("Lot")),
                Column(lang.say("Bits"), numeric=True),
                Column(lang.say("By interest"), numeric=True),
                Column(lang.say("At risk"), numeric=True),
                Column(lang.say("Bits per point"), numeric=True),
            ),
            tuple(_probe(probe, names) for probe in probes),
        )
        yield Bullets(tuple(_lessons(found, who, names)))
    yield Paragraph(
        lang.say(
            "Bits: how much the answer is expected to tell of who the party is; one bit would "
            "settle even odds. By interest: if an opportunist withholds only what pays it. At "
            "risk: what the other side has lost if the lot does not come."
        ),
        "small",
    )
    if any(
        frees_people(known[probe.lot].measure)
        for who in found.parties
        for probe in found.probes[who]
        if probe.lot in known
    ):
        yield Note(
            lang.say("People are no test"),
            lang.say(
                "where a lot frees people, what counts is whether it comes; nothing here is a "
                "reason to ask for fewer, later or smaller releases."
            ),
        )


def _probe(probe: Probe, names: Names) -> tuple[str, ...]:
    lang = names.lang
    return (
        str(probe.step),
        names(probe.lot),
        bits(probe.most, lang),
        bits(max(probe.bits["myopic"], probe.bits["strategic"]), lang),
        lang.number(probe.exposure) if probe.exposure else lang.say("nothing"),
        lang.say("free") if isinf(probe.rate) else bits(probe.rate, lang),
    )


def _lessons(found: Assessment, who: str, names: Names) -> Iterator[str]:
    """What passing and failing the best test tells each onlooker."""
    lesson, lang = found.lessons[who], names.lang
    if lesson is None:
        return
    way, prior = next(iter(lesson.passed)), found.believer.priors[who]
    what = lang.say("{party} has enough at stake", party=names(who))
    if prior.typed:
        first = lang.quote(type_name(who, prior.types[0].name, names))
        what = lang.say("{party} is {type}", party=names(who), type=first)
    outcomes = (
        (
            lesson.passed[way],
            lang.say("If step {n} ({lot}) is confirmed", n=lesson.step, lot=names(lesson.lot)),
        ),
        (lesson.failed[way], lang.say("If its check reports a breach")),
    )
    for told, head in outcomes:
        grouped: dict[str, list[str]] = {}
        for onlooker in lesson.audiences:
            grouped.setdefault(likely(told[onlooker], lang), []).append(names(onlooker))
        said = "; ".join(f"{words} ({'; '.join(group)})" for words, group in grouped.items())
        yield lang.say("{head}, that {what} is {said}.", head=head, what=what, said=said)
    touched = [
        f"{names(one)} {lang.number(lesson.worth[one])}"
        for one in lesson.audiences
        if lesson.worth[one]
    ]
    if touched:
        yield lang.say("What the lot itself is worth to them: {who}.", who="; ".join(touched))


# --- the pace ------------------------------------------------------------------------------------


def pace_blocks(found: Assessment, names: Names) -> Iterator[Block]:
    """Say which rounds grow so fast that an opportunist waits."""
    lang = names.lang
    for who in found.parties:
        rounds = [one for one in found.rounds[who] if one.step > found.reached]
        waits = [one for one in rounds if one.waits]
        if not rounds:
            continue
        if not waits:
            yield Paragraph(
                lang.say("{party} never gains by waiting for the next round.", party=names(who))
            )
            continue
        yield Paragraph(
            lang.count(
                "{party}: in {n} of its {all} rounds the next one brings more than the answer to "
                "this one costs, so an opportunist waits and shows nothing yet.",
                "{party}: in {n} of its {all} rounds the next one brings more than the answer to "
                "this one costs, so an opportunist waits and shows nothing yet.",
                len(waits),
                party=names(who),
                all=len(rounds),
            )
        )
        yield Table(
            lang.say("Rounds of {party} that grow too fast", party=names(who)),
            (
                Column(lang.say("Due at step"), numeric=True),
                Column(lang.say("Received"), numeric=True),
                Column(lang.say("Answer costs"), numeric=True),
                Column(lang.say("Next may bring"), numeric=True),
                Column(lang.say("It brings"), numeric=True),
            ),
            tuple(_round(one, found, lang) for one in waits),
        )
    yield Paragraph(_meaning(found.discount, lang), "small")


def _meaning(discount: float, lang: Language) -> str:
    text = lang.say(
        "A round: what a party receives until its own lots are due, after snapback. It may grow by "
        "the factor (1 − flow/gain)/discount before an opportunist rather waits (Watson 1999)."
    )
    if discount == 1:
        later = lang.say("Later rounds count as much as this one.")
    else:
        later = lang.say("A round later counts {share} of this one.", share=lang.percent(discount))
    return f"{text} {later}"


def _round(one: Round, found: Assessment, lang: Language) -> tuple[str, ...]:
    most = one.cost / found.discount
    return (
        str(one.step),
        lang.number(one.received),
        lang.number(one.cost),
        lang.number(most),
        lang.number(one.brings),
    )
