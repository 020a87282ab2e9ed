"""How far a ladder gets when opportunists behave one way or another, in words and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing.blocks import Chart, Column, Datum, Paragraph, Series, Table
from detente.briefing.naming import Names
from detente.briefing.sentences import point
from detente.briefing.uncertainty.beliefs_words import behaves, likely
from detente.words.likelihood import estimate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detente.briefing.blocks import Block
    from detente.uncertainty import Assessment
    from detente.uncertainty.parties.hazard import Outlook

SHOWN = 0.005
"""Hazards below this are none."""


def outlook_blocks(found: Assessment, names: Names) -> Iterator[Block]:
    """Tell how far the ladder gets by each behaviour, and where it breaks."""
    lang = names.lang
    typed = any(prior.typed for prior in found.believer.priors.values())
    outlooks = {r: out for r, out in found.outlooks.items() if typed or r != "habitual"}
    rows = [
        (
            behaves(rule, lang),
            likely(found.completes[rule], lang),
            _weakest(out, found, names),
            _losses(out, found, names),
        )
        for rule, out in outlooks.items()
    ]
    columns = (
        Column(lang.say("If all opportunists…")),
        Column(lang.say("Completed")),
        Column(lang.say("Breaks, given it got there")),
        Column(lang.say("Lost by then, on average")),
    )
    yield Table(lang.say("How far the ladder gets"), columns, tuple(rows))
    shown = [
        k
        for k in range(len(found.steps) + 1)
        if any(out.hazard[k] >= SHOWN for out in outlooks.values())
    ]
    series = [
        Series(
            behaves(rule, lang),
            tuple(Datum(str(k), round(float(out.hazard[k]), 2)) for k in shown),
        )
        for rule, out in outlooks.items()
    ]
    if shown:
        yield Chart(
            "bars",
            lang.say("Hazard: that the ladder breaks after a step, given it got there"),
            _alt(found, names),
            lang.say("steps delivered"),
            lang.say("probability"),
            tuple(series),
            share=True,
        )
    wary, strategic = found.outlooks["wary"], found.outlooks["strategic"]
    if wary.completes < strategic.completes - 0.05:
        yield Paragraph(
            lang.say(
                "Where each fears that the other waits for its best moment, they walk before it: "
                "that fear is taken away by a larger stake, a deposit or a swap at the end, or by "
                "an early test that makes the belief firmer."
            )
        )
    if not wary.settled:
        yield Paragraph(
            lang.say("Those who fear each other find no plans that rest: the last row is a guess."),
            "small",
        )


def _peaks(out: Outlook) -> list[int]:
    """The two prefixes at which it breaks most often, in their order."""
    ranked = sorted(range(len(out.breaks)), key=lambda k: -out.breaks[k])
    return sorted(k for k in ranked[:2] if out.breaks[k] >= SHOWN)


def _weakest(out: Outlook, found: Assessment, names: Names) -> str:
    lang = names.lang
    told = []
    for k in _peaks(out):
        who = max(out.by, key=lambda one: out.by[one][k])
        told.append(
            lang.say(
                "{where}: {likely}, by {party}",
                where=point(k, lang, len(found.steps)),
                likely=estimate(float(out.hazard[k]), lang),
                party=names(who),
            )
        )
    return "\n".join(told) or lang.say("nowhere")


def _losses(out: Outlook, found: Assessment, names: Names) -> str:
    told = [
        f"{names(who)} {names.lang.number(lost)}"
        for who, lost in out.loss.items()
        if lost > 10 * found.deal.tolerance(who) and lost >= 0.05
    ]
    return "\n".join(told) or "–"


def _alt(found: Assessment, names: Names) -> str:
    lang = names.lang
    out = found.outlooks["myopic"]
    peaks = _peaks(out)
    if not peaks:
        return lang.say("By its interest nobody walks out anywhere.")
    k = max(peaks, key=lambda one: out.breaks[one])
    return lang.say(
        "By interest the ladder breaks most often {where}: {likely}.",
        where=point(k, lang, len(found.steps)),
        likely=estimate(float(out.hazard[k]), lang),
    )
