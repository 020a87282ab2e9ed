"""Verification: where only seeming to deliver would pay, and what false alarms cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Bullets, Heading, Paragraph
from detente.exchange import alarmed, deterred, gain
from detente.words.likelihood import probability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import Block
    from detente.briefing.naming import Names
    from detente.case import Case
    from detente.exchange import Certificate, Check, Exchange, Watch


def checks(case: Case, deal: Exchange) -> dict[str, Check]:
    """Give the check of each lot of `deal` of which the case says how likely it sees a breach."""
    stated = case.checks()
    return {lot.name: stated[lot.name] for lot in deal.lots if lot.name in stated}


def verification(deal: Exchange, certificate: Certificate, names: Names) -> tuple[Block, ...]:
    """Tell which deliveries their checks do not secure; nothing where no check is stated."""
    stated = checks(names.case, deal)
    if not stated:
        return ()
    lang = names.lang
    watches = deterred(deal, certificate.steps, stated)
    told = [_undeterred(watch, names) for watch in watches if not watch.deterred]
    if not told:
        told.append(
            lang.say("With the checks stated, only seeming to deliver pays nobody at any step.")
        )
    told += [
        lang.say(
            "Step {n}, {lot}: nothing may be given in answer before its check has its answer.",
            n=watch.step,
            lot=lang.quote(names(watch.lot)),
        )
        for watch in watches
        if watch.check.lag and watch.answer_by == watch.step < len(certificate.steps)
    ]
    told += _alarms(deal, certificate, stated, names)
    meaning = lang.say(
        "A lot without a stated check counts as seen at once. Nobody answers a delivery before "
        "its check has its answer, and one check at a time is held to err."
    )
    return (Heading(lang.say("Verification")), Bullets(tuple(told)), Paragraph(meaning, "small"))


def _undeterred(watch: Watch, names: Names) -> str:
    lang = names.lang
    said = {"n": watch.step, "lot": lang.quote(names(watch.lot)), "party": names(watch.giver)}
    if watch.needed is None:
        return lang.say(
            "Step {n}, {lot}: {party} would rather only seem to deliver it, and no check deters "
            "that.",
            **said,
        )
    return lang.say(
        "Step {n}, {lot}: {party} would rather only seem to deliver it; its check sees that with a "
        "probability of {detection}, and {needed} would deter it.",
        detection=probability(watch.check.detection, lang),
        needed=lang.percent(watch.needed),
        **said,
    )


def _alarms(
    deal: Exchange, certificate: Certificate, stated: dict[str, Check], names: Names
) -> Iterator[str]:
    lang, found = names.lang, alarmed(deal, certificate.steps, stated)
    if found.completes == 1:
        return
    values = [
        lang.say(
            "{party} {value} instead of {gain}",
            party=names(who),
            value=lang.number(found.continuing[who][0]),
            gain=lang.number(gain(deal, who)),
        )
        for who in deal.parties
    ]
    yield lang.say(
        "Were every false alarm taken for a breach, the ladder would be completed with a "
        "probability of {share}, and signing it would be worth: {values}; each in its own points.",
        share=probability(found.completes, lang),
        values=lang.join(values),
    )


def verification_record(
    case: Case, deal: Exchange, certificate: Certificate
) -> list[dict[str, object]]:
    """Write the same for machines: one entry for each lot with a stated check."""
    stated = checks(case, deal)
    return [
        {
            "step": watch.step,
            "lot": watch.lot,
            "detection": watch.check.detection,
            "false_alarm": watch.check.false_alarm,
            "lag": watch.check.lag,
            "needed": watch.needed,
            "deterred": watch.deterred,
            "answer_by": watch.answer_by,
            "alarm_loss": watch.alarm_loss,
        }
        for watch in deterred(deal, certificate.steps, stated)
        if watch.lot in stated
    ]
